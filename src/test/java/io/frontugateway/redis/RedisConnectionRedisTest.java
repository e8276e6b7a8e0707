package io.frontugateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisConnectionRedisTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path data;

    private final Vertx vertx = Vertx.vertx();
    private EmbeddedRedis server;
    private RedisConnection connection;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(data);
        connection = new RedisConnection(
                vertx, Redis.createClient(vertx, server.uri().toString()), new Within(Duration.ofMillis(250)));
        connection.watch(vertx);
        await().until(connection::isUp);
    }

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void script_runs_andRunsAgainAfterRedisForgotIt() {
        var script = Script.named("add-up");

        assertThat(addUp(script, 2)).isEqualTo(2);
        assertThat(addUp(script, 3)).isEqualTo(5);
        connection.send(Request.cmd(Command.SCRIPT).arg("FLUSH")).await().atMost(PATIENCE);
        assertThat(addUp(script, 4)).isEqualTo(9);
    }

    @Test
    void errorOfRedis_reachesTheCaller_andIsNoOutage() {
        addUp(Script.named("add-up"), 1);
        var wrong =
                connection.send(Request.cmd(Command.LPUSH).arg("fg:test:sum").arg("to a number"));

        assertThatThrownBy(() -> wrong.await().atMost(PATIENCE)).hasCauseInstanceOf(ErrorType.class);
        assertThat(connection.isUp()).isTrue();
    }

    @Test
    void commands_areServedInTheOrderInWhichTheyAreSent() {
        var sums = new CopyOnWriteArrayList<Integer>();
        IntStream.range(0, 500)
                .forEach(i -> connection
                        .send(Request.cmd(Command.INCR).arg("counter"))
                        .subscribe()
                        .with(sum -> sums.add(sum.toInteger())));

        await().until(() -> sums.size() == 500);
        assertThat(sums).isSorted();
    }

    @Test
    void stoppedRedis_isPassedOverAtOnce_andUsedAgainWhenItGoesOn() throws Exception {
        signal("STOP");
        try {
            await().until(() -> !connection.isUp());
            long began = System.nanoTime();
            assertThatThrownBy(() -> addUp(Script.named("add-up"), 1)).isInstanceOf(StoreUnavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(200));
        } finally {
            signal("CONT");
        }

        await().atMost(Duration.ofSeconds(2)).until(connection::isUp);
        assertThat(addUp(Script.named("add-up"), 1)).isPositive();
    }

    @Test
    void connectionThatIsCut_answersNobodyElse() throws Exception {
        var loop = vertx.getOrCreateContext();
        var client = new CompletableFuture<Redis>();
        loop.runOnContext(
                turn -> client.complete(Redis.createClient(vertx, server.uri().toString())));
        var cut =
                client.get().connect().toCompletionStage().toCompletableFuture().get();
        var held = new CountDownLatch(1);
        loop.runOnContext(turn -> awaitUninterruptibly(held));

        cut.send(echo("unanswered"));
        Line.cut(cut);
        var next = client.get().connect().compose(opened -> {
            var first = opened.send(echo("first"));
            var second = opened.send(echo("second"));
            return Future.all(first, second);
        });
        held.countDown();

        var answers = next.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(answers.<Response>list()).extracting(Response::toString).containsExactly("first", "second");
    }

    private static Request echo(String text) {
        return Request.cmd(Command.ECHO).arg(text);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void answerThatLiesUnread_sinceAnEventLoopIsHeldUp_counts() {
        var twoLoops = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        try {
            var asked = new RedisConnection(
                    twoLoops, Redis.createClient(twoLoops, server.uri().toString()), new Within(Duration.ofSeconds(1)));
            asked.ping().await().atMost(PATIENCE);
            // One of them reads the answers.
            for (var loop : List.of(twoLoops.getOrCreateContext(), twoLoops.getOrCreateContext())) {
                loop.runOnContext(
                        turn -> LockSupport.parkNanos(Duration.ofMillis(1500).toNanos()));
                var answers = IntStream.range(0, 4)
                        .mapToObj(i -> asked.send(Request.cmd(Command.PING)).subscribeAsCompletionStage())
                        .toList();

                assertThat(answers).allSatisfy(answer -> assertThat(answer).succeedsWithin(PATIENCE));
            }
        } finally {
            twoLoops.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void restartedRedis_isFoundAgain_andHintsWithIt() throws Exception {
        var heard = new CopyOnWriteArrayList<String>();
        var hints = new Hints(vertx, connection);
        hints.on("fg:test", heard::add);
        await().untilAsserted(() -> {
            hints.publish("fg:test", "before").await().atMost(PATIENCE);
            assertThat(heard).contains("before");
        });
        int port = server.uri().getPort();

        signal("KILL");
        await().until(() -> !connection.isUp());
        var again =
                new ProcessBuilder(data.resolve("redis-server").toString(), "--port", Integer.toString(port)).start();
        try {
            await().atMost(Duration.ofSeconds(5)).until(connection::isUp);
            await().untilAsserted(() -> {
                hints.publish("fg:test", "after").await().atMost(PATIENCE);
                assertThat(heard).contains("after");
            });
        } finally {
            again.destroyForcibly().waitFor();
        }
    }

    private int addUp(Script script, int number) {
        return connection
                .run(script, List.of("fg:test:sum"), List.of(number))
                .await()
                .atMost(PATIENCE)
                .toInteger();
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(server.process().pid()))
                .start()
                .waitFor();
    }

    private record Within(Duration timeout) implements RedisConfig {
        @Override
        public Optional<Boolean> embedded() {
            return Optional.of(true);
        }

        @Override
        public Path data() {
            return Path.of(".");
        }
    }
}
