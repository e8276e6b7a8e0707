package io.frontugateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/** Moments of all arrivals since the reset (of the last four million), and what follows from them for trailing windows. */
final class Usage {
    private static final int MOST = 1 << 22;

    private final long originNanos = System.nanoTime();
    private final long originMs = System.currentTimeMillis();
    private long[] moments = new long[1024];
    private int size;
    private long dropped;

    void add(long nanos) {
        if (size == moments.length) {
            makeRoom();
        }
        moments[size++] = nanos - originNanos;
    }

    /**
     * Arrivals per trailing window, between two moments.
     *
     * <p>The mean is exact: each arrival counts in the windows that end less than one window after it, so its part of
     * the mean is the time for which it does, within the span, divided by the span.
     *
     * @param fromMs Unix time in milliseconds; 0 for the reset
     * @param toMs the same; 0 for now
     */
    JsonObject between(long fromMs, long toMs, long windowMs) {
        long from = fromMs == 0 ? 0 : nanos(fromMs);
        long to = toMs == 0 ? System.nanoTime() - originNanos : nanos(toMs);
        long window = TimeUnit.MILLISECONDS.toNanos(windowMs);
        double covered = 0;
        long within = 0;
        for (int i = 0; i < size; i++) {
            long begins = Math.max(from, moments[i]);
            long ends = Math.min(to, moments[i] + window);
            covered += Math.max(0, ends - begins);
            within += moments[i] >= from && moments[i] <= to ? 1 : 0;
        }
        return new JsonObject()
                .put("from", originMs + TimeUnit.NANOSECONDS.toMillis(from))
                .put("to", originMs + TimeUnit.NANOSECONDS.toMillis(to))
                .put("windowMs", windowMs)
                .put("arrivals", within)
                .put("mean", to > from ? covered / (to - from) : 0)
                .put("most", most(from, to, window))
                .put("forgotten", dropped);
    }

    /** The most arrivals in a trailing window that ends within the span; it ends at an arrival, or at the beginning. */
    private int most(long from, long to, long window) {
        int most = 0;
        int first = 0;
        for (int i = 0; i < size && moments[i] <= to; i++) {
            long end = Math.max(from, moments[i]);
            while (moments[first] <= end - window && first < i) {
                first++;
            }
            most = Math.max(most, moments[i] > end - window ? i - first + 1 : 0);
        }
        return most;
    }

    private long nanos(long unixMs) {
        return TimeUnit.MILLISECONDS.toNanos(unixMs - originMs);
    }

    private void makeRoom() {
        int kept = size < MOST ? size : size / 2;
        long[] other = new long[size < MOST ? size * 2 : size];
        System.arraycopy(moments, size - kept, other, 0, kept);
        dropped += size - kept;
        moments = other;
        size = kept;
    }
}
