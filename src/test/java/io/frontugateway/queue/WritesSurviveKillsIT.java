package io.frontugateway.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.Processes;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepted writes, while replicas and Redis are killed and stopped under them. */
class WritesSurviveKillsIT {
    /** Fewer with {@code -Dqueue.rounds=…}, for a look in between. */
    private static final int ROUNDS = Integer.getInteger("queue.rounds", 100);

    private static final int UPDATES = Integer.getInteger("queue.updates", 5000);

    @RegisterExtension
    final Processes processes = new Processes();

    private final Random random = new Random(17);

    private Cluster cluster(boolean merge) {
        var cluster = processes
                .cluster()
                .replicas(3)
                .quota(1_000_000, Duration.ofMinutes(1))
                .timeout(Duration.ofSeconds(2))
                .set("gateway.quota.min-gap", "0ms")
                .set("gateway.writes.merge", merge)
                .set("gateway.writes.ambiguity-hold", "500ms")
                .start();
        WriteTraffic.spoil(cluster.simulator());
        return cluster;
    }

    @Test
    void killedReplica_losesNothing_andReordersNothing() throws Exception {
        var cluster = cluster(true);
        var traffic = new WriteTraffic(cluster, 6, 30, 360);
        traffic.begin();

        cluster.gateway(1).kill();
        cluster.gateway(1).relaunch();
        traffic.awaitAccepted();

        traffic.verify();
    }

    @Test
    void killedRedis_hasEveryAcknowledgedWriteWhenItIsBack() throws Exception {
        var cluster = cluster(false);
        var traffic = new WriteTraffic(cluster, 6, 30, 240);
        traffic.begin();

        cluster.redis().kill();
        cluster.redis().start();
        traffic.awaitAccepted();

        traffic.verify();
    }

    // Not in every build: a pause may fall between the last look at the lease and the last byte, which nobody can
    // exclude. The write then arrives late, and what it overtook is sent once more; the order that is asserted here
    // shows both.
    @Tag("soak")
    @Test
    void replicaThatStoodStillForLongerThanItsLease_doesNoHarmWhenItGoesOn() throws Exception {
        var cluster = cluster(false);
        var traffic = new WriteTraffic(cluster, 6, 30, 240);
        traffic.begin();

        cluster.gateway(2).suspend();
        LockSupport.parkNanos(Duration.ofSeconds(16).toNanos());
        cluster.gateway(2).resume();
        traffic.awaitAccepted();

        traffic.verify();
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hundredRounds(boolean merge) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var cluster = cluster(merge);
            var traffic = new WriteTraffic(cluster, 20, 300, UPDATES);
            traffic.begin();
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(5000)).toNanos());
            int victim = random.nextInt(3);
            cluster.gateway(victim).kill();
            cluster.gateway(victim).relaunch();
            traffic.awaitAccepted();
            traffic.verify();
            cluster.gateways().forEach(gateway -> assertThat(gateway.isAlive()).isTrue());
            processes.close();
        }
    }
}
