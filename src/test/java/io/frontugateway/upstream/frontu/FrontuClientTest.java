package io.frontugateway.upstream.frontu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.RecordingSlot;
import io.frontugateway.testing.TestAccount;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Call.Shape;
import io.frontugateway.upstream.Payload;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Reply.Sent;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One attempt, over real HTTP, against a Frontu that does as it is told. */
class FrontuClientTest {
    private static final String KEY = "NzU1/secret+key=";

    private final Vertx vertx = Vertx.vertx();
    private final FaultyFrontu frontu = FaultyFrontu.start(vertx);
    private final RecordingSlot slot = RecordingSlot.fresh();
    private final List<Accounts> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Accounts::close);
        frontu.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void key_goesIntoTheHeaderOnly() {
        answer(client(), get("/client/api/v2/tasks?page=1&systemId=a%2Fb"));

        var arrival = frontu.arrivals().get(0);
        assertThat(arrival.headers().getAll("Authorization")).containsExactly("Bearer " + KEY);
        assertThat(arrival.uri()).isEqualTo("/client/api/v2/tasks?page=1&systemId=a%2Fb");
        assertThat(arrival.headers().get("Accept")).isEqualTo("application/json");
        assertThat(arrival.headers().get("Accept-Encoding")).isEqualTo("gzip");
        assertThat(arrival.headers().get("User-Agent")).isEqualTo("frontu-gateway/1.2.3");
        assertThat(slot.moves()).containsExactly("sent", "settled 200");
    }

    @Test
    void callersHeaders_neverReplaceTheGatewaysOwn() {
        var headers =
                Map.of("authorization", "Bearer mine", "X-Api-Key", "mine", "Cookie", "a=b", "Range", "bytes=0-9");
        answer(client(), call(Call.Method.GET, "/file", headers, null, Shape.TRANSFER));

        var arrived = frontu.arrivals().get(0).headers();
        assertThat(arrived.getAll("Authorization")).containsExactly("Bearer " + KEY);
        assertThat(arrived.names()).doesNotContain("X-Api-Key", "Cookie");
        assertThat(arrived.get("Range")).isEqualTo("bytes=0-9");
        assertThat(arrived.get("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void body_isSentAsJson() {
        answer(
                client(),
                call(Call.Method.POST, "/tasks", Map.of(), Payload.of(Buffer.buffer("{\"a\":1}")), Shape.DOCUMENT));

        var arrival = frontu.arrivals().get(0);
        assertThat(arrival.method()).isEqualTo("POST");
        assertThat(arrival.body()).isEqualTo("{\"a\":1}");
        assertThat(arrival.headers().get("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void pathOfTheBaseUrl_comesFirst() {
        answer(client(account -> account.withUrl(frontu.url() + "/tenant/")), get("/client/api/v2/tasks"));

        assertThat(frontu.arrivals().get(0).uri()).isEqualTo("/tenant/client/api/v2/tasks");
    }

    @Test
    void redirect_isNotFollowed() {
        frontu.always(FaultyFrontu.answer(302, "text/plain", Buffer.buffer(), "Location", frontu.url() + "/other"));

        assertThat(answer(client(), get("/tasks")).status()).isEqualTo(302);
        assertThat(frontu.arrivals()).hasSize(1);
    }

    @Test
    void connectionIsKept_forTheNextAttempt() {
        var remotes = new ArrayList<String>();
        frontu.always(request -> {
            remotes.add(request.remoteAddress().toString());
            request.response().end("{}");
        });
        var client = client();
        for (int i = 0; i < 3; i++) {
            read(answer(client, get("/tasks"), RecordingSlot.fresh()));
        }
        assertThat(remotes).hasSize(3).containsOnly(remotes.get(0));
    }

    @Test
    void refusedConnection_sendsNothing_andGivesTheSlotBack() {
        var client = client();
        frontu.close();

        var failed = failure(client, get("/tasks"));

        assertThat(failed.problem().reason()).isEqualTo(Reason.FRONTU_UNAVAILABLE);
        assertThat(failed.problem().retryAfter()).isPositive();
        assertThat(failed.sent()).isEqualTo(Sent.NO);
        assertThat(slot.moves()).containsExactly("given back");
    }

    @Test
    void connectionDroppedAfterSending_leavesTheOutcomeOpen() {
        frontu.always(FaultyFrontu.drop());

        var failed = failure(client(), get("/tasks"));

        assertThat(failed.problem().reason()).isEqualTo(Reason.FRONTU_UNAVAILABLE);
        assertThat(failed.sent()).isEqualTo(Sent.PERHAPS);
        assertThat(slot.moves()).containsExactly("sent");
        assertThat(frontu.arrivals()).hasSize(1);
    }

    @Test
    void staleKeptConnection_isNotRetriedBehindTheSlot() {
        var client = client();
        read(answer(client, get("/tasks"), RecordingSlot.fresh()));
        frontu.always(FaultyFrontu.drop());

        assertThat(failure(client, get("/tasks")).sent()).isEqualTo(Sent.PERHAPS);
        assertThat(frontu.arrivals()).hasSize(2);
    }

    @Test
    void silence_endsInTimeout_andReset() {
        frontu.always(FaultyFrontu.hang());
        var client = client(account -> account.withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(5)));

        var failed = failure(client, get("/tasks"));

        assertThat(failed.problem().reason()).isEqualTo(Reason.FRONTU_TIMEOUT);
        assertThat(failed.sent()).isEqualTo(Sent.PERHAPS);
        assertThat(slot.moves()).containsExactly("sent");
        await().untilAsserted(() -> assertThat(frontu.cutOff()).containsExactly("/tasks"));
    }

    @Test
    void slotGrownOld_sendsNothing_andLeavesTheConnectionUsable() {
        var client = client(account -> account.withLimits(100, 1, 1 << 20));
        for (int i = 0; i < 5; i++) {
            var stale = RecordingSlot.stale();
            var reply = (Reply.Failed) reply(client, get("/stale"), stale);
            assertThat(reply.sent()).isEqualTo(Sent.TOO_LATE);
            assertThat(stale.moves()).containsExactly("given back");
        }
        assertThat(answer(client, get("/fresh")).status()).isEqualTo(200);
        assertThat(frontu.arrivals()).extracting(FaultyFrontu.Arrival::uri).containsExactly("/fresh");
    }

    @Test
    void cancelledBeforeSending_sendsNothing_andGivesTheSlotBack() {
        var client = client();
        onLoop(() -> {
            var running = client.attempt(get("/tasks"), slot).subscribe().with(reply -> {});
            running.cancel();
        });
        assertThat(slot.moves()).containsExactly("given back");
        read(answer(client, get("/after"), RecordingSlot.fresh()));
        assertThat(frontu.arrivals()).extracting(FaultyFrontu.Arrival::uri).containsExactly("/after");
    }

    @Test
    void cancelledAfterSending_resets() {
        frontu.always(FaultyFrontu.hang());
        var client = client();
        var running = new CompletableFuture<Cancellable>();
        onLoop(() ->
                running.complete(client.attempt(get("/tasks"), slot).subscribe().with(reply -> {})));
        await().until(() -> frontu.arrivals().size() == 1);

        onLoop(() -> running.join().cancel());

        await().untilAsserted(() -> assertThat(frontu.cutOff()).containsExactly("/tasks"));
        assertThat(slot.moves()).containsExactly("sent");
    }

    @Test
    void unreadableHead_isABadAnswer() {
        try (var raw = new Raw("nonsense\r\n\r\n")) {
            var failed = failure(client(account -> account.withUrl(raw.url())), get("/tasks"));
            assertThat(failed.problem().reason()).isEqualTo(Reason.FRONTU_BAD_ANSWER);
            assertThat(failed.sent()).isEqualTo(Sent.PERHAPS);
        }
    }

    @Test
    void hugeHead_isABadAnswer() {
        try (var raw = new Raw("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000) + "\r\n\r\n")) {
            var failed = failure(client(account -> account.withUrl(raw.url())), get("/tasks"));
            assertThat(failed.problem().reason()).isEqualTo(Reason.FRONTU_BAD_ANSWER);
        }
    }

    @Test
    void bodyLongerThanAnnounced_doesNotPoisonTheNextAnswer() {
        try (var raw = new Raw(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")) {
            var client = client(account -> account.withUrl(raw.url()));
            for (int i = 0; i < 3; i++) {
                assertThat(read(answer(client, get("/tasks"), RecordingSlot.fresh())))
                        .isEqualTo("{}");
            }
        }
    }

    @Test
    void gzip_isDecoded() {
        frontu.always(FaultyFrontu.bomb(1 << 16));
        var bytes = CompletableFuture.supplyAsync(() -> whole(answer(client(), get("/tasks")), 1 << 20))
                .join();
        assertThat(bytes.length()).isEqualTo(1 << 16);
    }

    @Test
    void gzipBomb_isCutAtTheBound() {
        frontu.always(FaultyFrontu.bomb(1L << 30));
        assertBadBody(client(account -> account.withLimits(100, 4, 1 << 20)), Reason.FRONTU_BAD_ANSWER);
    }

    @Test
    void announced300Megabytes_areCutAtTheBound() {
        frontu.always(FaultyFrontu.flood(300L << 20));
        assertBadBody(client(), Reason.FRONTU_BAD_ANSWER);
        await().until(() -> frontu.cutOff().size() == 1);
    }

    @Test
    void endlessBody_isCutAtTheBound() {
        frontu.always(FaultyFrontu.flood(-1));
        assertBadBody(client(account -> account.withLimits(100, 4, 8 << 20)), Reason.FRONTU_BAD_ANSWER);
        await().until(() -> frontu.cutOff().size() == 1);
    }

    @Test
    void halfABody_isABadAnswer() {
        frontu.always(FaultyFrontu.half("{\"items\":["));
        assertBadBody(client(), Reason.FRONTU_BAD_ANSWER);
    }

    @Test
    void corruptGzip_isABadAnswer() {
        frontu.always(FaultyFrontu.answer(
                200,
                "application/json",
                Buffer.buffer("this is certainly no gzip stream"),
                "Content-Encoding",
                "gzip"));
        assertBadBody(client(), Reason.FRONTU_BAD_ANSWER);
    }

    @Test
    void stalledBody_isCutInTime() {
        frontu.always(FaultyFrontu.stall("{\"items\":["));
        var client = client(account -> account.withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(200)));
        assertBadBody(client, Reason.FRONTU_TIMEOUT);
        await().until(() -> frontu.cutOff().size() == 1);
    }

    @Test
    void bodyThatNobodyReads_isReleasedInTime() {
        frontu.always(FaultyFrontu.flood(1 << 20));
        var client = client(account -> account.withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(200)));
        var released = new AtomicInteger();
        answer(client, get("/tasks")).body().onRelease(released::incrementAndGet);
        await().until(() -> released.get() == 1);
    }

    @Test
    void discardOfAShortRest_keepsTheConnection_andOfALongOne_cutsIt() {
        var client = client();
        frontu.next(FaultyFrontu.flood(10_000)).next(FaultyFrontu.flood(10L << 20));
        var released = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            var answer = answer(client, get("/tasks?" + i), RecordingSlot.fresh());
            answer.body().onRelease(released::incrementAndGet);
            onLoop(() -> answer.body().discard());
        }
        await().until(() -> released.get() == 2);
        await().untilAsserted(() -> assertThat(frontu.cutOff()).containsExactly("/tasks?1"));
    }

    @Test
    void transferOf100Megabytes_flowsOnlyAsFastAsItIsRead() {
        long length = 100L << 20;
        frontu.always(FaultyFrontu.flood(length));
        var answer = answer(client(), call(Call.Method.GET, "/file", Map.of(), null, Shape.TRANSFER));
        var received = new AtomicLong();
        var done = new CompletableFuture<Void>();
        onLoop(() -> {
            var stream = answer.body().stream();
            stream.exceptionHandler(done::completeExceptionally);
            stream.endHandler(done::complete);
            stream.handler(piece -> {
                received.addAndGet(piece.length());
                stream.pause();
                vertx.runOnContext(ignored -> stream.resume());
            });
            stream.resume();
        });
        done.join();
        assertThat(received).hasValue(length);
    }

    @Test
    void pausedTransfer_stopsTheSender() {
        var written = new AtomicLong();
        frontu.always(request -> {
            var response = request.response().setChunked(true);
            var piece = Buffer.buffer(new byte[1 << 16]);
            vertx.setPeriodic(1, timer -> {
                while (!response.closed() && !response.writeQueueFull()) {
                    response.write(piece);
                    written.addAndGet(piece.length());
                }
            });
        });
        answer(client(), call(Call.Method.GET, "/file", Map.of(), null, Shape.TRANSFER));
        // Whatever the buffers of both ends hold has been written when nothing is added for half a second.
        await().during(Duration.ofMillis(500)).until(() -> {
            long before = written.get();
            Thread.onSpinWait();
            return before == written.get() && before > 0 && before < 32 << 20;
        });
    }

    @Test
    void keyRepeatedInAnError_isMasked_howeverItIsCutAndSpelt() {
        frontu.always(request -> {
            var response =
                    request.response().setStatusCode(400).setChunked(true).putHeader("X-Echo", "k=" + KEY);
            var body = "{\"plain\":\"" + KEY + "\",\"escaped\":\"" + KEY.replace("/", "\\/")
                    + "\",\"url\":\"NzU1%2Fsecret%2Bkey%3D\"}";
            for (int i = 0; i < body.length(); i += 7) {
                response.write(body.substring(i, Math.min(body.length(), i + 7)));
            }
            response.end();
        });
        var answer = answer(client(), get("/tasks"));

        assertThat(answer.headers().get("X-Echo")).isEqualTo("k=" + "*".repeat(KEY.length()));
        assertThat(read(answer))
                .isEqualTo("{\"plain\":\"%s\",\"escaped\":\"%s\",\"url\":\"%s\"}"
                        .formatted("*".repeat(16), "*".repeat(17), "*".repeat(22)));
    }

    @Test
    void impossibleHeader_isAFaultOfOurs_andGivesTheSlotBack() {
        var failed = failure(client(), call(Call.Method.GET, "/x", Map.of("A", "b\r\nc"), null, Shape.DOCUMENT));
        assertThat(failed.problem().reason()).isEqualTo(Reason.INTERNAL);
        assertThat(slot.moves()).containsExactly("given back");
    }

    private void assertBadBody(FrontuClient client, Reason reason) {
        var answer = answer(client, get("/tasks"));
        var released = new AtomicInteger();
        answer.body().onRelease(released::incrementAndGet);
        Assertions.assertThatThrownBy(() -> whole(answer, Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        failure -> assertThat(failure.problem().reason()).isEqualTo(reason));
        assertThat(released).hasValue(1);
    }

    private FrontuClient client() {
        return client(account -> account);
    }

    private FrontuClient client(UnaryOperator<TestAccount> change) {
        var account = change.apply(TestAccount.of(frontu.url(), KEY));
        var accounts = new Accounts(vertx, Map.of("default", account), Outbound.DIRECT);
        opened.add(accounts);
        return new FrontuClient(vertx, accounts, "1.2.3");
    }

    private Reply.Answer answer(FrontuClient client, Call call) {
        return answer(client, call, slot);
    }

    private Reply.Answer answer(FrontuClient client, Call call, RecordingSlot with) {
        return (Reply.Answer) reply(client, call, with);
    }

    private Reply.Failed failure(FrontuClient client, Call call) {
        return (Reply.Failed) reply(client, call, slot);
    }

    private Reply reply(FrontuClient client, Call call, RecordingSlot with) {
        var reply = new CompletableFuture<Reply>();
        loop.runOnContext(
                ignored -> client.attempt(call, with).subscribe().with(reply::complete, reply::completeExceptionally));
        return reply.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    private final io.vertx.core.Context loop = vertx.getOrCreateContext();

    private void onLoop(Runnable action) {
        var done = new CompletableFuture<Void>();
        loop.runOnContext(ignored -> {
            action.run();
            done.complete(null);
        });
        done.join();
    }

    private String read(Reply.Answer answer) {
        return whole(answer, 1 << 20).toString();
    }

    private Buffer whole(Reply.Answer answer, long maxBytes) {
        var whole = new CompletableFuture<Buffer>();
        loop.runOnContext(ignored ->
                answer.body().whole(maxBytes).subscribe().with(whole::complete, whole::completeExceptionally));
        try {
            return whole.get(20, java.util.concurrent.TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Call get(String target) {
        return call(Call.Method.GET, target, Map.of(), null, Shape.DOCUMENT);
    }

    private static Call call(
            Call.Method method, String target, Map<String, String> headers, @Nullable Payload body, Shape shape) {
        return new Call(
                "default", "tasks", "demo", Priority.INTERACTIVE, method, target, headers, body, shape, Duration.ZERO);
    }

    /** Answers every request with the same bytes, HTTP or not. */
    private final class Raw implements AutoCloseable {
        private final NetServer server = vertx.createNetServer();

        Raw(String bytes) {
            server.connectHandler(socket -> socket.handler(ignored -> socket.write(bytes)));
            server.listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }

        String url() {
            return "http://127.0.0.1:" + server.actualPort();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
