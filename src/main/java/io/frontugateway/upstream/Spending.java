package io.frontugateway.upstream;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one request has cost so far: requests to Frontu, and time spent waiting for the right to send them. It travels with
 * the Vert.x context of the request, since the steps in between have no use for it. Safe for use by any thread.
 */
public final class Spending {
    private static final String KEY = Spending.class.getName();

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong waitedNanos = new AtomicLong();

    private Spending() {}

    /** Starts to count for the request whose context this is. */
    public static Spending begin() {
        var spending = new Spending();
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(KEY, spending);
        }
        return spending;
    }

    /** The count of the request in hand; one that nobody reads where there is none, as in background work. */
    public static Spending current() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(KEY, new Spending()) : new Spending();
    }

    /** Requests that were sent to Frontu, or may have been. */
    public int requests() {
        return requests.get();
    }

    /** Time waited for permits and for slots of the quota. */
    public Duration waited() {
        return Duration.ofNanos(waitedNanos.get());
    }

    void request() {
        requests.incrementAndGet();
    }

    void waited(long nanos) {
        waitedNanos.addAndGet(nanos);
    }
}
