package io.frontugateway.quota;

import static org.awaitility.Awaitility.await;

import io.frontugateway.clients.ClientConfig;
import io.frontugateway.clients.ClientRules;
import io.frontugateway.clients.Clients;
import io.frontugateway.clients.ClientsBook;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.RedisConfig;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.Replica;
import io.frontugateway.testing.TestFrontu;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Replicas that share one Redis, made in a test. */
final class Ledgers implements AutoCloseable {
    static final Duration REDIS_TIMEOUT = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();
    private final String redis;
    private final List<SharedSlots> opened = new ArrayList<>();
    private Map<String, ClientConfig> clients = new HashMap<>();

    Ledgers(String redis) {
        this.redis = redis;
    }

    Vertx vertx() {
        return vertx;
    }

    /** From now on replicas know this client. */
    Ledgers client(String name, int weight, int guaranteed, OptionalInt limit) {
        clients = new HashMap<>(clients);
        clients.put(name, new Share(name, weight, guaranteed, limit));
        return this;
    }

    /** A replica that has found the ledger. */
    SharedSlots replica(Terms terms) {
        return replica(terms, redis);
    }

    /** A replica that reaches Redis on another way. */
    SharedSlots replica(Terms terms, String url) {
        var slots = starting(terms, url);
        await().atMost(Duration.ofSeconds(20)).until(slots::isInReach);
        return slots;
    }

    /** A replica that has just been started. */
    SharedSlots starting(Terms terms, String url) {
        var client = Redis.createClient(vertx, url);
        var connection = new RedisConnection(vertx, client, new Timeout());
        var registry = new SimpleMeterRegistry();
        var slots = new SharedSlots(
                vertx,
                client,
                REDIS_TIMEOUT,
                new Hints(vertx, connection),
                Replica.random(),
                "test",
                terms,
                clients(),
                new Savings(),
                new QuotaMeters(registry));
        opened.add(slots);
        slots.start();
        return slots;
    }

    private Clients clients() {
        return ClientsBook.open(
                        clients, Optional.empty(), new ClientRules(Set.of("default"), Set.of(), Integer.MAX_VALUE))
                .clients();
    }

    @Override
    public void close() {
        opened.forEach(SharedSlots::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private record Timeout() implements RedisConfig {
        @Override
        public Optional<Boolean> embedded() {
            return Optional.empty();
        }

        @Override
        public Path data() {
            return Path.of("unused");
        }

        @Override
        public Duration timeout() {
            return REDIS_TIMEOUT;
        }
    }

    private record Share(String name, int weight, int guaranteed, OptionalInt limit) implements ClientConfig {
        @Override
        public Optional<List<String>> keySha256() {
            return Optional.of(List.of(TestFrontu.digest(name)));
        }

        @Override
        public String account() {
            return "default";
        }

        @Override
        public Optional<List<String>> accounts() {
            return Optional.empty();
        }

        @Override
        public List<String> permissions() {
            return List.of();
        }

        @Override
        public int maxQueued() {
            return 1;
        }
    }
}
