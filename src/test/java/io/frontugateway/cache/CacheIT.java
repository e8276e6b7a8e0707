package io.frontugateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.Processes;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cache as three gateways, one Redis and the simulated Frontu are: processes that can be killed and stopped. */
class CacheIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final Processes processes = new Processes();

    private Cluster cluster(String ttl) {
        return cluster(ttl, "250ms");
    }

    /** @param patience with Redis; long where what is counted must not depend on how busy the machine is */
    private Cluster cluster(String ttl, String patience) {
        var cluster = processes
                .cluster()
                .replicas(3)
                .quota(100_000, Duration.ofMinutes(5))
                .set("gateway.cache.ttl", ttl)
                .set("gateway.cache.grace", "0s")
                .set("gateway.quota.min-gap", "0s")
                .set("gateway.redis.timeout", patience)
                .start();
        cluster.gateways().forEach(gateway -> read(gateway, "/v1/credit-statuses"));
        return cluster;
    }

    private static CompletableFuture<HttpResponse<String>> begin(GatewayProcess gateway, String path) {
        return gateway.http().sendAsync("GET", path, "", "X-Api-Key", Cluster.KEY);
    }

    private static HttpResponse<String> read(GatewayProcess gateway, String path) {
        var response = begin(gateway, path).join();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response;
    }

    private static List<CompletableFuture<HttpResponse<String>>> beginAll(
            Cluster cluster, int count, IntFunction<String> paths) {
        return IntStream.range(0, count)
                .mapToObj(i -> begin(cluster.gateway(i % cluster.gateways().size()), paths.apply(i)))
                .toList();
    }

    @Test
    void identicalReads_areOneRequest_alsoWhenTheLeaderIsKilled() {
        var cluster = cluster("60s", "5s");
        cluster.simulator().latency(Duration.ofMillis(500), Duration.ofMillis(500));
        long before = cluster.simulator().arrivals();

        var reads = beginAll(cluster, 500, i -> "/v1/tasks?limit=50");

        assertThat(reads)
                .allSatisfy(read -> assertThat(read.join().statusCode()).isEqualTo(200));
        assertThat(cluster.simulator().arrivals() - before).isEqualTo(1);

        cluster.simulator().latency(Duration.ofSeconds(3), Duration.ofSeconds(3));
        before = cluster.simulator().arrivals();
        long asked = before;
        var lost = begin(cluster.gateway(0), "/v1/equipment?limit=20");
        await().atMost(PATIENCE).until(() -> cluster.simulator().arrivals() > asked);
        var waiting = List.of(
                begin(cluster.gateway(1), "/v1/equipment?limit=20"),
                begin(cluster.gateway(2), "/v1/equipment?limit=20"));
        await().during(Duration.ofMillis(300)).until(() -> waiting.stream().noneMatch(CompletableFuture::isDone));

        cluster.gateway(0).kill();

        assertThat(waiting)
                .allSatisfy(read -> assertThat(read.join().statusCode()).isEqualTo(200));
        assertThat(cluster.simulator().arrivals() - before).isEqualTo(2);
        assertThat(lost.isCompletedExceptionally() || !lost.isDone()).isTrue();
    }

    @Test
    void pollersWithDifferentUpdatedSince_costWhatOneCosts_andMissNothing() {
        pollers(Duration.ofSeconds(2), Duration.ofSeconds(24), Duration.ofMillis(200), 1);
    }

    @Tag("soak")
    @Test
    void pollers_forTenMinutes() {
        pollers(Duration.ofSeconds(15), Duration.ofMinutes(10), Duration.ofSeconds(1), 0);
    }

    /**
     * Twenty pollers at one company, and at another, where the same is written, the one of them that looks furthest back. Each
     * is shown every change at most a lifetime and a second after it was made, by what it asks for then. Half of them ask for
     * the same moment all the time, the others go on from the highest version they have seen, less two minutes.
     *
     * @param slack requests by which a short run may differ for want of a common beat
     */
    private void pollers(Duration ttl, Duration time, Duration pause, int slack) {
        long now = Instant.now().getEpochSecond();
        var many = new Polled(cluster(ttl.toSeconds() + "s", "5s"), Poller.some(20, now));
        var one = new Polled(cluster(ttl.toSeconds() + "s", "5s"), List.of(Poller.furthestBack(20, now)));
        var written = new ArrayList<Long>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            int round = written.size();
            many.write(round);
            one.write(round);
            written.add(System.nanoTime());
            long begun = System.nanoTime();
            many.poll(ttl);
            one.poll(ttl);
            long due = ttl.plusSeconds(1).toNanos();
            for (int old = Math.max(0, round - ITEMS + 1); old <= round; old++) {
                if (begun - written.get(old) > due) {
                    many.assertShown(old);
                    one.assertShown(old);
                }
            }
            await().pollDelay(pause).until(() -> true);
        }
        System.out.printf(
                "%d rounds, %d lifetimes of %s: %d requests for twenty pollers, %d for one%n",
                written.size(), time.dividedBy(ttl), ttl, many.requests(), one.requests());
        assertThat(many.requests()).isLessThanOrEqualTo((long) Math.ceil(one.requests() * 1.05) + slack);
    }

    /** A company's gateways, and who polls them. */
    private static final class Polled {
        private final Cluster cluster;
        private final List<Poller> pollers;
        private final long before;
        private long writes;

        Polled(Cluster cluster, List<Poller> pollers) {
            this.cluster = cluster;
            this.pollers = pollers;
            this.before = cluster.simulator().arrivals();
        }

        void write(long round) {
            writes++;
            CacheIT.write(cluster, round);
        }

        void poll(Duration ttl) {
            var reads = beginAll(cluster, pollers.size(), i -> pollers.get(i).path());
            for (int i = 0; i < reads.size(); i++) {
                var response = reads.get(i).join();
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(age(response)).isLessThanOrEqualTo(ttl.toSeconds() + 1);
                pollers.get(i).take(response.body());
            }
        }

        void assertShown(long round) {
            assertThat(pollers)
                    .allSatisfy(poller -> assertThat(poller.newest(round)).isGreaterThanOrEqualTo(round));
        }

        long requests() {
            return cluster.simulator().arrivals() - before - writes;
        }
    }

    /** So many items are written in turn, so that all that changes fits one answer. */
    private static final int ITEMS = 200;

    /** Somebody who follows the changes of tasks, and what has been shown to him: the newest round in which each was written. */
    private static final class Poller {
        private final Map<String, Long> shown = new HashMap<>();
        private final boolean follows;
        private long since;

        private Poller(long since, boolean follows) {
            this.since = since;
            this.follows = follows;
        }

        static List<Poller> some(int count, long now) {
            return IntStream.range(0, count)
                    .mapToObj(i -> new Poller(now - 60L * ((i * 7) % count), i % 2 == 0))
                    .toList();
        }

        static Poller furthestBack(int count, long now) {
            return new Poller(now - 60L * (count - 1), false);
        }

        String path() {
            return "/v1/tasks?limit=1000&updatedSince=" + since;
        }

        void take(String body) {
            var page = new JsonObject(body);
            for (var item : page.getJsonArray("items")) {
                var task = (JsonObject) item;
                var id = task.getString("systemId", "");
                if (id.startsWith("poll-")) {
                    long round = Long.parseLong(task.getString("title").substring("written ".length()));
                    shown.merge(id, round, Math::max);
                }
            }
            if (follows && page.getLong("maxVersion") != null) {
                since = Math.max(since, page.getLong("maxVersion") - 120);
            }
        }

        /** The newest round known of the item that was written in a round. */
        long newest(long round) {
            return shown.getOrDefault("poll-" + round % ITEMS, -1L);
        }
    }

    private static long age(HttpResponse<String> response) {
        return response.headers().firstValueAsLong("Age").orElse(0);
    }

    private static void write(Cluster cluster, long round) {
        var body = new JsonObject().put("systemId", "poll-" + round % ITEMS).put("title", "written " + round);
        frontu(cluster, "tasks", body);
    }

    /** A change behind the gateways' backs. */
    static void frontu(Cluster cluster, String resource, JsonObject body) {
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create(cluster.simulator().url() + "/client/api/v2/" + resource))
                .header("Authorization", "Bearer simulator-key")
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        var status = java.net.http.HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .join()
                .statusCode();
        assertThat(status).isBetween(200, 299);
    }

    /** Three processes are read by many all the time: each time what they hold expires, one request is made. */
    @Test
    void expiringUnderLoad_isOneRequestEachTime() {
        var ttl = Duration.ofSeconds(3);
        var cluster = cluster(ttl.toSeconds() + "s", "5s");
        cluster.simulator().latency(Duration.ofMillis(300), Duration.ofMillis(300));
        var path = "/v1/tasks?limit=50";
        read(cluster.gateway(0), path);
        long before = cluster.simulator().arrivals();
        var requests = new ArrayList<Integer>();
        int expiries = 5;
        for (int i = 0; i < expiries; i++) {
            await().pollDelay(ttl).until(() -> true);
            var reads = beginAll(cluster, 150, any -> path);
            assertThat(reads)
                    .allSatisfy(read -> assertThat(read.join().statusCode()).isEqualTo(200));
            requests.add((int) (cluster.simulator().arrivals() - before));
        }

        assertThat(requests).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void writeByAGateway_isSeenByGuidAndInLists_onEveryReplica() {
        var cluster = cluster("60s", "5s");
        var list = "/v1/tasks?limit=1000&updatedSince=" + (Instant.now().getEpochSecond() - 60);
        var guid = write(cluster.gateway(0), "first");
        var one = "/v1/tasks/" + guid;
        cluster.gateways()
                .forEach(gateway -> await().atMost(PATIENCE)
                        .until(() -> read(gateway, one).body().contains("first")
                                && read(gateway, list).body().contains("first")));

        assertThat(write(cluster.gateway(0), "second")).isEqualTo(guid);

        assertThat(read(cluster.gateway(0), one).body()).contains("second");
        assertThat(read(cluster.gateway(0), list).body()).contains("second");
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(cluster.gateways()).allSatisfy(gateway -> {
            assertThat(read(gateway, one).body()).contains("second");
            assertThat(read(gateway, list).body()).contains("second");
        });
    }

    /** Waits for the outcome, and tells the guid. */
    private static String write(GatewayProcess gateway, String title) {
        var body =
                new JsonObject().put("systemId", "seen-1").put("title", title).encode();
        var written = gateway.http()
                .sendAsync(
                        "POST",
                        "/v1/tasks",
                        body,
                        "X-Api-Key",
                        Cluster.KEY,
                        "Content-Type",
                        "application/json",
                        "Prefer",
                        "wait=30")
                .join();
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        return new JsonObject(written.body()).getString("guid");
    }

    @Test
    void invalidation_isSeenEverywhere_andAStoppedRedisHoldsNobodyUp() {
        var cluster = cluster("60s");
        var recent = "/v1/tasks?limit=1000&updatedSince=" + (Instant.now().getEpochSecond() - 60);
        for (var gateway : cluster.gateways()) {
            assertThat(read(gateway, recent).body()).doesNotContain("seen at once");
        }
        frontu(cluster, "tasks", new JsonObject().put("systemId", "inv-1").put("title", "seen at once"));
        long before = cluster.simulator().arrivals();

        // No message is sent: what replaces a generation here is nobody's gateway.
        cluster.redis().command("HSET", "fg:{g:default}", "tasks", "another");
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(cluster.gateways())
                .allSatisfy(gateway -> assertThat(read(gateway, recent).body()).contains("seen at once"));

        assertThat(cluster.simulator().arrivals() - before).isEqualTo(1);

        cluster.redis().suspend();
        for (var gateway : cluster.gateways()) {
            // A look that was had less than half a second before still counts.
            await().atMost(PATIENCE).untilAsserted(() -> {
                long began = System.nanoTime();
                var read = read(gateway, recent);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
                assertThat(read.headers().firstValue("Cache-Status").orElse("")).contains("store-unreachable");
            });
        }
        cluster.redis().resume();
    }
}
