package io.frontugateway.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what other rooms measure. What is not measured, because its room is not there or has nothing to tell yet, is left
 * out. For one thread.
 */
final class Meters {
    private static final String READS = "frontu.cache.requests";
    private static final List<String> SAVED = List.of("frontu.reads.saved", "frontu.writes.merged");
    private static final Map<String, String> LEVELS = Map.of(
            "used", "frontu.quota.used",
            "limit", "frontu.quota.limit",
            "workingLimit", "frontu.quota.working.limit",
            "worstWindow", "frontu.quota.window.max",
            "waiting", "frontu.quota.waiting",
            "oldestSeconds", "frontu.writes.oldest.seconds");
    private static final String WRITES = "frontu.writes.queued";

    private final MeterRegistry registry;
    private final Map<Meter.Id, Double> last = new HashMap<>();

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What goes up and down, as it is now. {@code queued}, {@code sending} and {@code dead} are writes by state. */
    Map<String, Double> levels() {
        var levels = new HashMap<String, Double>();
        LEVELS.forEach((level, meter) -> registry.find(meter).gauges().forEach(gauge -> add(levels, level, gauge)));
        registry.find(WRITES).gauges().forEach(gauge -> {
            var state = gauge.getId().getTag("state");
            if (state != null) {
                add(levels, state, gauge);
            }
        });
        return levels;
    }

    /** What was counted since this was last asked, as fields. */
    Map<String, Long> counts() {
        var counts = new HashMap<String, Long>();
        for (var counter : registry.find(READS).counters()) {
            var result = counter.getId().getTag("result");
            if (result != null) {
                counts.merge(Fields.reads(result), since(counter), Long::sum);
            }
        }
        for (var saved : SAVED) {
            registry.find(saved).counters().forEach(counter -> counts.merge(Fields.SAVED, since(counter), Long::sum));
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private long since(Counter counter) {
        double now = counter.count();
        var before = last.put(counter.getId(), now);
        return Math.round(before == null ? now : now - before);
    }

    /** Gauges that differ in their labels only are parts of a whole. */
    private static void add(Map<String, Double> levels, String level, Gauge gauge) {
        double value = gauge.value();
        if (Double.isFinite(value)) {
            levels.merge(level, value, Double::sum);
        }
    }
}
