package io.frontugateway.ops;

import io.frontugateway.queue.WritesConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What makes the settings of writes valid. */
final class WritesRules {
    private static final String AT = "gateway.writes.";

    private final List<String> faults = new ArrayList<>();

    private WritesRules() {}

    /** @param resources names that {@code gateway.writes.resources} may have */
    static List<String> faults(WritesConfig writes, Collection<String> resources) {
        var rules = new WritesRules();
        rules.range("concurrency", writes.concurrency(), 1, 1000, "16");
        rules.range("max-attempts", writes.maxAttempts(), 1, 100_000, "100");
        rules.range("max-queued", writes.maxQueued(), 1, 10_000_000, "100000");
        rules.require(
                !writes.maxAge().isNegative() && !writes.maxAge().isZero(),
                "max-age",
                "must be longer than nothing",
                "24h");
        rules.require(!writes.ambiguityHold().isNegative(), "ambiguity-hold", "must not be negative", "30s");
        rules.require(
                writes.maxQueuedBytes().asLongValue() >= 1, "max-queued-bytes", "must be more than nothing", "256M");
        writes.resources().keySet().forEach(name -> rules.resource(name, resources));
        return rules.faults;
    }

    private void resource(String name, Collection<String> resources) {
        if (!resources.contains(name)) {
            faults.add(AT + "resources." + name + ": there is no such resource; for example " + AT
                    + "resources.tasks.merge=false");
        }
    }

    private void range(String setting, int value, int least, int most, String example) {
        require(
                value >= least && value <= most,
                setting,
                "must be from " + least + " to " + most + ", is " + value,
                example);
    }

    private void require(boolean met, String setting, String wrong, String example) {
        if (!met) {
            faults.add(AT + setting + ": " + wrong + "; for example " + AT + setting + "=" + example);
        }
    }
}
