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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
    private final String name;
    private final int callers;
    private final int entities;
    private final int updates;
    private final ConcurrentLinkedQueue<String> operations = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> lastAccepted = new ConcurrentHashMap<>();
    private final Map<String, String> guids = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final long before;
    private final CountDownLatch begun;
    private final ExecutorService pool;
    private final List<Future<?>> running = new ArrayList<>();

    /**
     * @param name what the names of its entities begin with, so that other traffic may go on beside it
     * @param updates writes to clients in all
     */
    WriteTraffic(Cluster cluster, String name, int callers, int entities, int updates) {
        this.cluster = cluster;
        this.name = name;
        this.before = cluster.simulator().state().getLong("writes");
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

    /** Waits until this many updates, of those that will come, are accepted. */
    void awaitAccepted(int some) {
        while (accepted.get() < some && running.stream().anyMatch(caller -> !caller.isDone())) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
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
            var entity = name + (caller * own + i % own);
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
        accepted.incrementAndGet();
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
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
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
        awaitDone();
        var simulator = cluster.simulator();
        var made = new HashMap<String, String>();
        lastAccepted.forEach((entity, number) -> {
            var client = simulator.frontu("/clients/details?systemId=" + entity);
            assertThat(client.getString("note")).as(entity).isEqualTo(Integer.toString(number));
            made.put(client.getString("guid"), entity);
        });
        var writes = writes(simulator);
        assertNothingDouble(writes, made);
        assertOrdered(writes, made);
        assertOneAtATime(writes);
    }

    private void awaitDone() {
        await("every accepted write of " + name + " is done")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    var open = new ConcurrentHashMap<String, Integer>();
                    operations.parallelStream().forEach(id -> {
                        var found = find(
                                Math.floorMod(id.hashCode(), cluster.gateways().size()), id);
                        var state = found == null ? "unknown" : found.getString("state");
                        if ("done".equals(state)) {
                            operations.remove(id);
                        } else {
                            open.merge(
                                    state + " " + (found == null ? "" : found.getString("waitingFor")),
                                    1,
                                    Integer::sum);
                        }
                    });
                    assertThat(open).isEmpty();
                });
    }

    /** All that Frontu was sent since this traffic began; fails where it no longer knows all. */
    private List<JsonObject> writes(SimulatorProcess simulator) {
        var all = new ArrayList<JsonObject>();
        long since = before;
        for (var some = simulator.writes(since); !some.isEmpty(); some = simulator.writes(since)) {
            assertThat(some.get(0).getLong("number")).as("none is forgotten").isEqualTo(since + 1);
            all.addAll(some);
            since = some.get(some.size() - 1).getLong("number");
        }
        return all;
    }

    /** Each name has led to one item, whatever was sent twice. */
    private static void assertNothingDouble(List<JsonObject> writes, Map<String, String> made) {
        var guids = new HashMap<String, Set<String>>();
        var effects = writes.stream()
                .filter(write -> write.getValue("effect") != null)
                .toList();
        assertThat(effects).as("everything was given a name").noneMatch(write -> write.getString("systemId") == null);
        effects.stream()
                .forEach(write -> guids.computeIfAbsent(
                                write.getString("path") + " " + write.getString("systemId"), each -> new HashSet<>())
                        .add(write.getString("guid")));
        assertThat(guids.values())
                .as("items made")
                .allSatisfy(each -> assertThat(each).hasSize(1));
        made.forEach((guid, entity) -> {
            assertThat(written(guids, "/clients " + entity)).as(entity).containsExactly(guid);
            assertThat(written(guids, "/workspaces W-" + entity))
                    .as("child of " + entity)
                    .hasSize(1);
        });
    }

    private static Set<String> written(Map<String, Set<String>> guids, String end) {
        return guids.entrySet().stream()
                .filter(each -> each.getKey().endsWith(end))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(Set.of());
    }

    private static boolean isClient(JsonObject write) {
        return write.getString("path").endsWith("/clients");
    }

    private static void assertOrdered(List<JsonObject> writes, Map<String, String> made) {
        var latest = new HashMap<String, Integer>();
        writes.stream()
                .filter(write -> write.getValue("effect") != null && isClient(write))
                .filter(write -> made.containsKey(write.getString("guid")))
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
