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

/** What Frontu answered, in the form in which rows are shared: one row, which holds what is passed on of the head, and the body. */
final class VerbatimCodec {
    private static final int MOST_FIELDS = 1000;

    private VerbatimCodec() {}

    static Stretch write(
            String contentType, List<Map.Entry<String, String>> fields, byte[] body, Instant asOf, Stamp stamp) {
        var bytes = new ByteArrayOutputStream(1024 + body.length);
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(contentType);
            out.writeInt(fields.size());
            for (var field : fields) {
                out.writeUTF(field.getKey());
                out.writeUTF(field.getValue());
            }
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var row = new Row(null, null, null, false, bytes.toByteArray());
        return new Stretch(Scope.SINGLE, List.of(row), null, asOf, stamp, new Sync(null, asOf, false));
    }

    /** What was written; empty for rows that are something else. */
    static Optional<Verbatim> read(Stretch rows) {
        if (rows.rows().size() != 1) {
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
            return Optional.of(new Verbatim(Finished.of(in.readAllBytes()), type, fields, rows.asOf(), rows.stamp()));
        } catch (IOException garbage) {
            return Optional.empty();
        }
    }
}
