package io.frontugateway.quota.proof;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.FakeTime;
import io.frontugateway.testing.processes.Processes;
import io.frontugateway.testing.processes.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limit 100 in 5 s, three gateways, three times as many requests, twelve windows and more: without a fault, and with each
 * of those that a quota is known to break at.
 */
@Tag("soak")
class ExactQuotaSoakIT {
    private static final int LIMIT = 100;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final double WINDOWS = 13.5;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path folder;

    @Test
    void noFault() {
        try (var run = begin(plan().timeout(Duration.ofSeconds(10)).start())) {
            run.until(WINDOWS).proves("no fault", 0.97);
        }
    }

    @Test
    void oneGatewayKilled() {
        var cluster = plan().start();
        try (var run = begin(cluster)) {
            run.until(4);
            cluster.gateway(0).kill();
            run.until(WINDOWS).proves("one gateway killed", 0.7);
        }
    }

    @Test
    void oneGatewaySuspended_longerThanDeadlineAndWindow() {
        var cluster = plan().start();
        try (var run = begin(cluster)) {
            run.until(4);
            cluster.gateway(0).suspend();
            run.pass(TIMEOUT.plus(WINDOW).plusSeconds(4));
            cluster.gateway(0).resume();
            run.until(WINDOWS).proves("one gateway suspended for 12 s", 0.7);
        }
    }

    @Test
    void redisKilled_andRestartedEmpty() {
        var cluster = plan().start();
        try (var run = begin(cluster)) {
            run.until(4);
            cluster.redis().restartEmpty();
            run.until(WINDOWS).proves("Redis restarted empty", 0.7);
        }
    }

    @Test
    void redisStopped_forFiveSeconds() {
        var cluster = plan().start();
        try (var run = begin(cluster)) {
            run.until(4);
            cluster.redis().stop();
            run.pass(Duration.ofSeconds(5));
            cluster.redis().start();
            run.until(WINDOWS).proves("Redis stopped for 5 s", 0.7);
        }
    }

    @Test
    void redisHanging_forFiveSeconds() {
        var cluster = plan().start();
        try (var run = begin(cluster)) {
            run.until(4);
            cluster.redis().suspend();
            run.pass(Duration.ofSeconds(5));
            cluster.redis().resume();
            run.until(WINDOWS).proves("Redis hanging for 5 s", 0.7);
        }
    }

    @Test
    void oneGatewayCutOff_fromRedis() {
        var cluster = plan().relayed().start();
        try (var run = begin(cluster)) {
            run.until(4);
            cluster.relays().get(0).cut();
            run.until(7);
            cluster.relays().get(0).restore();
            run.until(WINDOWS).proves("one gateway cut off for 15 s", 0.7);
        }
    }

    @Test
    void failOver_toALaggingReplica() {
        var master = processes.redis();
        var replication = processes.relay(master.port());
        var replica = processes.redis();
        replica.replicaOf(replication.port());
        var cluster = plan().redis(master).relayed().start();
        try (var run = begin(cluster)) {
            run.until(4);
            replication.cut();
            run.pass(Duration.ofSeconds(3));
            failOver(cluster, replica);
            run.until(WINDOWS).proves("fail-over, replica 3 s behind", 0.7);
        }
    }

    private static void failOver(Cluster cluster, RedisProcess replica) {
        cluster.redis().kill();
        replica.promote();
        cluster.relays().forEach(relay -> relay.leadTo(replica.port()));
    }

    @Test
    void redisClock_steppedForwardsByAWindow() {
        stepped("Redis' clock a window forwards", WINDOW);
    }

    @Test
    void redisClock_steppedBackwardsByAWindow() {
        stepped("Redis' clock a window backwards", WINDOW.negated());
    }

    private void stepped(String name, Duration step) {
        assumeTrue(FakeTime.missing().isEmpty(), () -> FakeTime.missing().orElseThrow());
        var time = new FakeTime(folder);
        var cluster = plan().redis(processes.redisWithFakeTime(time)).start();
        try (var run = begin(cluster)) {
            run.until(4);
            time.offset(step);
            run.until(WINDOWS).proves(name, 0.7);
        }
    }

    private Cluster.Plan plan() {
        return processes
                .cluster()
                .replicas(3)
                .quota(LIMIT, WINDOW)
                .timeout(TIMEOUT)
                .set("gateway.quota.min-gap", "0ms");
    }

    private static Overrun begin(Cluster cluster) {
        return new Overrun(cluster, LIMIT, WINDOW);
    }
}
