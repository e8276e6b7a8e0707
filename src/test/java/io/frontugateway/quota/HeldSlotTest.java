package io.frontugateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldSlotTest {
    private final List<String> heard = new ArrayList<>();
    private final SlotKeeper keeper = new SlotKeeper() {
        @Override
        public void settled(HeldSlot slot, @Nullable Duration closed) {
            heard.add("settled " + closed);
        }

        @Override
        public void returned(HeldSlot slot) {
            heard.add("returned");
        }
    };

    @Test
    void grantThatHasGrownOld_isNotSent_butGivenBack() {
        var slot = slot(Duration.ofMillis(1100));

        assertThat(slot.markSent()).isFalse();

        assertThat(heard).containsExactly("returned");
        assertThat(slot.markSent()).isFalse();
    }

    @Test
    void slotThatWasSent_isNeverGivenBack_andSettlesOnce() {
        var slot = slot(Duration.ZERO);
        assertThat(slot.markSent()).isTrue();

        slot.giveBack();
        slot.settle(200, head());
        slot.settle(429, head());

        assertThat(heard).containsExactly("settled null");
    }

    @Test
    void slotThatWasNotSent_cannotSettle() {
        var slot = slot(Duration.ZERO);

        slot.settle(200, head());
        slot.giveBack();
        slot.giveBack();

        assertThat(heard).containsExactly("returned");
    }

    @Test
    void limited_closesTheGate_asLongAsFrontuSays_orAMinute() {
        settle(head().set("Retry-After", "7"));
        settle(head());
        settle(head().set("Retry-After", "86400"));

        assertThat(heard).containsExactly("settled PT7S", "settled PT1M", "settled PT15M");
    }

    @Test
    void whatIsLeft_isRoundedUp_andCountsFromTheAnswerOn() {
        var slot = slot(Duration.ofMillis(300));
        long now = System.nanoTime();
        assertThat(slot.left(now, 1000, 2500)).isBetween(3100L, 3201L);

        slot.markSent();
        slot.settle(200, head());

        assertThat(slot.left(System.nanoTime(), 1000, 2500)).isBetween(900L, 1001L);
    }

    @Test
    void slotOfABodyThatFlows_isHeldAsMuchLonger_untilItsAnswerIsIn() {
        var key = new SlotKey("boot-1" + SlotKey.longer(Duration.ofMinutes(5)), SlotKey.SHARED, "a");
        var slot = new HeldSlot(key, System.nanoTime(), keeper);
        assertThat(slot.left(System.nanoTime(), 1000, 2500)).isBetween(303_000L, 303_501L);

        slot.markSent();
        slot.settle(200, head());

        assertThat(slot.left(System.nanoTime(), 1000, 2500)).isBetween(900L, 1001L);
    }

    private void settle(MultiMap head) {
        var slot = slot(Duration.ZERO);
        slot.markSent();
        slot.settle(429, head);
    }

    private HeldSlot slot(Duration age) {
        return new HeldSlot(new SlotKey("boot-1", SlotKey.SHARED, "a"), System.nanoTime() - age.toNanos(), keeper);
    }

    private static MultiMap head() {
        return MultiMap.caseInsensitiveMultiMap();
    }
}
