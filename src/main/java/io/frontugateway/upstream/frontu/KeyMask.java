package io.frontugateway.upstream.frontu;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hides a key in what Frontu sends back, should it repeat one in an error: as it is, with JSON's escaped slashes, and
 * percent-encoded. Every byte becomes a star, so that lengths that were announced stay true. Works on a body that comes in
 * pieces, and holds back the last few bytes until the next piece. For one body, on one thread.
 */
final class KeyMask {
    private final List<byte[]> forms;
    private final int longest;
    private byte[] held = new byte[0];

    KeyMask(Secret key) {
        var plain = key.reveal();
        this.forms = Stream.of(plain, plain.replace("/", "\\/"), URLEncoder.encode(plain, StandardCharsets.UTF_8))
                .distinct()
                .map(form -> form.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.longest = forms.stream().mapToInt(form -> form.length).max().orElse(1);
    }

    /** What of the body so far can be shown now. */
    Buffer piece(Buffer piece) {
        var bytes = Arrays.copyOf(held, held.length + piece.length());
        System.arraycopy(piece.getBytes(), 0, bytes, held.length, piece.length());
        forms.forEach(form -> mask(bytes, form));
        int shown = Math.max(0, bytes.length - longest + 1);
        held = Arrays.copyOfRange(bytes, shown, bytes.length);
        return Buffer.buffer(Arrays.copyOf(bytes, shown));
    }

    /** The rest, when the body has ended. */
    Buffer rest() {
        var rest = Buffer.buffer(held);
        held = new byte[0];
        return rest;
    }

    /** Masks the values of a head in place. */
    void head(MultiMap headers) {
        for (var name : List.copyOf(headers.names())) {
            var values = headers.getAll(name);
            if (values.stream().anyMatch(this::isIn)) {
                headers.set(name, values.stream().map(this::masked).toList());
            }
        }
    }

    private boolean isIn(String value) {
        return forms.stream().anyMatch(form -> value.contains(new String(form, StandardCharsets.UTF_8)));
    }

    private String masked(String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        forms.forEach(form -> mask(bytes, form));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void mask(byte[] bytes, byte[] form) {
        for (int at = 0; at <= bytes.length - form.length; at++) {
            if (Arrays.equals(bytes, at, at + form.length, form, 0, form.length)) {
                Arrays.fill(bytes, at, at + form.length, (byte) '*');
            }
        }
    }
}
