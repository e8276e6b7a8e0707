package io.frontugateway.cache;

import io.frontugateway.redis.RedisKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where rows are kept, in memory and in Redis.
 *
 * @param account whose Frontu they are of
 * @param resource of which resource
 * @param family digest of what they have in common with others that are brought up to date together: a list's filters
 * @param member which of the family
 */
record Place(String account, String resource, String family, String member) {
    private static final int DIGEST_BYTES = 20;

    /** Where an entity is that was asked for with all its relations: it looks different from what lists show. */
    static final String FULL = "full";

    /** Where one entity is, as lists show it, that was asked for by one of its identities. */
    static final String ONE = "one";

    /** The place of a question that has no family. */
    static Place alone(String account, String resource, String kind, String question) {
        return new Place(account, resource, digest(question), kind);
    }

    /** The key in Redis. All of a family have one hash tag. */
    String key() {
        return RedisKeys.cacheEntry(account, resource, family, member);
    }

    /** The key in Redis under which one fetch for many askers is agreed on. */
    String flightKey() {
        return key() + ":flight";
    }

    /** Forty hexadecimal digits that stand for a text of any length. */
    static String digest(String text) {
        try {
            var all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
