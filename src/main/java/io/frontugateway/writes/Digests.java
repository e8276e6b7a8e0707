package io.frontugateway.writes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Digests of several texts, each of which counts with its length, so that no two lists of texts look the same. */
final class Digests {
    private static final int BYTES = 16;

    private final MessageDigest digest;

    Digests() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Digests with(@Nullable String text) {
        return text == null ? length(-1) : with(text.getBytes(StandardCharsets.UTF_8));
    }

    Digests with(byte[] bytes) {
        length(bytes.length);
        digest.update(bytes);
        return this;
    }

    private Digests length(int length) {
        digest.update(ByteBuffer.allocate(4).putInt(0, length));
        return this;
    }

    /** 32 hexadecimal digits. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
