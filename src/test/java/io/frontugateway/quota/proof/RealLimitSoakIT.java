package io.frontugateway.quota.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.Load;
import io.frontugateway.testing.processes.Processes;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A quarter of an hour as in production: three gateways, Frontu's own limit of 1000 in 5 minutes, which the simulator keeps
 * to the request, reads at twice that pace and writes at a quarter of it. {@code -Dsoak.minutes}, {@code -Dsoak.limit} and
 * {@code -Dsoak.window} (ISO 8601, {@code PT20S}) make it shorter.
 */
@Tag("soak")
class RealLimitSoakIT {
    private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("soak.minutes", 15));
    private static final int LIMIT = Integer.getInteger("soak.limit", 1000);
    private static final Duration WINDOW = Duration.parse(System.getProperty("soak.window", "PT5M"));
    private static final double PACE = 1000.0 * LIMIT / WINDOW.toMillis();
    private static final int WRITTEN_TO = 200;

    @RegisterExtension
    final Processes processes = new Processes();

    @Test
    void limitIsKeptAndUsed_andMemoryDoesNotGrow() {
        var cluster = processes.cluster().replicas(3).quota(LIMIT, WINDOW).start();
        cluster.simulator().latency(Duration.ofMillis(50), Duration.ofMillis(300));
        long beganMs = System.currentTimeMillis();
        remember("at the start", cluster);
        try (var reads = new Load(cluster.gateways(), 2 * PACE, Cluster.KEY, Overrun::anotherEachTime);
                var writes = new Writers(cluster.gateways(), PACE / 4)) {
            passUntil(beganMs + WINDOW.toMillis());
            remember("after a window", cluster);
            passUntil(beganMs + LENGTH.toMillis());
            remember("at the end", cluster);
            proves(
                    cluster,
                    cluster.simulator().usage(beganMs + WINDOW.toMillis(), System.currentTimeMillis()),
                    () -> "reads " + reads.statuses() + ", writes " + writes.statuses);
        }
    }

    private static void passUntil(long momentMs) {
        await().atMost(LENGTH.plusMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> System.currentTimeMillis() >= momentMs);
    }

    private static void remember(String when, Cluster cluster) {
        System.out.printf(
                "%-15s resident MiB %s%n",
                when,
                cluster.gateways().stream().map(RealLimitSoakIT::residentMiB).toList());
    }

    private static long residentMiB(GatewayProcess gateway) {
        try (var lines = Files.lines(Path.of("/proc/" + gateway.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void proves(Cluster cluster, JsonObject usage, java.util.function.Supplier<String> answers) {
        var simulator = cluster.simulator();
        double reserve = Math.floor(LIMIT * 0.02);
        double reachable = (LIMIT - reserve) * WINDOW.toMillis() / (WINDOW.toMillis() + 175);
        System.out.printf(
                Locale.ROOT,
                "%d minutes, %d in %s: worst window %d, refused %d, mean %.1f = %.1f %% of %.1f reachable; %s%n",
                LENGTH.toMinutes(),
                LIMIT,
                WINDOW,
                simulator.worstWindow(),
                simulator.refusals(),
                usage.getDouble("mean"),
                100 * usage.getDouble("mean") / reachable,
                reachable,
                answers.get());
        assertThat(simulator.refusals()).as("refused by the simulator").isZero();
        assertThat(simulator.worstWindow()).as("worst window").isLessThanOrEqualTo(LIMIT);
        assertThat(usage.getDouble("mean")).as("mean use of a window").isGreaterThanOrEqualTo(0.9 * reachable);
        assertThat(simulator.writes(0)).as("writes that have reached Frontu").isNotEmpty();
    }

    /** Writes at a steady pace to a few clients of Frontu, through the gateways in turn. */
    private static final class Writers implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private final AtomicLong number = new AtomicLong();
        final Map<Integer, Long> statuses = new ConcurrentHashMap<>();

        Writers(List<GatewayProcess> gateways, double perSecond) {
            clock.scheduleAtFixedRate(() -> write(gateways), 0, Math.round(1e6 / perSecond), TimeUnit.MICROSECONDS);
        }

        private void write(List<GatewayProcess> gateways) {
            long now = number.getAndIncrement();
            var body = new JsonObject()
                    .put("systemId", "SOAK-" + now % WRITTEN_TO)
                    .put("title", "Soak")
                    .put("note", Long.toString(now));
            gateways.get((int) (now % gateways.size()))
                    .http()
                    .sendAsync(
                            "POST",
                            "/v1/clients",
                            body.encode(),
                            "Authorization",
                            "Bearer " + Cluster.KEY,
                            "Content-Type",
                            "application/json")
                    .whenComplete((answer, failure) ->
                            statuses.merge(answer == null ? 0 : answer.statusCode(), 1L, Long::sum));
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
