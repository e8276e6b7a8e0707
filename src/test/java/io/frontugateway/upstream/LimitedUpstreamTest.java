package io.frontugateway.upstream;

import static io.frontugateway.upstream.FakeUpstream.READ;
import static io.frontugateway.upstream.FakeUpstream.answer;
import static io.frontugateway.upstream.FakeUpstream.body;
import static io.frontugateway.upstream.FakeUpstream.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.problem.Reason;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LimitedUpstreamTest {
    private static Vertx vertx;

    private final FakeUpstream frontu = FakeUpstream.answering(answer(200));
    private final LimitedUpstream limited = new LimitedUpstream(frontu, vertx, Map.of("acme", 1));

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void permit_isHeldUntilTheBodyIsReleased() {
        var reply = result(limited.send(READ));
        // A body that is in memory holds nothing; one that streams does.
        assertThat(limited.underWay("acme")).isZero();
        assertThat(body(reply).isReleased()).isFalse();

        frontu.then();
        limited.send(READ).subscribe().with(ignored -> {});
        assertThat(limited.underWay("acme")).isEqualTo(1);
    }

    @Test
    void callBeyondTheLimit_waitsItsTurn() {
        frontu.then();
        var first = limited.send(READ).subscribe().with(ignored -> {});
        var order = new CopyOnWriteArrayList<String>();
        frontu.then(answer(200));
        limited.send(READ).subscribe().with(ignored -> order.add("second"));
        limited.send(READ).subscribe().with(ignored -> order.add("third"));
        assertThat(order).isEmpty();

        first.cancel();

        await().untilAsserted(() -> assertThat(order).containsExactly("second", "third"));
        await().untilAsserted(() -> assertThat(limited.underWay("acme")).isZero());
    }

    @Test
    void waitInVain_endsWhenTheCallMayWaitNoLonger() {
        frontu.then();
        limited.send(READ).subscribe().with(ignored -> {});

        var refused = (Reply.Failed) result(limited.send(READ.withMaxWait(Duration.ofMillis(50))));

        assertThat(refused.sent()).isEqualTo(Reply.Sent.NOT_TRIED);
        assertThat(refused.problem().reason()).isEqualTo(Reason.FRONTU_UNAVAILABLE);
        assertThat(refused.problem().retryAfter()).isPositive();
        assertThat(result(limited.send(READ.withMaxWait(Duration.ZERO)))).isInstanceOf(Reply.Failed.class);
    }

    @Test
    void callerThatLeavesTheQueue_takesNoPermit() {
        frontu.then();
        var first = limited.send(READ).subscribe().with(ignored -> {});
        limited.send(READ).subscribe().with(ignored -> {}).cancel();
        assertThat(frontu.calls).hasSize(1);

        first.cancel();

        await().untilAsserted(() -> assertThat(limited.underWay("acme")).isZero());
        assertThat(frontu.calls).hasSize(1);
    }

    @Test
    void queue_isBounded() {
        frontu.then();
        List<Reply> refused = new ArrayList<>();
        for (int i = 0; i < 1 + 10; i++) {
            limited.send(READ).subscribe().with(refused::add);
        }
        assertThat(refused).isEmpty();

        assertThat(result(limited.send(READ))).isInstanceOf(Reply.Failed.class);
    }

    @Test
    void timeWaitedForAPermit_isNotThereForTheSlot() {
        frontu.then();
        var first = limited.send(READ).subscribe().with(ignored -> {});
        limited.send(READ).subscribe().with(ignored -> {});
        first.cancel();

        await().until(() -> frontu.calls.size() == 2);

        assertThat(frontu.calls.get(1).maxWait()).isLessThan(READ.maxWait());
    }
}
