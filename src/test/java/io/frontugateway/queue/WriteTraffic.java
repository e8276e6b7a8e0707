package io.frontugateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.SimulatorProcess;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;

/**
 * Callers who write to clients of Frontu through several replicas, each caller to entities of its own, so that the order in
 * which its writes were accepted is known; and what has to be true in the end, whatever was killed meanwhile. Every entity
 * is numbered upwards in its field {@code note}. A caller whose connection breaks sends the same again, with the same
 * idempotency key, to another replica.
 */
@NullUnmarked
final class WriteTraffic {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Cluster cluster;
    private final int callers;
    private final int entities;
    private final int updates;
    private final ConcurrentLinkedQueue<String> operations = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> lastAccepted = new java.util.concurrent.ConcurrentHashMap<>();
    private final Map<String, String> guids = new java.util.concurrent.ConcurrentHashMap<>();
    private final CountDownLatch begun;
    private final ExecutorService pool;
    private final List<Future<?>> running = new ArrayList<>();

    /** @param updates writes to clients in all */
    WriteTraffic(Cluster cluster, int callers, int entities, int updates) {
        this.cluster = cluster;
        this.callers = callers;
        this.entities = entities;
        this.updates = updates;
        this.begun = new CountDownLatch(callers);
        this.pool = Executors.newFixedThreadPool(callers);
    }

    /** What goes wrong at Frontu: connections cut before and after the effect, and 5xx, one in twenty each. */
    static void spoil(SimulatorProcess simulator) {
        simulator.latency(Duration.ofMillis(2), Duration.ofMillis(20));
        simulator.faults(
                fault("drop-before"), fault("drop-after"), fault("status").put("status", 503));
    }

    private static JsonObject fault(String kind) {
        return new JsonObject().put("kind", kind).put("method", "POST").put("rate", 0.05);
    }

    void begin() throws InterruptedException {
        IntStream.range(0, callers).forEach(caller -> running.add(pool.submit(() -> call(caller))));
        begun.await();
    }

    /** Waits until everybody has had everything accepted. */
    void awaitAccepted() throws ExecutionException, InterruptedException {
        for (var caller : running) {
            caller.get();
        }
        pool.shutdown();
    }

    private void call(int caller) {
        var random = new Random(caller);
        int own = entities / callers;
        for (int i = 0; i < updates / callers; i++) {
            var entity = "E" + (caller * own + i % own);
            write(random, entity, lastAccepted.getOrDefault(entity, 0) + 1);
            if (i == own) {
                begun.countDown();
            }
        }
    }

    private void write(Random random, String entity, int number) {
        var body = new JsonObject().put("note", Integer.toString(number));
        var guid = guids.get(entity);
        if (number == 1) {
            body.put("title", "Client " + entity);
        }
        var operation = guid != null && random.nextBoolean()
                ? send(random, "PATCH", "/v1/clients/" + guid, body)
                : send(random, "PUT", "/v1/clients/by-system-id/" + entity, body);
        lastAccepted.put(entity, number);
        if (number == 1) {
            var child = new JsonObject()
                    .put("systemId", "W-" + entity)
                    .put("title", "Workspace")
                    .put("client", entity);
            send(random, "POST", "/v1/workspaces", child);
        }
        learn(random, entity, operation);
    }

    private void learn(Random random, String entity, String operation) {
        if (!guids.containsKey(entity) && random.nextInt(3) == 0) {
            var found = find(random.nextInt(cluster.gateways().size()), operation);
            if (found != null && found.getString("guid") != null) {
                guids.put(entity, found.getString("guid"));
            }
        }
    }

    /** Until it is accepted. @return the operation's id */
    private String send(Random random, String method, String path, JsonObject body) {
        var key = UUID.randomUUID().toString();
        for (int attempt = 0; ; attempt++) {
            var gateway = cluster.gateway(random.nextInt(cluster.gateways().size()));
            var answer = attempt(gateway, method, path, body.encode(), key);
            if (answer != null && answer.statusCode() == 202) {
                var id = new JsonObject(answer.body()).getString("id");
                operations.add(id);
                return id;
            }
            if (attempt > 600 || answer != null && answer.statusCode() != 503) {
                throw new AssertionError(method + " " + path + " is not accepted: "
                        + (answer == null ? "no answer" : answer.statusCode() + " " + answer.body()));
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(100).toNanos());
        }
    }

    private static HttpResponse<String> attempt(
            GatewayProcess gateway, String method, String path, String body, String key) {
        try {
            return gateway.send(
                    method, path, body, Cluster.KEY, "Content-Type", "application/json", "Idempotency-Key", key);
        } catch (RuntimeException broken) {
            return null;
        }
    }

    private JsonObject find(int gateway, String id) {
        try {
            var answer = cluster.gateway(gateway).get("/v1/operations/" + id, Cluster.KEY);
            return answer.statusCode() == 200 ? new JsonObject(answer.body()) : null;
        } catch (RuntimeException broken) {
            return null;
        }
    }

    /** Nothing is lost, reordered or doubled, and nothing of one entity was ever under way twice. */
    void verify() {
        assertThat(lastAccepted).hasSize(entities);
        await("every accepted write is done")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    var open = new HashMap<String, Integer>();
                    for (var id : operations) {
                        var found = find(0, id);
                        var state = found == null ? "unknown" : found.getString("state");
                        if (!"done".equals(state)) {
                            open.merge(
                                    state + " " + (found == null ? "" : found.getString("waitingFor")),
                                    1,
                                    Integer::sum);
                        } else {
                            operations.remove(id);
                        }
                    }
                    assertThat(open).isEmpty();
                });
        var simulator = cluster.simulator();
        simulator.faults();
        var writes = writes(simulator);
        assertOrdered(writes);
        assertOneAtATime(writes);
        lastAccepted.forEach((entity, number) -> {
            var client = simulator.frontu("/clients/details?systemId=" + entity);
            assertThat(client.getString("note")).as(entity).isEqualTo(Integer.toString(number));
        });
        assertThat(writes.stream()
                        .filter(write -> write.getValue("effect") != null && isClient(write))
                        .map(write -> write.getString("guid"))
                        .distinct())
                .as("items made")
                .hasSize(entities);
    }

    private static List<JsonObject> writes(SimulatorProcess simulator) {
        var all = new ArrayList<JsonObject>();
        long since = 0;
        for (var some = simulator.writes(since); !some.isEmpty(); some = simulator.writes(since)) {
            all.addAll(some);
            since = some.get(some.size() - 1).getLong("number");
        }
        return all;
    }

    private static boolean isClient(JsonObject write) {
        return write.getString("path").endsWith("/clients");
    }

    private static void assertOrdered(List<JsonObject> writes) {
        var latest = new HashMap<String, Integer>();
        writes.stream()
                .filter(write -> write.getValue("effect") != null && isClient(write))
                .sorted(Comparator.comparingLong(write -> write.getLong("effect")))
                .forEach(write -> {
                    var guid = write.getString("guid");
                    int number = Integer.parseInt(new JsonObject(write.getString("body")).getString("note"));
                    assertThat(number).as("order of " + guid).isGreaterThanOrEqualTo(latest.getOrDefault(guid, 0));
                    latest.put(guid, number);
                });
    }

    private static void assertOneAtATime(List<JsonObject> writes) {
        var ends = new HashMap<String, Long>();
        writes.stream()
                .filter(write -> write.getString("guid") != null && write.getLong("end") != null)
                .sorted(Comparator.comparingLong(write -> write.getLong("start")))
                .forEach(write -> {
                    var guid = write.getString("guid");
                    assertThat(write.getLong("start"))
                            .as("begins after the one before it has ended: " + guid)
                            .isGreaterThanOrEqualTo(ends.getOrDefault(guid, 0L) - 1);
                    ends.merge(guid, write.getLong("end"), Math::max);
                });
    }
}
