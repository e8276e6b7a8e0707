package io.frontugateway.quota;

import static io.frontugateway.quota.Calls.ask;
import static io.frontugateway.quota.Calls.asking;
import static io.frontugateway.quota.Calls.call;
import static io.frontugateway.quota.Calls.read;
import static io.frontugateway.quota.Calls.refusal;
import static io.frontugateway.quota.Calls.slot;
import static io.frontugateway.quota.Calls.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.redis.EmbeddedRedis;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Slot;
import io.frontugateway.upstream.Slots.Grant;
import io.vertx.core.MultiMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which slots. The window is so long that none frees by itself. */
class SharesRedisTest {
    private static final Terms TEN = new Terms(10, 600_000, 0, 1000, 3000, 0, 3000, false, 0);
    private static final Duration LONG = Duration.ofHours(1);

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
    void guaranteedSlots_areLentToNobody() {
        ledgers.client("kept", 1, 3, OptionalInt.empty());
        var slots = ledgers.replica(TEN);
        for (int i = 0; i < 7; i++) {
            take(slots, "other");
        }

        refusal(ask(slots, read("other", Duration.ZERO)));

        for (int i = 0; i < 3; i++) {
            take(slots, "kept");
        }
        refusal(ask(slots, read("kept", Duration.ZERO)));
    }

    @Test
    void limitOfAClient_capsIt_andNobodyElse() {
        ledgers.client("capped", 1, 0, OptionalInt.of(2));
        var slots = ledgers.replica(TEN);
        take(slots, "capped");
        take(slots, "capped");

        refusal(ask(slots, read("capped", Duration.ZERO)));

        take(slots, "other");
    }

    @Test
    void lowerClasses_leaveTheirHeadroomFree() {
        var slots = ledgers.replica(TEN);
        for (int i = 0; i < 7; i++) {
            slot(ask(slots, call("a", Priority.BACKGROUND, Duration.ZERO)));
        }
        refusal(ask(slots, call("a", Priority.BACKGROUND, Duration.ZERO)));
        slot(ask(slots, call("a", Priority.WRITE, Duration.ZERO)));
        slot(ask(slots, call("a", Priority.WRITE, Duration.ZERO)));
        refusal(ask(slots, call("a", Priority.WRITE, Duration.ZERO)));

        take(slots, "a");

        refusal(ask(slots, read("a", Duration.ZERO)));
    }

    @Test
    void reserve_staysCharged() {
        var slots = ledgers.replica(new Terms(10, 600_000, 0, 0, 0, 2, 3000, false, 0));
        for (int i = 0; i < 8; i++) {
            take(slots, "a");
        }

        refusal(ask(slots, read("a", Duration.ZERO)));
    }

    @Test
    void clientsThatWait_getSlotsByTheirWeights_overAllReplicas() {
        ledgers.client("heavy", 3, 0, OptionalInt.empty()).client("light", 1, 0, OptionalInt.empty());
        var one = ledgers.replica(TEN);
        var two = ledgers.replica(TEN);
        var held = new ArrayList<Slot>();
        for (int i = 0; i < 10; i++) {
            held.add(take(one, "other"));
        }
        var order = new CopyOnWriteArrayList<String>();
        var waiting = new ArrayList<CompletableFuture<Grant>>();
        for (int i = 0; i < 12; i++) {
            waiting.add(note(order, "light", asking(i % 2 == 0 ? one : two, read("light", LONG))));
            waiting.add(note(order, "heavy", asking(i % 2 == 0 ? two : one, read("heavy", LONG))));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> one.look().await().atMost(Calls.PATIENCE).waiting(0) == 24);

        for (int i = 0; i < 8; i++) {
            held.get(i).giveBack();
            int granted = i + 1;
            await().atMost(Duration.ofSeconds(20)).until(() -> order.size() >= granted);
        }

        assertThat(order).hasSize(8);
        assertThat(order.stream().filter("heavy"::equals)).hasSize(6);
    }

    @Test
    void turnThatIsGivenBack_countsAsNone() {
        var slots = ledgers.replica(TEN);
        var held = new ArrayList<Slot>();
        for (int i = 0; i < 10; i++) {
            held.add(take(slots, "other"));
        }
        var first = waiting(slots, "a", 1);
        var second = waiting(slots, "a", 2);
        var third = waiting(slots, "b", 3);
        held.get(0).giveBack();

        slot(first.join()).giveBack();

        slot(second.join());
        assertThat(third).isNotDone();
    }

    @Test
    void waitOfSeveralWindows_isReckonedByTurns_andRefusedAtOnceToWhoHasLessTime() {
        var slots = ledgers.replica(TEN);
        for (int i = 0; i < 10; i++) {
            take(slots, "other");
        }
        for (int i = 1; i <= 12; i++) {
            waiting(slots, "a", i);
        }

        var refused = refusal(ask(slots, read("a", Duration.ofMinutes(15))));

        assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(21));
    }

    @Test
    void clientAtItsLimit_waitsForItsOwnSlots_oneAfterTheOther() {
        ledgers.client("capped", 1, 0, OptionalInt.of(2));
        var slots = ledgers.replica(TEN);
        take(slots, "capped");
        take(slots, "capped");
        for (int i = 1; i <= 3; i++) {
            waiting(slots, "capped", i);
        }

        var refused = refusal(ask(slots, read("capped", Duration.ofMinutes(15))));

        assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(21));
    }

    /** Lets a call wait, and returns when it is one of so many that do. */
    private static CompletableFuture<Grant> waiting(SharedSlots slots, String client, int count) {
        var call = asking(slots, read(client, LONG));
        await().until(() -> slots.look().await().atMost(Calls.PATIENCE).waiting(0) == count);
        return call;
    }

    @Test
    void higherClass_goesFirst_andAnOldWaiterCountsAsInteractive() {
        var slots = ledgers.replica(new Terms(10, 1500, 0, 1000, 3000, 0, 60_000, false, 0));
        var held = new ArrayList<Slot>();
        for (int i = 0; i < 10; i++) {
            held.add(take(slots, "other"));
        }
        var order = new CopyOnWriteArrayList<String>();
        note(order, "background", asking(slots, call("a", Priority.BACKGROUND, LONG)));
        await().until(() -> slots.look().await().atMost(Calls.PATIENCE).waiting(2) == 1);
        note(order, "interactive", asking(slots, read("b", LONG)));
        await().until(() -> slots.look().await().atMost(Calls.PATIENCE).waiting(0) == 1);

        held.get(0).giveBack();
        await().atMost(Duration.ofSeconds(20)).until(() -> order.contains("interactive"));
        assertThat(order).containsExactly("interactive");

        // Only one is free, which is less than the headroom of background work: a window later it may all the same.
        held.get(1).giveBack();
        await().atMost(Duration.ofSeconds(20)).until(() -> order.contains("background"));
    }

    @Test
    void callThatIsGivenUp_waitsNoLonger() {
        var slots = ledgers.replica(TEN);
        var held = new ArrayList<Slot>();
        for (int i = 0; i < 10; i++) {
            held.add(take(slots, "other"));
        }
        var first = asking(slots, read("a", LONG));
        await().until(() -> slots.look().await().atMost(Calls.PATIENCE).waiting(0) == 1);
        first.cancel(true);
        await().until(() -> slots.look().await().atMost(Calls.PATIENCE).waiting(0) == 0);

        held.get(0).giveBack();

        take(slots, "b");
    }

    @Test
    void callsThatAreRefused_leaveNothingInTheLine() {
        var slots = ledgers.replica(TEN);
        for (int i = 0; i < 10; i++) {
            take(slots, "other");
        }
        waiting(slots, "a", 1);
        var refused = new ArrayList<CompletableFuture<Grant>>();
        for (int i = 0; i < 300; i++) {
            refused.add(asking(slots, read("b", Duration.ZERO)));
            asking(slots, read("c", LONG)).cancel(true);
        }

        refused.forEach(call -> refusal(call.join()));

        assertThat(slots.look().await().atMost(Calls.PATIENCE).waiting(0)).isEqualTo(1);
    }

    @Test
    void frontus429_closesTheGateForAll_untilAProbeIsAnswered_andTheLimitFallsOnce() {
        var one = ledgers.replica(TEN);
        var two = ledgers.replica(TEN);
        var first = take(one, "a");
        var second = take(two, "a");
        first.markSent();
        second.markSent();
        first.settle(429, MultiMap.caseInsensitiveMultiMap().set("Retry-After", "2"));
        second.settle(429, MultiMap.caseInsensitiveMultiMap().set("Retry-After", "2"));
        await().until(() -> two.look().await().atMost(Calls.PATIENCE).isGateClosed());

        assertThat(refusal(ask(two, read("a", Duration.ZERO))).retryAfter())
                .isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));

        var standing = one.look().await().atMost(Calls.PATIENCE);
        assertThat(standing.workingLimit()).isEqualTo(8);
        assertThat(standing.foreign()).isEqualTo(2);
        var probe = slot(ask(two, read("a", Duration.ofSeconds(10))));
        refusal(ask(one, read("a", Duration.ZERO)));
        probe.markSent();
        probe.settle(200, MultiMap.caseInsensitiveMultiMap());
        await().until(() -> !one.look().await().atMost(Calls.PATIENCE).isGateClosed());
        take(one, "a");
    }

    @Test
    void stricterSettings_holdForAll() {
        var lax = ledgers.replica(TEN);
        ledgers.replica(new Terms(4, 1_200_000, 0, 0, 0, 0, 3000, false, 0));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> lax.look().await().atMost(Calls.PATIENCE).settingsDiffer());

        for (int i = 0; i < 4; i++) {
            take(lax, "a");
        }

        refusal(ask(lax, read("a", Duration.ZERO)));
        assertThat(lax.standing().window()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void coldStart_thatWaits_grantsNothingForAWindow() {
        var slots = ledgers.replica(new Terms(10, 2000, 0, 0, 0, 0, 1000, true, 0));

        assertThat(refusal(ask(slots, read("a", Duration.ZERO))).retryAfter()).isPositive();

        slot(ask(slots, read("a", Duration.ofSeconds(15))));
    }

    private static CompletableFuture<Grant> note(List<String> order, String who, CompletableFuture<Grant> grant) {
        grant.thenAccept(had -> {
            if (had instanceof Grant.Taken) {
                order.add(who);
            }
        });
        return grant;
    }
}
