package io.frontugateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DepartureTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final long now = System.nanoTime();
    private final Departure departure = new Departure(now + MINUTE);

    @Test
    void whatHasNotLeft_isNotLate() {
        assertThat(departure.mayLeave()).isTrue();
        assertThat(departure.mayHaveLeftLate()).isFalse();
    }

    @Test
    void whatWasWrittenInTime_isNotLate() {
        departure.sent();
        departure.written(now);

        assertThat(departure.hasLeft()).isTrue();
        assertThat(departure.mayHaveLeftLate()).isFalse();
    }

    @Test
    void whatWasWrittenAfterTheLastMoment_orNeverToTheEnd_mayBeLate() {
        departure.sent();
        assertThat(departure.mayHaveLeftLate()).isTrue();

        departure.written(now + 2 * MINUTE);
        assertThat(departure.mayHaveLeftLate()).isTrue();
    }

    @Test
    void secondRequest_isJudgedByItself() {
        departure.sent();
        departure.written(now);
        departure.sent();

        assertThat(departure.mayHaveLeftLate()).isTrue();
    }
}
