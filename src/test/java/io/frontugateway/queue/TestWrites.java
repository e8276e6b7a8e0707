package io.frontugateway.queue;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings of writes, small and quick. */
record TestWrites(
        int concurrency,
        int maxAttempts,
        Duration maxAge,
        int maxQueued,
        MemorySize maxQueuedBytes,
        boolean merge,
        Duration ambiguityHold,
        Durability durability,
        Map<String, ResourceWrites> resources)
        implements WritesConfig {

    static final TestWrites DEFAULT = new TestWrites(
            8,
            100,
            Duration.ofHours(24),
            1000,
            new MemorySize(BigInteger.valueOf(256L << 20)),
            false,
            Duration.ofMillis(300),
            Durability.WARN,
            Map.of());

    TestWrites merging() {
        return new TestWrites(
                concurrency,
                maxAttempts,
                maxAge,
                maxQueued,
                maxQueuedBytes,
                true,
                ambiguityHold,
                durability,
                resources);
    }

    TestWrites atOnce(int most) {
        return new TestWrites(
                most, maxAttempts, maxAge, maxQueued, maxQueuedBytes, merge, ambiguityHold, durability, resources);
    }

    TestWrites attempts(int most) {
        return new TestWrites(
                concurrency, most, maxAge, maxQueued, maxQueuedBytes, merge, ambiguityHold, durability, resources);
    }

    TestWrites lasting(Duration oldest) {
        return new TestWrites(
                concurrency,
                maxAttempts,
                oldest,
                maxQueued,
                maxQueuedBytes,
                merge,
                ambiguityHold,
                durability,
                resources);
    }

    TestWrites queued(int most) {
        return new TestWrites(
                concurrency, maxAttempts, maxAge, most, maxQueuedBytes, merge, ambiguityHold, durability, resources);
    }

    TestWrites queued(MemorySize most) {
        return new TestWrites(
                concurrency, maxAttempts, maxAge, maxQueued, most, merge, ambiguityHold, durability, resources);
    }

    TestWrites hold(Duration hold) {
        return new TestWrites(
                concurrency, maxAttempts, maxAge, maxQueued, maxQueuedBytes, merge, hold, durability, resources);
    }

    /** Writes of a resource are not merged. */
    TestWrites apart(String resource) {
        return with(durability, Map.of(resource, () -> Optional.of(false)));
    }

    TestWrites strict() {
        return with(Durability.STRICT, resources);
    }

    private TestWrites with(Durability other, Map<String, ResourceWrites> others) {
        return new TestWrites(
                concurrency, maxAttempts, maxAge, maxQueued, maxQueuedBytes, merge, ambiguityHold, other, others);
    }
}
