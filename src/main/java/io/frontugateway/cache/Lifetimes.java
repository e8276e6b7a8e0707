package io.frontugateway.cache;

import io.frontugateway.cache.CacheConfig.ForResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long what is kept of one resource serves; see {@link CacheConfig} for the parts.
 */
record Lifetimes(Duration ttl, Duration grace, Duration staleIfError, Duration overlap, Duration fullRefresh) {

    /** Clocks of replicas may differ by so much. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** Older than anything that serves, {@link Demand#ANY} included. */
    private static final Duration AGES = Duration.ofDays(36_500);

    /**
     * How old something is. What claims to be of the future by more than clocks may differ is not to be believed, and of no
     * use.
     */
    static Duration age(Instant asOf, Instant now) {
        if (isOfTheFuture(asOf, now)) {
            return AGES;
        }
        var age = Duration.between(asOf, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Whether a moment is later than any clock can show. */
    static boolean isOfTheFuture(Instant moment, Instant now) {
        return moment.isAfter(now.plus(SKEW));
    }

    /** Those of a resource: its own where it has any, else those of all. */
    static Lifetimes of(CacheConfig config, String resource) {
        var own = Optional.ofNullable(config.resources().get(resource));
        return new Lifetimes(
                own.flatMap(ForResource::ttl).orElse(config.ttl()),
                own.flatMap(ForResource::grace).orElse(config.grace()),
                own.flatMap(ForResource::staleIfError).orElse(config.staleIfError()),
                own.flatMap(ForResource::overlap).orElse(config.overlap()),
                own.flatMap(ForResource::fullRefresh).orElse(config.fullRefresh()));
    }

    /** The lifetimes of every resource, found once each. */
    static Function<String, Lifetimes> by(CacheConfig config) {
        Map<String, Lifetimes> known = new java.util.concurrent.ConcurrentHashMap<>();
        return resource -> known.computeIfAbsent(resource, name -> of(config, name));
    }

    /** How long something serves at all, be it only while Frontu fails. */
    Duration usable() {
        return ttl.plus(grace.compareTo(staleIfError) > 0 ? grace : staleIfError);
    }

    /** How long an answer of some age stays fresh; negative once it is stale. */
    Duration left(Duration age) {
        return ttl.minus(age);
    }
}
