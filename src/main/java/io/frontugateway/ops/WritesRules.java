package io.frontugateway.ops;

import io.frontugateway.queue.WritesConfig;
import java.util.ArrayList;
import java.util.List;

/** What makes the settings of writes valid. */
final class WritesRules {
    private static final String AT = "gateway.writes.";

    private final List<String> faults = new ArrayList<>();

    private WritesRules() {}

    static List<String> faults(WritesConfig writes) {
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
                writes.maxQueuedBytes().asLongValue() >= 64L * 1024 * 1024,
                "max-queued-bytes",
                "must be at least 64M, so that one batch finds room",
                "256M");
        return rules.faults;
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
