package io.frontugateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.Processes;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two gateways with little heap whose cache may take 1 MiB, and what does not fit there or is broken in Redis. */
class SmallCacheIT {
    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = PROCESSES
                .cluster()
                .replicas(2)
                .quota(100_000, Duration.ofMinutes(5))
                .set("gateway.cache.ttl", "5m")
                .set("gateway.cache.max-bytes", "1M")
                .set("gateway.quota.min-gap", "0s")
                .set("gateway.redis.timeout", "5s")
                .with(settings -> settings.heap("160m"))
                .start();
    }

    private static HttpResponse<String> read(GatewayProcess gateway, String path) {
        var response = gateway.get(path, Cluster.KEY);
        assertThat(response.statusCode()).as(path + response.body()).isEqualTo(200);
        return response;
    }

    private static List<String> guids(HttpResponse<String> page) {
        return items(page).stream().map(item -> item.getString("guid")).toList();
    }

    private static List<JsonObject> items(HttpResponse<String> page) {
        var items = new JsonObject(page.body()).getJsonArray("items");
        return IntStream.range(0, items.size()).mapToObj(items::getJsonObject).toList();
    }

    /** Far more than the room, by both replicas in turn: whatever has been pushed out is found again or read anew. */
    @Test
    void pagesOfManySizes_areRight_howeverOftenTheyArePushedOut() {
        var all = guids(read(cluster.gateway(0), "/v1/tasks?limit=1000"));
        assertThat(all).hasSizeGreaterThanOrEqualTo(500).doesNotHaveDuplicates();
        for (int round = 0; round < 4; round++) {
            for (int limit = 5; limit <= 500; limit += 41) {
                var gateway = cluster.gateway((round + limit) % 2);

                assertThat(guids(read(gateway, "/v1/tasks?limit=" + limit))).isEqualTo(all.subList(0, limit));
            }
        }
    }

    @Test
    void answerLargerThanTheCache_isRightEachTime() {
        var text = "long ".repeat(6000);
        var expected = new TreeMap<String, String>();
        for (int i = 0; i < 50; i++) {
            CacheIT.frontu(
                    cluster,
                    "clients",
                    new JsonObject().put("systemId", "large-" + i).put("title", text + i));
            expected.put("large-" + i, text + i);
        }
        for (int round = 0; round < 3; round++) {
            for (var gateway : cluster.gateways()) {
                var answer = read(gateway, "/v1/clients?limit=1000");
                var shown = new TreeMap<String, String>();
                items(answer).stream()
                        .filter(item -> expected.containsKey(String.valueOf(item.getString("systemId"))))
                        .forEach(item -> shown.put(item.getString("systemId"), item.getString("title")));

                assertThat(answer.body().length()).isGreaterThan(1 << 20);
                assertThat(shown).isEqualTo(expected);
            }
        }
    }

    /** 600 keys of 10 kB each, six times the cache; the heap would not hold them beside everything else for long. */
    @Test
    void longKeys_takeNoMoreThanTheirRoom() {
        var first = "x".repeat(10_000);
        for (int i = 0; i < 600; i++) {
            assertThat(items(read(cluster.gateway(0), "/v1/tasks?limit=1&code=" + first + i)))
                    .isEmpty();
        }
        var known = guids(read(cluster.gateway(0), "/v1/tasks?limit=3"));
        assertThat(guids(read(cluster.gateway(1), "/v1/tasks?limit=3"))).isEqualTo(known);
    }

    /** Another program's, an older format's, a broken one's and another type's: ignored, and replaced by what is read. */
    @Test
    void entriesInRedisThatAreNone_areIgnoredAndReplaced() {
        var path = "/v1/equipment?limit=7";
        var expected = guids(read(cluster.gateway(0), path));
        // An answer does not wait for being kept.
        await().until(() -> !entries("equipment").isEmpty());
        var keys = entries("equipment");
        var broken = List.of("garbage", "F1" + "0".repeat(16) + "older", "F2" + "1".repeat(16) + "not compressed", "");
        for (var content : broken) {
            keys.forEach(key -> cluster.redis().command("SET", key, content));
            // What is stale is looked for in Redis, and asked for where nothing is found there.
            for (var gateway : cluster.gateways()) {
                assertThat(guids(fresh(gateway, path))).as(content).isEqualTo(expected);
            }
        }
        // In one step: what a replica still keeps of the last reading would come between two.
        keys.forEach(key -> cluster.redis()
                .command(
                        "EVAL",
                        "redis.call('DEL', KEYS[1]) return redis.call('RPUSH', KEYS[1], ARGV[1])",
                        "1",
                        key,
                        "of another type"));
        for (var gateway : cluster.gateways()) {
            assertThat(guids(fresh(gateway, path))).isEqualTo(expected);
        }
        await().untilAsserted(() -> assertThat(entries("equipment"))
                .allSatisfy(key -> assertThat((String) cluster.redis().command("TYPE", key))
                        .contains("string")));
        assertThat(guids(read(cluster.gateway(1), path))).isEqualTo(expected);
    }

    /** After a generation has been replaced nothing in memory is fresh, so the store is looked at. */
    private static HttpResponse<String> fresh(GatewayProcess gateway, String path) {
        cluster.redis().command("HSET", "fg:{g:default}", "equipment", "g" + System.nanoTime());
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        return read(gateway, path);
    }

    private static List<String> entries(String resource) {
        var found = new ArrayList<String>();
        if (cluster.redis().command("KEYS", "fg:c:default:" + resource + ":*") instanceof List<?> keys) {
            keys.forEach(key -> found.add(String.valueOf(key)));
        }
        found.removeIf(key -> key.endsWith(":flight"));
        return found;
    }
}
