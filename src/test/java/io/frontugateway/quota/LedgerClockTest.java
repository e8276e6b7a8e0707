package io.frontugateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LedgerClockTest {
    private static final long START = 1_700_000_000_000L;

    private final LedgerClock clock = new LedgerClock();

    @Test
    void timeThatHasPassed_agrees_alsoAfterALongPause() {
        hear(START, 0, 2);

        assertThat(hear(START + 1000, 1000, 1003)).isZero();
        assertThat(hear(START + 3_601_000, 3_601_000, 3_601_400)).isZero();
        assertThat(clock.since()).isEqualTo(START);
    }

    @Test
    void clockThatWasSet_isFound_once_andForwardsAtMost() {
        hear(START, 0, 2);

        assertThat(hear(START + 1000 + 5000, 1000, 1003)).isBetween(5000L, 5003L);
        assertThat(hear(START + 2000 + 5000, 2000, 2003)).isZero();
        assertThat(hear(START + 3000 - 5000, 3000, 3003)).isBetween(-10_003L, -9_997L);
        assertThat(clock.since()).isEqualTo(START + 3000 - 5000);
    }

    @Test
    void slowAnswer_widensWhatIsBelieved() {
        hear(START, 0, 2);

        assertThat(hear(START + 1000, 1000, 1900)).isZero();
        assertThat(hear(START + 2500, 2000, 2510)).isZero();
    }

    @Test
    void earliest_isNeverAheadOfTheLedger() {
        assertThat(clock.earliest(ns(5))).isZero();
        hear(START, 0, 40);

        assertThat(clock.earliest(ns(140))).isEqualTo(START + 100);
    }

    private long hear(long ledger, long sentMs, long receivedMs) {
        return clock.hear(ledger, ns(sentMs), ns(receivedMs));
    }

    private static long ns(long ms) {
        return Duration.ofMillis(ms).toNanos();
    }
}
