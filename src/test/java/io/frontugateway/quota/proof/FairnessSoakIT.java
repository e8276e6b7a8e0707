package io.frontugateway.quota.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.Load;
import io.frontugateway.testing.processes.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets how much, and how soon, while one or two clients ask for all there is. Two gateways, 100 in 5 s. */
@Tag("soak")
class FairnessSoakIT {
    private static final int LIMIT = 100;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final double ALL_PER_SECOND = 20;

    @RegisterExtension
    final Processes processes = new Processes();

    @Test
    void fiveClientsWithinTheirGuarantee_hardlyWait_whileAnotherFloods() {
        var plan = plan();
        for (int i = 0; i < 5; i++) {
            client(plan, "calm-" + i, 1, 10);
        }
        client(plan, "flood", 1, 0);
        var cluster = plan.start();
        var calm = new ArrayList<Load>();
        try (var flood = flood(cluster, "flood")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> flood.answered(429, 0) > 50);
            for (int i = 0; i < 5; i++) {
                calm.add(new Load(cluster.gateways(), 1, "key-of-calm-" + i, paths("calm-" + i)));
            }
            pass(Duration.ofSeconds(60));
            calm.forEach(Load::close);
            report("flood", flood);
            calm.forEach(load -> report("calm", load));
            assertThat(calm).allSatisfy(load -> {
                assertThat(load.statuses().keySet()).containsExactly(404);
                assertThat(load.quantile(404, 0.99)).isLessThan(Duration.ofMillis(100));
            });
            assertThat(flood.statuses().get(404)).as("nobody starves").isGreaterThan(100);
        } finally {
            calm.forEach(Load::close);
        }
    }

    @Test
    void twoFloodingClients_shareByTheirWeights() {
        var plan = plan();
        client(plan, "heavy", 3, 0);
        client(plan, "light", 1, 0);
        var cluster = plan.start();
        try (var heavy = flood(cluster, "heavy");
                var light = flood(cluster, "light")) {
            pass(WINDOW.multipliedBy(2));
            long heavyBefore = heavy.answered(404, 0);
            long lightBefore = light.answered(404, 0);
            pass(WINDOW.multipliedBy(12));
            double ratio = (double) (heavy.answered(404, 0) - heavyBefore) / (light.answered(404, 0) - lightBefore);
            report("heavy", heavy);
            report("light", light);
            System.out.printf(Locale.ROOT, "weights 3 and 1, both flooding: %.3f to 1%n", ratio);
            assertThat(ratio).isBetween(2.85, 3.15);
        }
    }

    private Cluster.Plan plan() {
        return processes.cluster().replicas(2).quota(LIMIT, WINDOW).set("gateway.quota.min-gap", "0ms");
    }

    private static void client(Cluster.Plan plan, String name, int weight, int guaranteed) {
        plan.with(settings -> settings.client(name, "key-of-" + name, "*:read"))
                .set("gateway.clients." + name + ".weight", weight)
                .set("gateway.clients." + name + ".guaranteed", guaranteed);
    }

    private static Load flood(Cluster cluster, String name) {
        return new Load(cluster.gateways(), 3 * ALL_PER_SECOND, "key-of-" + name, paths(name));
    }

    private static LongFunction<String> paths(String name) {
        return number -> "/v1/tasks/" + name + "-" + number;
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(Duration.ofMinutes(10)).until(() -> System.nanoTime() > end);
    }

    private static void report(String name, Load load) {
        List<Long> quantiles = List.of(
                load.quantile(404, 0.5).toMillis(),
                load.quantile(404, 0.99).toMillis(),
                load.quantile(404, 1).toMillis());
        System.out.printf("%-8s answers %s, p50, p99 and most in ms %s%n", name, load.statuses(), quantiles);
    }
}
