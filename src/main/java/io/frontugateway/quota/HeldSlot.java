package io.frontugateway.quota;

import io.frontugateway.upstream.RetryAfter;
import io.frontugateway.upstream.Slot;
import io.vertx.core.MultiMap;
import java.time.Duration;

/**
 * One slot that this replica holds, and what became of it.
 *
 * <pre>
 * taken ─── given back, or too old to be used ──▶ returned
 *   │
 *   ▼ before the first byte leaves
 * sent ──── the head of an answer is in ────────▶ settled
 * </pre>
 *
 * <p>Times are monotonic, in nanoseconds. Safe for use by any thread.
 */
final class HeldSlot implements Slot {
    private static final int LIMITED = 429;
    private static final Duration WHEN_FRONTU_DOES_NOT_SAY = Duration.ofSeconds(60);

    private final SlotKey key;
    private final long began;
    private final SlotKeeper keeper;
    private State state = State.TAKEN;
    private long settledAt;

    enum State {
        TAKEN,
        SENT,
        SETTLED,
        RETURNED
    }

    /**
     * @param key its name in the ledger
     * @param began when the question that brought it was sent
     */
    HeldSlot(SlotKey key, long began, SlotKeeper keeper) {
        this.key = key;
        this.began = began;
        this.keeper = keeper;
    }

    SlotKey key() {
        return key;
    }

    @Override
    public boolean markSent() {
        synchronized (this) {
            if (state != State.TAKEN) {
                return false;
            }
            if (System.nanoTime() - began <= Terms.SLACK.toNanos()) {
                state = State.SENT;
                return true;
            }
        }
        giveBack();
        return false;
    }

    @Override
    public void settle(int status, MultiMap headers) {
        synchronized (this) {
            if (state != State.SENT) {
                return;
            }
            state = State.SETTLED;
            settledAt = System.nanoTime();
        }
        var closed = status == LIMITED ? RetryAfter.of(headers).orElse(WHEN_FRONTU_DOES_NOT_SAY) : null;
        keeper.settled(this, closed);
    }

    @Override
    public void giveBack() {
        synchronized (this) {
            if (state != State.TAKEN) {
                return;
            }
            state = State.RETURNED;
        }
        keeper.returned(this);
    }

    synchronized boolean isSettled() {
        return state == State.SETTLED;
    }

    /** Milliseconds since the head of its answer was in, rounded down. */
    synchronized long settledAgo(long now) {
        return Duration.ofNanos(now - settledAt).toMillis();
    }

    /** Milliseconds since it was taken, at most. */
    long takenAgo(long now) {
        return Duration.ofNanos(now - began).toMillis();
    }

    /** Milliseconds until it frees, rounded up; zero or less when it has freed. */
    synchronized long left(long now, long window, long hold) {
        return 1 + (state == State.SETTLED ? window - settledAgo(now) : hold + key.longer() + window - takenAgo(now));
    }
}
