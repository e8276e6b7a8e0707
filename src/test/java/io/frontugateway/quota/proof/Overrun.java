package io.frontugateway.quota.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.Load;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A run at three times the limit against a simulator that refuses the first request too many, with answers that take from
 * 1 ms to a third of the window.
 */
final class Overrun implements AutoCloseable {
    private final Cluster cluster;
    private final int limit;
    private final Duration window;
    private final long beganMs;
    private final Load load;

    /** Begins the load. */
    Overrun(Cluster cluster, int limit, Duration window) {
        this.cluster = cluster;
        this.limit = limit;
        this.window = window;
        cluster.simulator().latency(Duration.ofMillis(1), window.dividedBy(3));
        beganMs = System.currentTimeMillis();
        load = new Load(
                cluster.gateways(), 3.0 * limit / window.toMillis() * 1000, Cluster.KEY, Overrun::anotherEachTime);
    }

    /** No two that are under way are the same, so that none is saved. */
    static String anotherEachTime(long number) {
        return "/v1/tasks/00000000-0000-4000-8000-%012d".formatted(number);
    }

    /** Lets so many windows pass from the beginning of the run. */
    Overrun until(double windows) {
        var end = Instant.ofEpochMilli(beganMs + Math.round(windows * window.toMillis()));
        await().atMost(Duration.ofMinutes(10)).until(() -> Instant.now().isAfter(end));
        return this;
    }

    /** Lets so much time pass. */
    Overrun pass(Duration time) {
        var end = Instant.now().plus(time);
        await().atMost(Duration.ofMinutes(10)).until(() -> Instant.now().isAfter(end));
        return this;
    }

    /**
     * Ends the load and looks at what has arrived: not one was refused by the simulator, and the windows were used.
     *
     * @param leastUse the least mean number of arrivals in a trailing window, as a part of what can be had: the limit less
     *     the reserve of 2 %, each slot in use for a window and the mean time of an answer
     */
    void proves(String name, double leastUse) {
        var usage = cluster.simulator().usage(beganMs + window.toMillis(), System.currentTimeMillis());
        load.close();
        double reserve = Math.floor(limit * 0.02);
        double answer = Math.max(window.toMillis() / 6.0, meanAnswerMs());
        double reachable = (limit - reserve) * window.toMillis() / (window.toMillis() + answer);
        report(name, usage, reachable);
        assertThat(cluster.simulator().refusals())
                .as("refused by the simulator")
                .isZero();
        assertThat(cluster.simulator().worstWindow()).as("worst window").isLessThanOrEqualTo(limit);
        assertThat(usage.getDouble("mean"))
                .as("mean number of arrivals in a window, of %.1f reachable", reachable)
                .isGreaterThanOrEqualTo(leastUse * reachable);
    }

    /** As the gateways that are still there have seen it. */
    private double meanAnswerMs() {
        double seconds = 0;
        double answers = 0;
        for (var gateway : cluster.gateways()) {
            if (gateway.isAlive()) {
                seconds += gateway.metric("frontu_upstream_seconds_sum");
                answers += gateway.metric("frontu_upstream_seconds_count");
            }
        }
        return 1000 * seconds / answers;
    }

    private void report(String name, JsonObject usage, double reachable) {
        var simulator = cluster.simulator();
        System.out.printf(
                Locale.ROOT,
                "%-36s worst window %d of %d, refused %d, mean %.1f = %.1f %% of %.1f reachable; answers %s%n",
                name,
                simulator.worstWindow(),
                limit,
                simulator.refusals(),
                usage.getDouble("mean"),
                100 * usage.getDouble("mean") / reachable,
                reachable,
                load.statuses());
    }

    @Override
    public void close() {
        load.close();
    }
}
