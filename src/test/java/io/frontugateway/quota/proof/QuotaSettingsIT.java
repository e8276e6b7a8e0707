package io.frontugateway.quota.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.GatewaySettings;
import io.frontugateway.testing.processes.Load;
import io.frontugateway.testing.processes.Processes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Settings and stores that cannot keep a quota: said in plain words, and never an over-run. */
class QuotaSettingsIT {
    private static final int LIMIT = 20;
    private static final Duration WINDOW = Duration.ofSeconds(2);

    @RegisterExtension
    final Processes processes = new Processes();

    @Test
    void impossibleQuotas_stopTheStart_withALineForEach() {
        var gateway = processes
                .gateway()
                .redis("redis://127.0.0.1:1")
                .client("billing", "a-key", "*:read")
                .set("gateway.accounts.default.base-url", "http://127.0.0.1:1")
                .set("gateway.accounts.default.api-key", "of-no-use")
                .set("gateway.quota.limit", 0)
                .set("gateway.quota.window", "-5s")
                .set("gateway.clients.billing.weight", 0)
                .set("gateway.clients.billing.guaranteed", 30)
                .launch();

        assertThat(gateway.awaitEnd(Duration.ofSeconds(60))).isNotZero();

        assertThat(gateway.log())
                .contains("gateway.quota.limit: ")
                .contains("gateway.quota.window: ")
                .contains("gateway.clients.billing.weight: ")
                .containsPattern("gateway\\.clients.*guaranteed")
                .doesNotContain("\tat ");
    }

    @Test
    void twoGatewaysThatDiffer_keepTheStricterLimit_andSaySo() {
        var redis = processes.redis();
        var simulator = processes.simulator(LIMIT, WINDOW);
        GatewaySettings settings = processes
                .gateway()
                .account(simulator, Duration.ofSeconds(2))
                .redis(redis.url())
                .set("gateway.quota.min-gap", "0ms")
                .client("tester", Cluster.KEY, "*:read,operate");
        var lax = settings.copy().quota(LIMIT * 5, WINDOW.dividedBy(2)).launch();
        var strict = settings.copy().quota(LIMIT, WINDOW).launch();
        strict.awaitReady();
        lax.awaitReady();

        try (var load = new Load(List.of(lax, strict), 60, Cluster.KEY, Overrun::anotherEachTime)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> load.answered(404, 0) > 3 * LIMIT);
        }

        assertThat(simulator.refusals()).isZero();
        for (var gateway : List.of(lax, strict)) {
            assertThat(degraded(gateway)).contains("quota-settings-differ");
        }
    }

    @Test
    void redisThatRefusesScripts_letsNothingThroughButTheReserve() {
        var cluster = cluster();
        cluster.redis().command("ACL", "SETUSER", "default", "-@scripting");

        try (var load = new Load(cluster.gateways(), 30, Cluster.KEY, Overrun::anotherEachTime)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> load.answered(503, 0) > 30);
        }

        assertThat(cluster.simulator().refusals()).isZero();
        assertThat(degraded(cluster.gateway(0))).contains("quota-store-refused");
    }

    @Test
    void redisThatEvictsAnything_isNamedAsAReason() {
        var redis = processes.redis("--maxmemory-policy", "allkeys-lru");
        var cluster = processes.cluster().redis(redis).start();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(degraded(cluster.gateway(0))).contains("allkeys-lru"));
    }

    private Cluster cluster() {
        return processes
                .cluster()
                .quota(LIMIT, WINDOW)
                .set("gateway.quota.min-gap", "0ms")
                .start();
    }

    private static String degraded(GatewayProcess gateway) {
        return gateway.get("/v1/status", Cluster.KEY).body();
    }
}
