package io.frontugateway.cache;

import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.cache.Stretch.Sync;
import io.frontugateway.reads.Position;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The form in which rows are kept in Redis: {@code F}, one digit for the format, the ticket as sixteen digits (so that a
 * script can read it), then everything else compressed. What is not of this form is as good as not there.
 */
final class StretchCodec {
    private static final String HEAD = "F2";
    private static final int HEAD_BYTES = HEAD.length() + 16;

    /** More than anything that is stored, before it is compressed; what claims to be longer is garbage. */
    static final int MOST_BYTES = 64 << 20;

    private static final int MOST_ROWS = 10_000_000;

    private StretchCodec() {}

    /**
     * Writes rows.
     *
     * @param most bytes that it may come to
     * @return empty where it would be longer, or too long to be read again
     */
    static Optional<Buffer> write(Stretch stretch, int most) {
        if (stretch.weight() > MOST_BYTES) {
            return Optional.empty();
        }
        var bytes = new Bounded(1024 + stretch.weight() / 4, most);
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
            bytes.writeBytes((HEAD + "%016d".formatted(stretch.stamp().ticket())).getBytes(StandardCharsets.US_ASCII));
            write(stretch, out);
        } catch (TooLong e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return Optional.of(bytes.asBuffer());
    }

    /** What is being written is too long to go on. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("too long", null, false, false);
        }
    }

    /** Bytes up to a bound. */
    private static final class Bounded extends ByteArrayOutputStream {
        private final int most;

        Bounded(int expected, int most) {
            super(Math.min(expected, most));
            this.most = most;
        }

        @Override
        public synchronized void write(int value) {
            make(1);
            super.write(value);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            make(length);
            super.write(bytes, offset, length);
        }

        private void make(int room) {
            if (room > most - count) {
                throw new TooLong();
            }
        }

        /** What was written, without a copy. */
        synchronized Buffer asBuffer() {
            return Buffer.buffer(Unpooled.wrappedBuffer(buf, 0, count));
        }
    }

    /** What was written; empty for bytes that are something else. */
    static Optional<Stretch> read(byte[] bytes) {
        if (bytes.length <= HEAD_BYTES || !new String(bytes, 0, 2, StandardCharsets.US_ASCII).equals(HEAD)) {
            return Optional.empty();
        }
        var body = new ByteArrayInputStream(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
        try (var in = new DataInputStream(new InflaterInputStream(body))) {
            long ticket = Long.parseLong(new String(bytes, HEAD.length(), 16, StandardCharsets.US_ASCII));
            return Optional.of(read(ticket, in));
        } catch (IOException | IllegalArgumentException | DateTimeException garbage) {
            return Optional.empty();
        }
    }

    private static void write(Stretch stretch, DataOutputStream out) throws IOException {
        text(out, stretch.stamp().generation());
        scope(out, stretch.scope());
        out.writeBoolean(stretch.next() != null);
        if (stretch.next() != null) {
            position(out, stretch.next());
        }
        out.writeLong(stretch.asOf().toEpochMilli());
        out.writeLong(stretch.unchangedSince().getEpochSecond());
        out.writeInt(stretch.unchangedSince().getNano());
        number(out, stretch.sync().watermark());
        out.writeLong(stretch.sync().fullAt().toEpochMilli());
        out.writeBoolean(stretch.sync().disturbed());
        out.writeInt(stretch.rows().size());
        for (var row : stretch.rows()) {
            text(out, row.guid());
            text(out, row.systemId());
            number(out, row.version());
            out.writeBoolean(row.archived());
            bytes(out, row.json());
        }
    }

    private static Stretch read(long ticket, DataInputStream in) throws IOException {
        var generation = text(in);
        var scope = scope(in);
        var next = in.readBoolean() ? position(in) : null;
        var asOf = Instant.ofEpochMilli(in.readLong());
        var unchangedSince = Instant.ofEpochSecond(in.readLong(), in.readInt());
        var sync = new Sync(number(in), Instant.ofEpochMilli(in.readLong()), in.readBoolean());
        int count = in.readInt();
        if (count < 0 || count > MOST_ROWS || generation == null) {
            throw new IOException("no such form");
        }
        var budget = new int[] {MOST_BYTES};
        var rows = new ArrayList<Row>(Math.min(count, 10_000));
        for (int i = 0; i < count; i++) {
            rows.add(new Row(text(in), text(in), number(in), in.readBoolean(), bytes(in, budget)));
        }
        if (in.read() >= 0) {
            throw new IOException("goes on after its end");
        }
        return new Stretch(scope, rows, next, asOf, new Stamp(generation, ticket), sync, unchangedSince);
    }

    private static void scope(DataOutputStream out, Scope scope) throws IOException {
        number(out, scope.since());
        number(out, scope.until());
        position(out, scope.from());
        out.writeInt(scope.perPage());
    }

    private static Scope scope(DataInputStream in) throws IOException {
        return new Scope(number(in), number(in), position(in), in.readInt());
    }

    private static void position(DataOutputStream out, Position position) throws IOException {
        out.writeInt(position.page());
        out.writeInt(position.offset());
        out.writeInt(position.pageSize());
        text(out, position.firstGuid());
    }

    private static Position position(DataInputStream in) throws IOException {
        return new Position(in.readInt(), in.readInt(), in.readInt(), text(in));
    }

    private static void number(DataOutputStream out, @Nullable Long number) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeLong(number);
        }
    }

    private static @Nullable Long number(DataInputStream in) throws IOException {
        return in.readBoolean() ? (Long) in.readLong() : null;
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            bytes(out, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        return in.readBoolean() ? new String(bytes(in, new int[] {1 << 20}), StandardCharsets.UTF_8) : null;
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** @param budget one number: how many bytes may still come, and less by these afterwards */
    private static byte[] bytes(DataInputStream in, int[] budget) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > budget[0]) {
            throw new IOException("no such form");
        }
        budget[0] -= length;
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("breaks off");
        }
        return bytes;
    }
}
