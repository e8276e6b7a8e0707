package io.frontugateway.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** When a write that failed is tried again: after 250 ms, then twice as long each time, up to a minute, less up to a half. */
final class Backoff {
    private static final long FIRST = 250;
    private static final long LONGEST = 60_000;

    private Backoff() {}

    /**
     * @param attempts attempts before the one that has just failed
     * @param asked Frontu's own {@code Retry-After}: the pause is at least that long. What the gateway tells its callers of an
     *     outage is meant for them
     */
    static Duration after(int attempts, Optional<Duration> asked) {
        long longest = attempts > 10 ? LONGEST : Math.min(LONGEST, FIRST << attempts);
        var pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
        return asked.filter(wait -> wait.compareTo(pause) > 0).orElse(pause);
    }
}
