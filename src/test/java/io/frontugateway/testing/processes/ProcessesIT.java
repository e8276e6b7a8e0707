package io.frontugateway.testing.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The fixtures themselves: a fault that does not happen proves nothing. */
class ProcessesIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @Test
    void redis_keepsItsDataOverARestart_andLosesItWhenToldTo() {
        var redis = processes.redis();
        redis.command("SET", "a", "1");

        redis.kill();
        redis.start();
        assertThat(redis.command("GET", "a")).isEqualTo("1");

        redis.restartEmpty();
        assertThat(redis.command("GET", "a")).isNull();
    }

    @Test
    void replica_hasWhatItHadGot_whenItIsPromoted() {
        var master = processes.redis();
        master.command("SET", "a", "1");
        var replica = processes.redis();
        replica.replicaOf(master);
        master.kill();

        replica.promote();

        assertThat(replica.command("GET", "a")).isEqualTo("1");
        assertThat(replica.command("SET", "a", "2")).isEqualTo("OK");
    }

    @Test
    void relay_passes_stalls_delays_andCuts() throws IOException {
        var redis = processes.redis();
        var relay = processes.relay(redis.port());
        try (var client = new RedisClient(relay.port())) {
            assertThat(client.command("PING")).isEqualTo("PONG");

            relay.delay(Duration.ofMillis(50));
            long began = System.nanoTime();
            client.command("PING");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(100));

            relay.stall();
            var answer = CompletableFuture.supplyAsync(() -> ping(client));
            await().during(Duration.ofMillis(200)).until(() -> !answer.isDone());
            relay.restore();
            assertThat(answer.join()).isEqualTo("PONG");

            relay.cut();
            assertThatThrownBy(() -> client.command("PING")).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> ping(new RedisClient(relay.port()))).isInstanceOf(Exception.class);
        relay.restore();
        assertThat(ping(new RedisClient(relay.port()))).isEqualTo("PONG");
    }

    @Test
    void cluster_servesReads_andItsGatewaysStopAndGoOn() {
        var cluster = processes.cluster().replicas(2).start();
        for (var gateway : cluster.gateways()) {
            assertThat(gateway.get("/v1/tasks?limit=1", Cluster.KEY).statusCode())
                    .isEqualTo(200);
        }
        assertThat(cluster.simulator().arrivals()).isGreaterThanOrEqualTo(1);

        cluster.gateway(0).suspend();
        var late = cluster.gateway(0).http().sendAsync("GET", "/v1/resources", "", "X-Api-Key", Cluster.KEY);
        await().during(Duration.ofMillis(200)).until(() -> !late.isDone());
        cluster.gateway(0).resume();
        assertThat(late.join().statusCode()).isEqualTo(200);

        cluster.gateway(1).kill();
        cluster.gateway(1).restart();
        assertThat(cluster.gateway(1).get("/v1/resources", Cluster.KEY).statusCode())
                .isEqualTo(200);
    }

    private static Object ping(RedisClient client) {
        try {
            return client.command("PING");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
