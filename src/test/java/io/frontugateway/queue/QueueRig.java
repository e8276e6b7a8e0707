package io.frontugateway.queue;

import static org.awaitility.Awaitility.await;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.redis.EmbeddedRedis;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.RedisConfig;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.Replica;
import io.frontugateway.upstream.Upstream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A real Redis, a Frontu that a test scripts, and as many replicas of the queue as a test wants, in one process. */
final class QueueRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String ACCOUNT = "default";

    final Vertx vertx = Vertx.vertx();
    final ScriptedFrontu frontu = new ScriptedFrontu(vertx);
    final Catalogue catalogue = CatalogueLoader.load(Optional::empty);
    final List<String> changed = new ArrayList<>();
    final AccountKeys keys = new Keys();
    final Effects effects = new Watched();
    /** The way to Frontu. */
    volatile Upstream way = frontu;

    volatile String key = "key-1";

    private final EmbeddedRedis server;
    private @Nullable RedisConnection own;
    private final List<Writing> replicas = new ArrayList<>();

    QueueRig(Path data) {
        server = EmbeddedRedis.start(data);
    }

    /** One more replica, which sends. */
    WriteQueue replica(TestWrites config) {
        var writing = idle(config);
        writing.start();
        return writing.queue();
    }

    /** One more replica, which takes writes and sends nothing. */
    Writing idle(TestWrites config) {
        var redis = connection();
        var writing = new Writing(
                new Writing.Neighbours(
                        vertx,
                        redis,
                        new Hints(vertx, redis),
                        Replica.random(),
                        way,
                        catalogue,
                        keys,
                        effects,
                        new Steady(),
                        new SimpleMeterRegistry(),
                        client -> {}),
                config);
        replicas.add(writing);
        return writing;
    }

    RedisConnection connection() {
        var redis = new RedisConnection(
                vertx, Redis.createClient(vertx, server.uri().toString()), new Within(Duration.ofSeconds(5)));
        redis.watch(vertx);
        await().until(redis::isUp);
        return redis;
    }

    WriteScripts scripts(TestWrites config) {
        return new WriteScripts(shared(), ACCOUNT, config);
    }

    /** One connection for everything that a test does by itself. */
    private synchronized RedisConnection shared() {
        if (own == null) {
            own = connection();
        }
        return own;
    }

    @Nullable
    Response command(Request request) {
        return result(shared().send(request));
    }

    /** The beat of an owner. */
    String lease(String owner) {
        return there(command(
                        Request.cmd(Command.HGET).arg("fg:{w:default}:lease").arg(owner)))
                .toString();
    }

    /** Lets everything in a set that is sorted by time be over, and what an entity keeps itself for with it. */
    void age(String set) {
        var key = "fg:{w:default}:" + set;
        there(command(Request.cmd(Command.ZRANGE).arg(key).arg(0).arg(-1))).forEach(member -> {
            command(Request.cmd(Command.ZADD).arg(key).arg(1).arg(member.toString()));
            if (set.equals("entities")) {
                command(Request.cmd(Command.HSET)
                        .arg("fg:{w:default}:ent:" + member)
                        .arg("keep")
                        .arg(1));
            }
        });
    }

    /** Operations and bytes that count as queued. */
    String load() {
        var load = there(command(
                Request.cmd(Command.HMGET).arg("fg:{w:default}:state").arg("n").arg("bytes")));
        return (load.get(0) == null ? "0" : load.get(0)) + " " + (load.get(1) == null ? "0" : load.get(1));
    }

    void configure(String setting, String value) {
        result(connection()
                .send(Request.cmd(Command.CONFIG).arg("SET").arg(setting).arg(value)));
    }

    static <T extends @Nullable Object> T result(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    static <T> T there(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    static Operation accepted(WriteQueue queue, Writes write) {
        return ((Accepted.New) result(queue.accept(write.write()))).operation();
    }

    static Operation over(WriteQueue queue, Operation operation) {
        var found = result(queue.await(ACCOUNT, operation.id(), PATIENCE)).orElseThrow();
        if (!found.isOver()) {
            throw new AssertionError("not over: " + found);
        }
        return found;
    }

    static Operation now(WriteQueue queue, Operation operation) {
        return result(queue.find(ACCOUNT, operation.id())).orElseThrow();
    }

    @Override
    public void close() {
        replicas.forEach(replica -> replica.stop(Duration.ofMillis(200)));
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    private record Within(Duration timeout) implements RedisConfig {
        @Override
        public Optional<Boolean> embedded() {
            return Optional.empty();
        }

        @Override
        public Path data() {
            return Path.of("unused");
        }
    }

    private final class Keys implements AccountKeys {
        @Override
        public Collection<String> accounts() {
            return List.of(ACCOUNT);
        }

        @Override
        public String fingerprint(String account) {
            return key;
        }

        @Override
        public Duration timeout(String account) {
            return Duration.ofSeconds(2);
        }
    }

    private final class Watched implements Effects {
        @Override
        public Uni<Void> changed(String account, String resource) {
            synchronized (changed) {
                changed.add(resource);
            }
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> catchUp(String account) {
            return Uni.createFrom().voidItem();
        }
    }

    private static final class Steady implements Pace {
        @Override
        public double perSecond(String account) {
            return 10;
        }

        @Override
        public Duration untilNext(String account) {
            return Duration.ZERO;
        }
    }
}
