package io.frontugateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);

    @Test
    void slidingWindow_agreesWithCountingEveryArrival() throws Exception {
        RateLimit limit = new RateLimit(switches(false));
        ArrayDeque<Long> arrivals = new ArrayDeque<>();
        SplittableRandom random = new SplittableRandom(1);
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            long at = now += random.nextLong(TimeUnit.SECONDS.toNanos(4));
            arrivals.removeIf(earlier -> at - earlier >= WINDOW);

            boolean granted = limit.arrive("a", at) == null;

            assertThat(granted).isEqualTo(arrivals.size() < 5);
            arrivals.add(at);
        }
    }

    @Test
    void fixedWindow_admitsTwiceTheLimitAroundItsEnd() throws Exception {
        RateLimit fixed = new RateLimit(switches(true));
        RateLimit sliding = new RateLimit(switches(false));
        assertThat(admitted(fixed, 0, 1) + admitted(fixed, WINDOW - 1, 10) + admitted(fixed, WINDOW, 10))
                .isEqualTo(10);
        assertThat(admitted(sliding, 0, 1) + admitted(sliding, WINDOW - 1, 10) + admitted(sliding, WINDOW, 10))
                .isEqualTo(5);
    }

    @Test
    void arrival_leavesExactlyOneWindowLater() {
        SlidingWindow window = new SlidingWindow(WINDOW);
        window.add(0);

        assertThat(window.count(WINDOW - 1)).isEqualTo(1);
        assertThat(window.untilAtMost(0, WINDOW - 1)).isEqualTo(1);
        assertThat(window.count(WINDOW)).isZero();
        assertThat(window.worst()).isEqualTo(1);
    }

    private static int admitted(RateLimit limit, long now, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += limit.arrive("a", now) == null ? 1 : 0;
        }
        return admitted;
    }

    private static Switches switches(boolean fixed) throws Exception {
        Switches initial = Switches.initial(SimulatorSettings.defaults().withLimit(5, Duration.ofNanos(WINDOW)));
        return initial.patched(new JsonObject().put("fixedWindow", fixed), initial);
    }
}
