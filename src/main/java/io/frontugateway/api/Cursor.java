package io.frontugateway.api;

import io.frontugateway.reads.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A position in a list as an opaque text. It ends with a checksum over the position and the list that it belongs to, so
 * that a cursor that was cut, changed or taken to another list is recognised. It is no secret and grants nothing: whoever
 * computes a cursor of their own reaches only rows that they may read anyway.
 */
final class Cursor {
    private static final int CHECKSUM = 8;
    private static final int MOST_CHARACTERS = 1024;
    private static final int MOST_ROWS = 10_000_000;

    private Cursor() {}

    /**
     * The cursor of a position.
     *
     * @param list names the list with its resource and filters, as {@link ListParameters#scope} does
     */
    static String of(Position position, String list) {
        var payload = String.join(
                        "\n",
                        Integer.toString(position.page()),
                        Integer.toString(position.offset()),
                        Integer.toString(position.pageSize()),
                        position.firstGuid() == null ? "" : "=" + position.firstGuid())
                .getBytes(StandardCharsets.UTF_8);
        var whole = ByteBuffer.allocate(payload.length + CHECKSUM).put(payload).put(checksum(payload, list));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
    }

    /** The position of a cursor; empty when it is not one of this list. */
    static Optional<Position> read(String cursor, String list) {
        if (cursor.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            var whole = Base64.getUrlDecoder().decode(cursor);
            if (whole.length <= CHECKSUM) {
                return Optional.empty();
            }
            var payload = Arrays.copyOf(whole, whole.length - CHECKSUM);
            var checksum = Arrays.copyOfRange(whole, whole.length - CHECKSUM, whole.length);
            return MessageDigest.isEqual(checksum, checksum(payload, list)) ? position(payload) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<Position> position(byte[] payload) {
        var parts = new String(payload, StandardCharsets.UTF_8).split("\n", 4);
        if (parts.length < 4) {
            return Optional.empty();
        }
        var page = Integer.parseInt(parts[0]);
        var offset = Integer.parseInt(parts[1]);
        var pageSize = Integer.parseInt(parts[2]);
        if (page < 1 || offset < 0 || pageSize < 1 || Math.max(page, Math.max(offset, pageSize)) > MOST_ROWS) {
            return Optional.empty();
        }
        return Optional.of(new Position(page, offset, pageSize, parts[3].isEmpty() ? null : parts[3].substring(1)));
    }

    private static byte[] checksum(byte[] payload, String list) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(payload);
            digest.update((byte) 0);
            digest.update(list.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(), CHECKSUM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
