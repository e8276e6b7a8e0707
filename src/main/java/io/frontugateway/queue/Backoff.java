package io.frontugateway.queue;

import io.frontugateway.problem.Problem;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When a write that failed is tried again: after 250 ms, then twice as long each time, up to a minute, less up to a half. */
final class Backoff {
    private static final long FIRST = 250;
    private static final long LONGEST = 60_000;

    private Backoff() {}

    /**
     * @param attempts attempts before the one that has just failed
     * @param problem what went wrong; where it says when to ask again, the pause is at least that long
     */
    static Duration after(int attempts, Problem problem) {
        long longest = attempts > 10 ? LONGEST : Math.min(LONGEST, FIRST << attempts);
        var pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
        var asked = problem.retryAfter();
        return asked != null && asked.compareTo(pause) > 0 ? asked : pause;
    }
}
