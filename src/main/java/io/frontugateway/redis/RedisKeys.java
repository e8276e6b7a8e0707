package io.frontugateway.redis;

/**
 * Every key in Redis: its name, type, writer and expiry, or why it has none. What stands between braces is the hash tag: all
 * keys of one script share one, so that a Redis Cluster keeps them together. Only cache entries expire by themselves; a
 * policy that evicts keys with an expiry can then forget nothing but cache.
 */
public final class RedisKeys {
    private RedisKeys() {}
}
