package io.frontugateway.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.reads.EntityReads;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Page;
import io.frontugateway.reads.Position;
import io.frontugateway.reads.Reader;
import io.frontugateway.redis.EmbeddedRedis;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.RedisConfig;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.Replica;
import io.frontugateway.upstream.Upstream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A Redis and as many replicas of the cache as a test wants, in one process. */
final class CacheBed implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final Catalogue CATALOGUE = CatalogueLoader.load(Optional::empty);
    static final ResourceType TASKS = CATALOGUE.find("tasks").orElseThrow();

    final Vertx vertx = Vertx.vertx();
    final EmbeddedRedis server;
    private final List<Node> nodes = new ArrayList<>();

    CacheBed() {
        server = EmbeddedRedis.start(folder());
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("cache-bed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything in Redis is gone. */
    CacheBed flush() {
        RedisConnection connection = connection();
        connection.send(Request.cmd(Command.FLUSHALL)).await().atMost(PATIENCE);
        return this;
    }

    RedisConnection connection() {
        return connection(server.uri().toString(), Duration.ofSeconds(5));
    }

    /** A connection that waits for so long, by any way to Redis. */
    RedisConnection connection(String uri, Duration timeout) {
        var connection = new RedisConnection(vertx, Redis.createClient(vertx, uri), new Patient(timeout));
        connection.watch(vertx);
        Awaitility.await().atMost(PATIENCE).until(connection::isUp);
        return connection;
    }

    /** A replica that asks this Frontu. */
    Node node(Upstream frontu, InstantSource clock, Settings settings) {
        return node(connection(), frontu, clock, settings);
    }

    Node node(RedisConnection redis, Upstream frontu, InstantSource clock, Settings settings) {
        var node = new Node(redis, frontu, clock, settings);
        nodes.add(node);
        return node;
    }

    @Override
    public void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One replica. */
    final class Node {
        final RedisConnection redis;
        final Generations generations;
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        final List<String> saved = new ArrayList<>();
        final ReadCache cache;

        Node(RedisConnection redis, Upstream frontu, InstantSource clock, Settings settings) {
            this.redis = redis;
            var hints = new Hints(vertx, redis);
            this.generations = new Generations(redis, hints);
            cache = new ReadCache(
                    settings,
                    new ReadCache.Parts(
                            vertx,
                            new EntityReads(frontu),
                            redis,
                            hints,
                            Replica.random(),
                            generations,
                            meters,
                            saved::add,
                            clock));
        }

        Answered list(ListQuery query) {
            return list(query, 100);
        }

        Answered list(ListQuery query, int limit) {
            return list(query, limit, Demand.NONE);
        }

        Answered list(ListQuery query, int limit, Demand demand) {
            return result(asking(query, limit, demand));
        }

        Uni<Answered> asking(ListQuery query, int limit, Demand demand) {
            return asking(READER, query, limit, demand);
        }

        Uni<Answered> asking(Reader reader, ListQuery query, int limit, Demand demand) {
            var start = Position.start(reader.pageSize());
            return cache.list(reader, cache.listing(reader.account(), query, start, limit, CacheBed::document), demand);
        }

        Answered one(String guid) {
            return result(asking(guid));
        }

        Uni<Answered> asking(String guid) {
            return cache.one(READER, TASKS, Identity.GUID, guid, Demand.NONE);
        }

        void written() {
            generations.replace("default", "tasks").await().atMost(PATIENCE);
        }
    }

    static final Reader READER = new Reader("default", "billing", Duration.ofSeconds(5), 100);

    static ListQuery since(Long version) {
        return new ListQuery(TASKS, version, null, null, Map.of());
    }

    static byte[] document(Page page) {
        var document = ExactJson.ANSWERS.createObjectNode();
        document.putArray("items").addAll(page.items());
        document.put("next", page.next() == null ? null : page.next().toString());
        document.put("asOf", page.asOf().toString());
        return document.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    static JsonNode json(Answered answered) {
        try {
            return ExactJson.ANSWERS.readTree(
                    answered.body().in(Coding.IDENTITY).bytes().getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an answer shows of each item: its guid and its title, in order. */
    static List<String> shown(Answered answered) {
        var shown = new ArrayList<String>();
        json(answered)
                .path("items")
                .forEach(item -> shown.add(
                        item.path("guid").asText() + "=" + item.path("title").asText()));
        return shown;
    }

    static <T> T result(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    /** Patience with Redis: a busy machine must not look like an outage. */
    record Patient(Duration timeout) implements RedisConfig {
        @Override
        public Optional<Boolean> embedded() {
            return Optional.empty();
        }

        @Override
        public Path data() {
            return Path.of("unused");
        }
    }

    /** The settings, as a test wants them. */
    record Settings(
            Duration ttl,
            Duration grace,
            Duration staleIfError,
            Duration overlap,
            Duration fullRefresh,
            MemorySize maxBytes,
            MemorySize redisMaxBytes)
            implements CacheConfig {
        static Settings usual() {
            return new Settings(
                    Duration.ofSeconds(15),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    Duration.ofSeconds(120),
                    Duration.ofHours(1),
                    bytes(64 << 20),
                    bytes(512 << 20));
        }

        Settings withGrace(Duration other) {
            return new Settings(ttl, other, staleIfError, overlap, fullRefresh, maxBytes, redisMaxBytes);
        }

        Settings withRoom(long memory, long redis) {
            return new Settings(ttl, grace, staleIfError, overlap, fullRefresh, bytes(memory), bytes(redis));
        }

        private static MemorySize bytes(long bytes) {
            return new MemorySize(BigInteger.valueOf(bytes));
        }

        @Override
        public Map<String, ForResource> resources() {
            return Map.of();
        }
    }
}
