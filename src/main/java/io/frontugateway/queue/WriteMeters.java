package io.frontugateway.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What is counted of writes: {@code frontu_writes_queued{state}}, {@code frontu_writes_oldest_seconds} (shared state, looked
 * at every few seconds, equal on all replicas), {@code frontu_writes_total{resource,outcome}} and
 * {@code frontu_writes_merged_total} (what this replica settled).
 */
final class WriteMeters {
    private static final Logger LOG = Logger.getLogger(WriteMeters.class);

    private final MeterRegistry meters;
    private final Counter merged;
    private final Consumer<String> savedFor;
    private final Map<String, Load> loads = new ConcurrentHashMap<>();

    /** What is in an account's queue. */
    record Load(long queued, long sending, long dead, double oldestSeconds, boolean paused, int pausedBy, long named) {
        static Load of(Response answer) {
            long oldest = answer.get(3).toLong();
            return new Load(
                    answer.get(0).toLong(),
                    answer.get(1).toLong(),
                    answer.get(2).toLong(),
                    oldest == 0 ? 0 : (answer.get(4).toLong() - oldest) / 1000.0,
                    answer.get(5).toLong() > 0,
                    answer.get(6).toInteger(),
                    answer.get(7).toLong());
        }
    }

    WriteMeters(MeterRegistry meters, Consumer<String> savedFor) {
        this.meters = meters;
        this.savedFor = savedFor;
        this.merged = Counter.builder("frontu.writes.merged")
                .description("Writes that needed no request of their own, because they became one with another")
                .register(meters);
        for (var state : new String[] {"queued", "sending", "dead"}) {
            Gauge.builder("frontu.writes.queued", this, its -> its.sum(state))
                    .description("Operations by state")
                    .tag("state", state)
                    .register(meters);
        }
        Gauge.builder("frontu.writes.oldest.seconds", this, WriteMeters::oldest)
                .description("Age of the oldest write that is not over")
                .register(meters);
    }

    void look(String account, Response load) {
        loads.put(account, Load.of(load));
    }

    /** What was last seen of the queues, by account. */
    Map<String, Load> loads() {
        return Map.copyOf(loads);
    }

    void settled(Claim claim, Verdict verdict, String became) {
        if (verdict instanceof Verdict.Unsent || verdict instanceof Verdict.KeyRefused) {
            return;
        }
        var outcome = became.equals("ok") ? verdict instanceof Verdict.Done ? "done" : "retried" : became;
        Counter.builder("frontu.writes")
                .description("What became of attempts at writes")
                .tag("resource", claim.lead().resource())
                .tag("outcome", outcome)
                .register(meters)
                .increment(outcome.equals("retried") ? 1 : claim.writes().size());
        if (outcome.equals("done")) {
            merged.increment(claim.writes().size() - 1.0);
            claim.writes().stream().skip(1).forEach(write -> savedFor.accept(write.client()));
        }
        if (!outcome.equals("done") && !outcome.equals("retried")) {
            LOG.infof("Operation %s on %s: %s", claim.lead().id(), claim.lead().resource(), outcome);
        }
    }

    private double sum(String state) {
        return loads.values().stream()
                .mapToDouble(load -> switch (state) {
                    case "queued" -> load.queued();
                    case "sending" -> load.sending();
                    default -> load.dead();
                })
                .sum();
    }

    private double oldest() {
        return loads.values().stream().mapToDouble(Load::oldestSeconds).max().orElse(0);
    }
}
