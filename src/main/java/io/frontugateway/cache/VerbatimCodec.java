package io.frontugateway.cache;

import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.cache.Stretch.Sync;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Frontu answered, in the form in which rows are shared: one that holds what is passed on of the head, and one that is the
 * body, which is not copied for that.
 */
final class VerbatimCodec {
    private static final int MOST_FIELDS = 1000;

    private VerbatimCodec() {}

    static Stretch write(
            String contentType, List<Map.Entry<String, String>> fields, byte[] body, Instant asOf, Stamp stamp) {
        var head = new ByteArrayOutputStream(1024);
        try (var out = new DataOutputStream(head)) {
            out.writeUTF(contentType);
            out.writeInt(fields.size());
            for (var field : fields) {
                out.writeUTF(field.getKey());
                out.writeUTF(field.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var rows = List.of(row(head.toByteArray()), row(body));
        return new Stretch(Scope.SINGLE, rows, null, asOf, stamp, new Sync(null, asOf, false));
    }

    private static Row row(byte[] bytes) {
        return new Row(null, null, null, false, bytes);
    }

    /** What was written; empty for rows that are something else. See {@link Stretch#verbatim}. */
    static Optional<Verbatim> read(Stretch rows) {
        if (rows.rows().size() != 2) {
            return Optional.empty();
        }
        try (var in =
                new DataInputStream(new ByteArrayInputStream(rows.rows().get(0).json()))) {
            var type = in.readUTF();
            int count = in.readInt();
            if (count < 0 || count > MOST_FIELDS) {
                return Optional.empty();
            }
            var fields = new ArrayList<Map.Entry<String, String>>();
            for (int i = 0; i < count; i++) {
                fields.add(Map.entry(in.readUTF(), in.readUTF()));
            }
            var body = Finished.of(rows.rows().get(1).json());
            return in.read() >= 0
                    ? Optional.empty()
                    : Optional.of(new Verbatim(body, type, fields, rows.asOf(), rows.stamp()));
        } catch (IOException garbage) {
            return Optional.empty();
        }
    }
}
