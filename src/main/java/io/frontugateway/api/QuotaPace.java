package io.frontugateway.api;

import io.frontugateway.queue.Pace;
import io.frontugateway.quota.SharedSlots;
import io.frontugateway.upstream.Priority;
import java.time.Duration;

/** How fast writes can leave when nothing else does: the working limit, evenly over its window. */
record QuotaPace(SharedSlots slots) implements Pace {
    @Override
    public double perSecond(String account) {
        return slots.perSecond();
    }

    @Override
    public Duration untilNext(String account) {
        return slots.soonest(Priority.WRITE);
    }
}
