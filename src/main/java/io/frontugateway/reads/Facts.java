package io.frontugateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Identity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a normalized row says of itself. */
final class Facts {
    private static final int DIGEST_BYTES = 12;

    private Facts() {}

    /** The version in Unix seconds; null where there is none that can be read. */
    static @Nullable Long version(ObjectNode row) {
        var version = row.path("version");
        return version.isIntegralNumber() && version.canConvertToLong() ? version.longValue() : null;
    }

    /** An identity of the row; null where it has none. */
    static @Nullable String identity(JsonNode row, Identity by) {
        var value = row.path(by.member());
        return value.isTextual() || value.isNumber() ? value.asText() : null;
    }

    /** What a page is recognised by: the guid of its first row, or a digest of a row without one. */
    static String mark(ObjectNode row) {
        var guid = identity(row, Identity.GUID);
        return guid != null ? guid : digest(row.toString());
    }

    private static String digest(String text) {
        try {
            var all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(all, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
