package io.frontugateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.redis.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Random traffic by replicas of which one dies, on a ledger that is flushed at a random moment: never one too many. */
class QuotaPropertyRedisTest {
    private static final int WINDOW_MS = 600;

    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void noWindowHoldsMoreThanTheLimit(
            @ForAll @IntRange(min = 2, max = 15) int limit,
            @ForAll @IntRange(min = 5, max = 3 * WINDOW_MS) int latencyMs,
            @ForAll @IntRange(min = 1, max = 20) int flushAfter,
            @ForAll @IntRange(min = 1, max = 20) int crashAfter,
            @ForAll long seed)
            throws IOException {
        var terms = new Terms(limit, WINDOW_MS, 0, 1000, 3000, 0, 1000 + latencyMs, false, 0);
        var arrivals = new Arrivals(WINDOW_MS);
        var vertx = Vertx.vertx();
        var folder = Files.createTempDirectory("quota-property");
        try (var redis = EmbeddedRedis.start(folder);
                var ledgers = new Ledgers(redis.uri().toString())) {
            var replicas = new ArrayList<SharedSlots>();
            for (int i = 0; i < 3; i++) {
                replicas.add(ledgers.replica(terms));
            }
            try (var traffic = new Traffic(ledgers.vertx(), replicas, arrivals, 4 * limit, latencyMs, seed)) {
                arrive(arrivals, flushAfter);
                Redis.createClient(vertx, redis.uri().toString())
                        .send(Request.cmd(Command.FLUSHALL))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
                arrive(arrivals, crashAfter);
                replicas.get(0).close();
                arrive(arrivals, 2 * limit);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        assertThat(arrivals.worst()).isLessThanOrEqualTo(limit);
    }

    private static void arrive(Arrivals arrivals, int more) {
        long from = arrivals.all();
        await().atMost(Duration.ofSeconds(60)).until(() -> arrivals.all() >= from + more);
    }
}
