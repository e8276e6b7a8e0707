package io.frontugateway.queue;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How accepted writes are sent, for how long that is tried, and how many may wait. */
public interface WritesConfig {
    /** Writes under way at once, for each account on each replica. Each holds a connection to Frontu and at most 1 MiB of body and answer. */
    @WithDefault("16")
    int concurrency();

    /**
     * Requests made for one write before it is given up as {@code attempts-exhausted}. What never left does not count, nor
     * does a trial while the breaker holds everything else back: an outage of Frontu spends no more than it takes to see it.
     */
    @WithDefault("100")
    int maxAttempts();

    /** Age at which a write that fails once more is given up. Longer than any outage of Frontu that is to be survived. */
    @WithDefault("24h")
    Duration maxAge();

    /**
     * Most writes that may be queued, in each account (each has a queue of its own); more are refused with {@code
     * queue-full}.
     */
    @WithDefault("100000")
    int maxQueued();

    /** Most bytes that the queued writes of each account may take in Redis. */
    @WithDefault("256M")
    MemorySize maxQueuedBytes();

    /** Whether queued writes to one entity may become one request. Saves quota; intermediate values never reach Frontu. */
    @WithDefault("true")
    boolean merge();

    /**
     * Time that an entity's next write waits after an attempt whose outcome is open. Longer is safer against a request that
     * Frontu applies late, and delays that entity after every lost connection.
     */
    @WithDefault("30s")
    Duration ambiguityHold();

    /** What is done when Redis' settings could lose a write that was acknowledged. */
    @WithDefault("warn")
    Durability durability();

    /** What differs for single resources, by their normalized names. */
    Map<String, ResourceWrites> resources();

    /** Whether writes to a resource may be merged. */
    default boolean merges(String resource) {
        var own = resources().get(resource);
        return own == null ? merge() : own.merge().orElse(merge());
    }

    /** What differs for one resource. */
    interface ResourceWrites {
        /** Instead of {@link WritesConfig#merge()}. */
        Optional<Boolean> merge();
    }

    /** How much of a promise an acknowledgement has to be. */
    enum Durability {
        /** Writes are taken, and it is said what could lose them. */
        WARN,
        /** Writes are refused while one could be lost. */
        STRICT
    }
}
