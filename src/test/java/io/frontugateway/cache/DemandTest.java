package io.frontugateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DemandTest {
    private static final Duration GRACE = Duration.ofSeconds(60);

    @Test
    void nothingDemanded_isServedFresh_orStaleWithinGrace() {
        assertThat(Demand.NONE.admits(s(14), s(1), GRACE)).isTrue();
        assertThat(Demand.NONE.admits(s(75), s(-60), GRACE)).isTrue();
        assertThat(Demand.NONE.admits(s(76), s(-61), GRACE)).isFalse();
    }

    @Test
    void noCache_isNeverServedWhatIsKept() {
        var demand = new Demand(true, false, false, null, null, s(100));

        assertThat(demand.admits(s(0), s(15), GRACE)).isFalse();
        assertThat(demand.admitsAfterFailure(s(15))).isFalse();
    }

    @Test
    void maxAge_boundsTheAge_andRulesOutStaleness() {
        assertThat(demand(s(5), null, null).admits(s(5), s(10), GRACE)).isTrue();
        assertThat(demand(s(5), null, null).admits(s(6), s(9), GRACE)).isFalse();
        assertThat(demand(s(30), null, null).admits(s(16), s(-1), GRACE)).isFalse();
        assertThat(demand(s(30), null, s(5)).admits(s(16), s(-1), GRACE)).isTrue();
        assertThat(demand(s(15), null, s(5)).admits(s(16), s(-1), GRACE)).isFalse();
    }

    @Test
    void minFresh_looksAhead() {
        assertThat(demand(null, s(10), null).admits(s(5), s(10), GRACE)).isTrue();
        assertThat(demand(null, s(10), null).admits(s(6), s(9), GRACE)).isFalse();
        assertThat(demand(null, s(0), null).admits(s(16), s(-1), GRACE)).isFalse();
    }

    @Test
    void maxStale_replacesTheGrace_inBothDirections() {
        assertThat(demand(null, null, s(5)).admits(s(20), s(-5), GRACE)).isTrue();
        assertThat(demand(null, null, s(5)).admits(s(21), s(-6), GRACE)).isFalse();
        assertThat(demand(null, null, Demand.ANY).admits(s(3600), s(-3585), GRACE))
                .isTrue();
    }

    @Test
    void afterAFailure_onlyAnExplicitBoundOnStalenessCounts() {
        assertThat(demand(s(0), s(10), null).admitsAfterFailure(s(-300))).isTrue();
        assertThat(demand(null, null, s(5)).admitsAfterFailure(s(-6))).isFalse();
        assertThat(demand(null, null, s(5)).admitsAfterFailure(s(-5))).isTrue();
    }

    private static Demand demand(@Nullable Duration maxAge, @Nullable Duration minFresh, @Nullable Duration maxStale) {
        return new Demand(false, false, false, maxAge, minFresh, maxStale);
    }

    private static Duration s(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
