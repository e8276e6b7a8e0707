package io.frontugateway.quota;

import static io.frontugateway.quota.Calls.ask;
import static io.frontugateway.quota.Calls.asking;
import static io.frontugateway.quota.Calls.read;
import static io.frontugateway.quota.Calls.refusal;
import static io.frontugateway.quota.Calls.slot;
import static io.frontugateway.quota.Calls.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Slot;
import io.frontugateway.upstream.Slots;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every quota of this kind does. Run against a plain reference and against Redis. */
abstract class SlotsContract {
    private static final Duration LONG = Duration.ofMinutes(10);

    /** An unused quota; a slot that nobody settles is held for ten seconds beyond the window. */
    abstract Slots slots(int limit, Duration window);

    @Test
    void limit_isKept_andARefusalSaysWhenToComeBack() {
        var slots = slots(3, LONG);
        sendAndSettle(take(slots, "a"));
        take(slots, "a");
        take(slots, "b");

        var refused = refusal(ask(slots, read("a", Duration.ZERO)));

        assertThat(refused.reason()).isEqualTo(Reason.QUOTA_EXHAUSTED);
        assertThat(refused.retryAfter()).isBetween(LONG.minusMinutes(1), LONG);
    }

    @Test
    void waitThatCannotSucceed_isRefusedAtOnce() {
        var slots = slots(1, LONG);
        take(slots, "a");
        long began = System.nanoTime();

        refusal(ask(slots, read("a", Duration.ofMinutes(1))));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void slotThatWasNotSent_isFreeAtOnce() {
        var slots = slots(1, LONG);

        take(slots, "a").giveBack();
        take(slots, "b").giveBack();

        take(slots, "a");
    }

    @Test
    void slotThatWasSent_cannotBeGivenBack() {
        var slots = slots(1, LONG);
        var slot = take(slots, "a");
        assertThat(slot.markSent()).isTrue();

        slot.giveBack();

        refusal(ask(slots, read("a", Duration.ZERO)));
    }

    @Test
    void settledSlot_frees_oneWindowAfterItsAnswer_andNotBefore() {
        var window = Duration.ofMillis(700);
        var slots = slots(1, window);
        var slot = take(slots, "a");
        slot.markSent();
        long answered = System.nanoTime();
        slot.settle(200, MultiMap.caseInsensitiveMultiMap());

        slot(ask(slots, read("a", Duration.ofSeconds(30))));

        assertThat(Duration.ofNanos(System.nanoTime() - answered)).isGreaterThanOrEqualTo(window);
    }

    @Test
    void refusal_isTrue() {
        var slots = slots(1, Duration.ofMillis(700));
        sendAndSettle(take(slots, "a"));
        var told = refusal(ask(slots, read("a", Duration.ZERO))).retryAfter();
        long until = System.nanoTime() + Objects.requireNonNull(told).toNanos();
        await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() - until > 0);

        slot(ask(slots, read("a", Duration.ZERO)));
    }

    @Test
    void slotGivenBack_goesToWhoeverWaits_inTheOrderOfComing() throws Exception {
        var slots = slots(2, Duration.ofSeconds(5));
        List<Slot> held = new ArrayList<>(List.of(take(slots, "a"), take(slots, "a")));
        var first = asking(slots, read("a", LONG));
        var second = asking(slots, read("a", LONG));

        held.get(0).giveBack();
        var got = slot(first.get(10, TimeUnit.SECONDS));
        assertThat(second).isNotDone();

        got.giveBack();
        slot(second.get(10, TimeUnit.SECONDS));
    }

    @Test
    void callThatIsGivenUp_takesNothing() throws Exception {
        var slots = slots(1, Duration.ofSeconds(5));
        var held = take(slots, "a");
        var left = asking(slots, read("a", LONG));
        var stays = asking(slots, read("a", LONG));

        left.cancel(true);
        held.giveBack();

        slot(stays.get(10, TimeUnit.SECONDS));
    }

    private static void sendAndSettle(Slot slot) {
        assertThat(slot.markSent()).isTrue();
        slot.settle(200, MultiMap.caseInsensitiveMultiMap());
    }
}
