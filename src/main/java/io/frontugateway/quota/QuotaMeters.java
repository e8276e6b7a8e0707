package io.frontugateway.quota;

import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the quota. Gauges and {@code frontu_foreign_429_total} show the ledger, so they are equal on all replicas: take
 * the maximum. The others count what this replica did.
 */
public final class QuotaMeters {
    private final MeterRegistry meters;
    private final Timer waited;

    /** Kept here because the registry holds what it shows by a weak reference only. */
    @SuppressWarnings("unused")
    private @Nullable Supplier<Standing> shown;

    public QuotaMeters(MeterRegistry meters) {
        this.meters = meters;
        this.waited = Timer.builder("frontu.quota.wait")
                .description("Time that calls waited for a slot which they then got")
                .register(meters);
    }

    /** Shows the ledger. Called once. */
    public void watch(Supplier<Standing> standing) {
        shown = standing;
        gauge("used", "Slots of the quota that are held", standing, Standing::used);
        gauge("limit", "Slots in a window, as configured", standing, Standing::limit);
        gauge("working.limit", "Slots in a window, as granted at present", standing, Standing::workingLimit);
        gauge("window.max", "The most requests in any window since the start", standing, Standing::worstWindow);
        for (var priority : Priority.values()) {
            Gauge.builder("frontu.quota.waiting", standing, now -> now.get().waiting(priority.ordinal()))
                    .description("Calls that wait for a slot")
                    .tag("class", label(priority))
                    .register(meters);
        }
        FunctionCounter.builder("frontu.foreign.429", standing, QuotaMeters::foreign)
                .description("429s of Frontu although the count here was within the limit")
                .register(meters);
    }

    /** Not zero before the ledger was reached: to who watches it would seem to have risen when it is. */
    private static double foreign(Supplier<Standing> standing) {
        var now = standing.get();
        return now == Standing.NONE ? Double.NaN : now.foreign();
    }

    void granted(Call call, Duration wait) {
        waited.record(wait);
    }

    void refused(Call call) {
        Counter.builder("frontu.quota.refused")
                .description("Calls for which there was no slot in time")
                .tag("client", call.client())
                .tag("class", label(call.priority()))
                .register(meters)
                .increment();
    }

    private void gauge(String name, String what, Supplier<Standing> standing, ToDoubleFunction<Standing> value) {
        Gauge.builder("frontu.quota." + name, standing, now -> value.applyAsDouble(now.get()))
                .description(what)
                .register(meters);
    }

    private static String label(Priority priority) {
        return priority.name().toLowerCase(Locale.ROOT);
    }
}
