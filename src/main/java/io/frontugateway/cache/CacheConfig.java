package io.frontugateway.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How long answers are kept, how stale they may be served, and how much room they take. */
public interface CacheConfig {
    /**
     * How long an answer is fresh, counted from when Frontu was asked. Longer means fewer requests, and changes that were
     * not made through the gateway are seen later.
     */
    @WithDefault("15s")
    Duration ttl();

    /**
     * How long after that an answer is still served at once, while it is refreshed behind the scenes. Zero makes callers
     * wait for every refresh.
     */
    @WithDefault("60s")
    Duration grace();

    /** How long after it ceased to be fresh an answer is served because Frontu fails, or the quota is spent. */
    @WithDefault("1h")
    Duration staleIfError();

    /**
     * How far a refresh that asks for changes only looks back behind the last change it knows. A change that Frontu shows
     * later than this is seen at the next {@link #fullRefresh()} only.
     */
    @WithDefault("120s")
    Duration overlap();

    /** How long a list is kept current by asking for changes only, before it is read in full again. */
    @WithDefault("1h")
    Duration fullRefresh();

    /** Memory for kept answers and lists, per replica. */
    @WithDefault("64M")
    MemorySize maxBytes();

    /** Room for kept lists and entities in Redis, of all replicas together. */
    @WithDefault("512M")
    MemorySize redisMaxBytes();

    /** What differs for single resources, by their normalized names; {@code passthrough} for Frontu's own spelling. */
    Map<String, ForResource> resources();

    /** What differs for one resource. */
    interface ForResource {
        /** In place of {@link CacheConfig#ttl()}. */
        Optional<Duration> ttl();

        /** In place of {@link CacheConfig#grace()}. */
        Optional<Duration> grace();

        /** In place of {@link CacheConfig#staleIfError()}. */
        Optional<Duration> staleIfError();

        /** In place of {@link CacheConfig#overlap()}. */
        Optional<Duration> overlap();

        /** In place of {@link CacheConfig#fullRefresh()}. */
        Optional<Duration> fullRefresh();
    }
}
