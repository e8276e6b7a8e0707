package io.frontugateway.quota;

import java.time.Duration;

/**
 * What time it must be in the ledger, by what Redis said last and the monotonic time since then. Tells a clock that was set
 * from time that has passed. The wall clock of this machine plays no part. Safe for use by any thread.
 */
final class LedgerClock {
    /** What a reading may be off beyond the round trip. */
    private static final long TOLERANCE_MS = 100;

    private boolean known;
    private long since;
    private long heard;
    private long sentAt;
    private long receivedAt;

    /**
     * Takes a reading that came with an answer of Redis.
     *
     * @param ledgerMs the reading
     * @param sent monotonic time, in nanoseconds, when the question was sent
     * @param received the same when the answer was there
     * @return by how many milliseconds the clock was set, at most; 0 when it agrees with what is known
     */
    synchronized long hear(long ledgerMs, long sent, long received) {
        long shift = known ? shift(ledgerMs, sent, received) : 0;
        if (!known || shift != 0) {
            since = ledgerMs;
        }
        known = true;
        heard = ledgerMs;
        sentAt = sent;
        receivedAt = received;
        return shift;
    }

    /** The earliest that it can be in the ledger at this monotonic time; 0 when nothing is known. */
    synchronized long earliest(long nanos) {
        return known ? heard + toMs(nanos - receivedAt) : 0;
    }

    /** Ledger time from which on every reading agreed with the one before; the largest number when nothing is known. */
    synchronized long since() {
        return known ? since : Long.MAX_VALUE;
    }

    private long shift(long ledgerMs, long sent, long received) {
        long earliest = heard + toMs(sent - receivedAt);
        long latest = heard + 1 + toMs(received - sentAt);
        boolean agrees = ledgerMs >= earliest - TOLERANCE_MS && ledgerMs <= latest + TOLERANCE_MS;
        return agrees ? 0 : ledgerMs - earliest;
    }

    private static long toMs(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
