package io.frontugateway.quota.proof;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.Processes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three gateways never pass the limit and use nearly all of it, also through the worst of faults; the short form. */
class ExactQuotaIT {
    private static final int LIMIT = 60;
    private static final Duration WINDOW = Duration.ofSeconds(2);

    @RegisterExtension
    final Processes processes = new Processes();

    @Test
    void threeGateways_atThreeTimesTheLimit_passNotOneTooMany_andUseNearlyAll_thenSurviveFaults() {
        var cluster = cluster();
        try (var run = new Overrun(cluster, LIMIT, WINDOW)) {
            run.until(7).proves("undisturbed", 0.7);
        }
        try (var run = new Overrun(cluster, LIMIT, WINDOW)) {
            run.until(2);
            cluster.gateway(0).kill();
            run.until(3);
            cluster.redis().restartEmpty();
            run.until(5);
            cluster.gateway(1).suspend();
            run.until(9);
            cluster.gateway(1).resume();
            run.until(12).proves("kill -9, empty Redis, SIGSTOP", 0.3);
        }
    }

    private Cluster cluster() {
        return processes
                .cluster()
                .replicas(3)
                .quota(LIMIT, WINDOW)
                .timeout(Duration.ofSeconds(2))
                .set("gateway.quota.min-gap", "0ms")
                .start();
    }
}
