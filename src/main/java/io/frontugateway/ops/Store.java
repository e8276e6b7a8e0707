package io.frontugateway.ops;

import io.frontugateway.redis.RedisConfig;
import io.smallrye.config.SmallRyeConfig;
import java.util.Collection;
import java.util.List;

/**
 * Which Redis is meant.
 *
 * @param hostsSet whether {@code quarkus.redis.hosts} is set
 * @param profiles the active profiles
 */
record Store(boolean hostsSet, Collection<String> profiles) {
    private static final List<String> TRY_OUT = List.of("local", "dev", "test");

    static Store of(SmallRyeConfig config) {
        var hosts = config.getOptionalValue("quarkus.redis.hosts", String.class);
        return new Store(hosts.filter(text -> !text.isBlank()).isPresent(), config.getProfiles());
    }

    /** Whether a redis-server of our own is to run. */
    boolean embedded(RedisConfig config) {
        return config.embedded().orElse(!hostsSet && profiles.stream().anyMatch(TRY_OUT::contains));
    }
}
