package io.frontugateway.redis;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The shared store, as far as the gateway has a say; where it is stands in {@code quarkus.redis.hosts}. */
public interface RedisConfig {
    /**
     * Whether the gateway runs a redis-server of its own, for one gateway on one machine. When not set: yes in the profiles
     * {@code local}, {@code dev} and {@code test} unless {@code quarkus.redis.hosts} is set, else no.
     */
    Optional<Boolean> embedded();

    /** Folder in which the embedded server keeps its data. One running gateway a folder. */
    @WithDefault(".data/redis")
    Path data();

    /** Time after which Redis counts as out of reach for one request. */
    @WithDefault("250ms")
    Duration timeout();
}
