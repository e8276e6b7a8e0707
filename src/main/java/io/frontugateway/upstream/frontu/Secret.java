package io.frontugateway.upstream.frontu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A credential. Only {@link #reveal()} gives it away; printed, compared in a log line or serialized it shows nothing. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The credential itself, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    /** Eight characters by which it is told from another one; of no use to find it. */
    public String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Hides the value. */
    @Override
    public String toString() {
        return "****";
    }
}
