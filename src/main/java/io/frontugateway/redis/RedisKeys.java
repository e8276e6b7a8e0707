package io.frontugateway.redis;

/**
 * Every key in Redis: its name, type, writer and expiry, or why it has none. What stands between braces is the hash tag: all
 * keys of one script share one, so that a Redis Cluster keeps them together. Only cache entries expire by themselves; a
 * policy that evicts keys with an expiry can then forget nothing but cache.
 */
public final class RedisKeys {
    /**
     * Cache: entries, {@code fg:c:<account>:<resource>:{<family>}:<member>}, strings with an expiry, written by the cache; and
     * beside each, while it is fetched, {@code …:flight}, a hash with an expiry that says who fetches it. Families are digests
     * of filters, so that keys stay short whatever callers send.
     */
    public static String cacheEntry(String account, String resource, String family, String member) {
        return "fg:c:" + account + ":" + resource + ":{" + family + "}:" + member;
    }

    /**
     * Cache: sorted set of the entries' keys by when they expire. Written by the cache; no expiry, since what has expired is
     * swept from it.
     */
    public static final String CACHE_INDEX = "fg:{c}:index";

    /** Cache: hash of the entries' sizes in bytes, and {@code total}. Written and swept with {@link #CACHE_INDEX}. */
    public static final String CACHE_SIZES = "fg:{c}:sizes";

    /**
     * Cache: hash of each resource's generation, replaced by whoever has done a write. No expiry: a generation that is
     * forgotten would make old answers look right; it holds one field a resource.
     */
    public static String generations(String account) {
        return "fg:{g:" + account + "}";
    }

    private RedisKeys() {}
}
