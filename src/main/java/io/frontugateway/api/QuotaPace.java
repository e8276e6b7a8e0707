package io.frontugateway.api;

import io.frontugateway.queue.Pace;
import io.frontugateway.quota.QuotaConfig;
import java.time.Duration;

/** How fast writes can leave when nothing else does: the quota's limit, evenly over its window. */
record QuotaPace(QuotaConfig quota) implements Pace {
    @Override
    public double perSecond(String account) {
        return quota.limit() * 1000.0 / quota.window().toMillis();
    }

    @Override
    public Duration untilNext(String account) {
        return Duration.ZERO;
    }
}
