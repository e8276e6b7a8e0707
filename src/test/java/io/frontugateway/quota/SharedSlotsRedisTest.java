package io.frontugateway.quota;

import static io.frontugateway.quota.Calls.ask;
import static io.frontugateway.quota.Calls.asking;
import static io.frontugateway.quota.Calls.read;
import static io.frontugateway.quota.Calls.refusal;
import static io.frontugateway.quota.Calls.slot;
import static io.frontugateway.quota.Calls.take;
import static io.frontugateway.quota.Calls.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.problem.Reason;
import io.frontugateway.redis.EmbeddedRedis;
import io.frontugateway.testing.CannedBody;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Payload;
import io.vertx.core.MultiMap;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedSlotsRedisTest {
    private static final Terms TEN = new Terms(10, 2000, 0, 1000, 3000, 0, 3000, false, 0);

    @TempDir
    Path data;

    private EmbeddedRedis redis;
    private Ledgers ledgers;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start(data);
        ledgers = new Ledgers(redis.uri().toString());
    }

    @AfterEach
    void stop() {
        ledgers.close();
        redis.close();
    }

    @Test
    void limit_isSharedByReplicas_andARefusalTellsWhenThereIsASlot() {
        var one = ledgers.replica(TEN);
        var two = ledgers.replica(TEN);
        for (int i = 0; i < 5; i++) {
            use(one, "a");
            use(two, "b");
        }

        var refused = refusal(ask(one, read("a", Duration.ZERO)));

        assertThat(refused.reason()).isEqualTo(Reason.QUOTA_EXHAUSTED);
        assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(500), Duration.ofMillis(2001));
        assertThat(two.look().await().atMost(Calls.PATIENCE).used()).isEqualTo(10);
    }

    @Test
    void waiter_getsTheFirstSlotThatFrees() throws Exception {
        var one = ledgers.replica(TEN);
        for (int i = 0; i < 10; i++) {
            use(one, "a");
        }
        long began = System.nanoTime();

        slot(ask(one, read("a", Duration.ofSeconds(5))));

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(1000), Duration.ofMillis(2400));
    }

    @Test
    void slotOfABodyThatFlows_isHeldAsMuchLonger_alsoInALedgerMadeAnew() {
        var slots = ledgers.replica(new Terms(10, 200, 0, 0, 0, 0, 200, false, 0));
        assertThat(take(slots, "a").markSent()).isTrue();
        var body = new Payload.Streamed(CannedBody.of("never read").stream(), -1, Duration.ofMinutes(1));
        assertThat(slot(ask(slots, upload(body))).markSent()).isTrue();

        await().until(() -> slots.look().await().atMost(Calls.PATIENCE).used() == 1);
        run(Request.cmd(Command.FLUSHALL));

        var held = Request.cmd(Command.ZRANGE)
                .arg("fg:{q:test}:slots")
                .arg(0)
                .arg(-1)
                .arg("WITHSCORES");
        await().until(() -> run(held).size() > 0);
        assertThat(run(held)).hasSize(1);
        assertThat(run(held).get(0).get(1).toLong() - System.currentTimeMillis())
                .isGreaterThan(50_000);
    }

    private Response run(Request command) {
        return Redis.createClient(ledgers.vertx(), redis.uri().toString())
                .send(command)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static Call upload(Payload body) {
        var read = read("a", Duration.ofSeconds(10));
        return new Call(
                read.account(),
                "files",
                read.client(),
                read.priority(),
                Call.Method.POST,
                "/files",
                Map.of(),
                body,
                Call.Shape.DOCUMENT,
                read.maxWait());
    }

    @Test
    void returnedSlot_goesToAWaiterOfAnotherReplica_atOnce() throws Exception {
        var one = ledgers.replica(TEN);
        var two = ledgers.replica(TEN);
        var held = new ArrayList<io.frontugateway.upstream.Slot>();
        for (int i = 0; i < 10; i++) {
            held.add(take(one, "a"));
        }
        var waiting = asking(two, read("b", Duration.ofSeconds(10)));
        await().until(() -> two.look().await().atMost(Calls.PATIENCE).waiting(0) == 1);

        held.get(0).giveBack();

        slot(waiting.get(1, TimeUnit.SECONDS));
    }

    @Test
    void slot_isUsedOnce() {
        var slot = take(ledgers.replica(TEN), "a");

        assertThat(slot.markSent()).isTrue();
        assertThat(slot.markSent()).isFalse();
        slot.giveBack();
        slot.settle(200, MultiMap.caseInsensitiveMultiMap());
        slot.settle(200, MultiMap.caseInsensitiveMultiMap());
    }
}
