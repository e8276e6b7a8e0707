package io.frontugateway.cache;

import io.frontugateway.cache.Provenance.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Counts how reads were answered: {@code frontu_cache_requests_total} by resource and result, and
 * {@code frontu_reads_saved_total}, those that cost no request.
 */
final class Tally {
    private final MeterRegistry meters;
    private final Counter saved;
    private final Consumer<String> savedFor;
    private final Map<String, Map<Result, Counter>> resources = new ConcurrentHashMap<>();

    /** @param savedFor told the client's name for each read that cost no request */
    Tally(MeterRegistry meters, Consumer<String> savedFor) {
        this.meters = meters;
        this.savedFor = savedFor;
        this.saved = Counter.builder("frontu.reads.saved")
                .description("Reads that were answered without a request to Frontu")
                .register(meters);
    }

    void count(String resource, String client, Provenance provenance) {
        var counters = resources.computeIfAbsent(resource, this::counters);
        var counter = counters.get(provenance.result());
        if (counter != null) {
            counter.increment();
        }
        if (provenance.isHit() || provenance.collapsed()) {
            saved.increment();
            savedFor.accept(client);
        }
    }

    private Map<Result, Counter> counters(String resource) {
        var counters = new EnumMap<Result, Counter>(Result.class);
        for (var result : Result.values()) {
            counters.put(
                    result,
                    Counter.builder("frontu.cache.requests")
                            .description("Reads, by how they were answered")
                            .tag("resource", resource)
                            .tag("result", result.word())
                            .register(meters));
        }
        return counters;
    }
}
