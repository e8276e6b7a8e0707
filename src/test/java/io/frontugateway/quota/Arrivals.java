package io.frontugateway.quota;

import java.util.ArrayDeque;
import java.util.Deque;

/** What Frontu sees: counts the requests that arrived in any trailing window, by this machine's monotonic clock. */
final class Arrivals {
    private final long window;
    private final Deque<Long> recent = new ArrayDeque<>();
    private int worst;
    private long all;

    Arrivals(long windowMs) {
        this.window = windowMs * 1_000_000;
    }

    synchronized void arrive() {
        long now = System.nanoTime();
        while (!recent.isEmpty() && now - recent.peekFirst() >= window) {
            recent.pollFirst();
        }
        recent.addLast(now);
        all++;
        worst = Math.max(worst, recent.size());
    }

    /** The most that any window has held. */
    synchronized int worst() {
        return worst;
    }

    synchronized long all() {
        return all;
    }
}
