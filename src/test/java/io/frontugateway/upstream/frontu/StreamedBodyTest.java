package io.frontugateway.upstream.frontu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.testing.CannedBody;
import io.frontugateway.testing.RecordingSlot;
import io.frontugateway.testing.TestAccount;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Payload;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Reply;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request whose body flows from its caller to Frontu, over real HTTP. */
@NullUnmarked
class StreamedBodyTest {
    private static final int PIECE = 1 << 16;
    private static final int PIECES = 512;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final io.vertx.core.Context loop = vertx.getOrCreateContext();
    private final RecordingSlot slot = RecordingSlot.fresh();
    private final AtomicReference<Handler<HttpServerRequest>> behaviour = new AtomicReference<>();
    private final AtomicInteger connections = new AtomicInteger();
    private HttpServer frontu;
    private Accounts accounts;

    @BeforeEach
    void start() {
        frontu = vertx.createHttpServer()
                .connectionHandler(opened -> {
                    connections.incrementAndGet();
                    opened.closeHandler(closed -> connections.decrementAndGet());
                })
                .requestHandler(request -> behaviour.get().handle(request));
        frontu.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        var account = TestAccount.of("http://127.0.0.1:" + frontu.actualPort(), "key")
                .withTimeouts(Duration.ofMillis(400), LONG);
        accounts = new Accounts(vertx, Map.of("default", account), Outbound.DIRECT);
    }

    @AfterEach
    void stop() {
        accounts.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void body_arrivesWhole_withTheTypeAndTheLengthThatWereGiven() {
        var arrived = new CompletableFuture<String>();
        behaviour.set(request -> request.bodyHandler(all -> {
            var headers = request.headers();
            arrived.complete(headers.get("Content-Type") + " " + headers.get("Content-Length") + " " + all.length());
            request.response().end("{}");
        }));
        long length = (long) PIECE * PIECES;

        var reply = send(new Payload.Streamed(pieces(PIECES), length, LONG)).join();

        assertThat(reply).isInstanceOf(Reply.Answer.class);
        assertThat(arrived.join()).isEqualTo("multipart/form-data; boundary=b " + length + " " + length);
        assertThat(slot.moves()).containsExactly("sent", "settled 200");
    }

    @Test
    void body_flowsOnlyAsFastAsFrontuTakesIt_andMayTakeLongerThanAnAnswer() {
        var arrived = new CompletableFuture<HttpServerRequest>();
        behaviour.set(request -> arrived.complete(request.pause()));
        var body = pieces(PIECES);

        var reply = send(new Payload.Streamed(body, -1, LONG));
        var request = arrived.join();
        await().during(Duration.ofMillis(600)).until(() -> body.bytesTaken() < (long) PIECE * PIECES);
        var received = new CompletableFuture<Integer>();
        request.bodyHandler(all -> {
            received.complete(all.length());
            request.response().end("{}");
        });
        request.resume();

        assertThat(reply.join()).isInstanceOf(Reply.Answer.class);
        assertThat(received.join()).isEqualTo(PIECE * PIECES);
    }

    @Test
    void bodyThatBreaksOff_cutsTheRequest_andTellsWhy() {
        var ended = new AtomicInteger();
        behaviour.set(request -> request.endHandler(whole -> ended.incrementAndGet()));
        var why = Problem.of(Reason.TOO_LARGE, "too large").asException();
        var body = new Payload.Streamed(CannedBody.of("half").breakingOff(why).stream(), -1, LONG);

        var failed = (Reply.Failed) send(body).join();

        assertThat(failed.problem().reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(failed.sent()).isEqualTo(Reply.Sent.PERHAPS);
        await().until(() -> connections.get() == 0);
        assertThat(ended).hasValue(0);
    }

    @Test
    void answerBeforeTheBodyIsIn_isPassedOn_andTheConnectionIsGivenUp() {
        behaviour.set(request -> {
            request.response().setStatusCode(413).end("too much");
        });
        var answer =
                (Reply.Answer) send(new Payload.Streamed(new Stuck(), -1, LONG)).join();

        assertThat(answer.status()).isEqualTo(413);
        loop.runOnContext(ignored -> answer.body().discard());
        await().until(() -> connections.get() == 0);
    }

    @Test
    void answerWhileTheLastOfTheBodyIsStillOnItsWay_isPassedOn() {
        behaviour.set(request -> {
            request.pause();
            request.response().setStatusCode(422).setChunked(true).write("refused");
        });

        var answer = (Reply.Answer)
                send(new Payload.Streamed(new AllAtOnce(), -1, LONG)).join();

        assertThat(answer.status()).isEqualTo(422);
        loop.runOnContext(ignored -> answer.body().discard());
    }

    @Test
    void silenceAfterTheBody_isATimeout() {
        behaviour.set(request -> request.bodyHandler(all -> {}));

        var failed = (Reply.Failed)
                send(new Payload.Streamed(pieces(1), PIECE, LONG)).join();

        assertThat(failed.problem().reason()).isEqualTo(Reason.FRONTU_TIMEOUT);
    }

    @Test
    void bodyThatFlowsForTooLong_isCutOff() {
        behaviour.set(request -> request.bodyHandler(all -> {}));

        var failed = (Reply.Failed) send(new Payload.Streamed(new Stuck(), -1, Duration.ofMillis(700)))
                .join();

        assertThat(failed.problem().reason()).isEqualTo(Reason.FRONTU_TIMEOUT);
        assertThat(failed.problem().detail()).contains("700 ms");
        await().until(() -> connections.get() == 0);
    }

    private static CannedBody pieces(int count) {
        var piece = Buffer.buffer(new byte[PIECE]);
        return CannedBody.of(Stream.generate(() -> piece).limit(count).iterator());
    }

    private CompletableFuture<Reply> send(Payload body) {
        var call = new Call(
                "default",
                "files",
                "demo",
                Priority.INTERACTIVE,
                Call.Method.POST,
                "/files/upload",
                Map.of("Content-Type", "multipart/form-data; boundary=b"),
                body,
                Call.Shape.DOCUMENT,
                Duration.ZERO);
        var reply = new CompletableFuture<Reply>();
        loop.runOnContext(ignored -> new FrontuClient(vertx, accounts, "1")
                .attempt(call, slot)
                .subscribe()
                .with(reply::complete, reply::completeExceptionally));
        return reply.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS);
    }

    /** A body that ends at once, without regard to whether what it has given has been taken. */
    private static final class AllAtOnce extends Stuck {
        private @Nullable Handler<Void> end;

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
            if (handler != null) {
                handler.handle(Buffer.buffer(new byte[PIECE * PIECES]));
            }
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
            end = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            if (end != null) {
                end.handle(null);
            }
            return this;
        }
    }

    /** A body whose caller never goes on. */
    private static class Stuck implements ReadStream<Buffer> {
        @Override
        public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(Handler<Buffer> handler) {
            if (handler != null) {
                handler.handle(Buffer.buffer("begun"));
            }
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(Handler<Void> handler) {
            return this;
        }
    }
}
