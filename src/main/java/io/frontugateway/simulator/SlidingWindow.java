package io.frontugateway.simulator;

/**
 * Moments of a trailing window, in the order in which they came. Exact for up to a million moments in one window; beyond
 * that the oldest are forgotten.
 */
final class SlidingWindow {
    private static final int MOST = 1 << 20;

    private final long length;
    private long[] ring = new long[64];
    private int first;
    private int size;
    private int worst;

    /** @param lengthNanos a moment counts until exactly this long after it */
    SlidingWindow(long lengthNanos) {
        this.length = lengthNanos;
    }

    void add(long now) {
        forget(now);
        if (size == ring.length) {
            grow();
        }
        ring[(first + size) & (ring.length - 1)] = now;
        size++;
        worst = Math.max(worst, size);
    }

    /** Moments in {@code (now - length, now]}. */
    int count(long now) {
        forget(now);
        return size;
    }

    /** The most moments that any window of this length has held. */
    int worst() {
        return worst;
    }

    /** Nanoseconds from {@code now} until at most {@code rest} of the present moments still count. */
    long untilAtMost(int rest, long now) {
        forget(now);
        return size <= rest ? 0 : ring[(first + size - rest - 1) & (ring.length - 1)] + length - now;
    }

    private void forget(long now) {
        while (size > 0 && now - ring[first] >= length) {
            drop();
        }
    }

    private void drop() {
        first = (first + 1) & (ring.length - 1);
        size--;
    }

    private void grow() {
        if (ring.length >= MOST) {
            drop();
            return;
        }
        long[] larger = new long[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(first + i) & (ring.length - 1)];
        }
        ring = larger;
        first = 0;
    }
}
