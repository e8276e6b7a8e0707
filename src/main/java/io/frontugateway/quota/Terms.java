package io.frontugateway.quota;

import java.time.Duration;

/**
 * What one replica brings to the ledger: its settings in the ledger's units, milliseconds and ten-thousandths.
 *
 * @param limit slots in a window
 * @param window length of the window
 * @param gap least time between two grants
 * @param writeHeadroom what writes leave free of the working limit
 * @param backgroundHeadroom what background work leaves free of the working limit
 * @param reserve slots that all replicas together may spend without Redis
 * @param hold how long a slot counts beyond the window when nobody settles it: slack, deadline and drain
 * @param waitWhenCold whether nothing is granted for a while when nobody knows what was sent
 * @param grace how long others may report before a ledger that nobody knows is begun anew
 */
public record Terms(
        int limit,
        long window,
        long gap,
        int writeHeadroom,
        int backgroundHeadroom,
        int reserve,
        long hold,
        boolean waitWhenCold,
        long grace) {
    /** A slot is not used later than this after it was asked for, by a clock that cannot be set. */
    static final Duration SLACK = Duration.ofSeconds(1);

    /** Time in which Frontu has counted a request that was cut off. */
    static final Duration DRAIN = Duration.ofSeconds(1);

    /** How long the reserve may be used after it was renewed last. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** A living member has made a connection and reported within this time after Redis came or came back. */
    private static final Duration GRACE = Duration.ofMillis(1500);

    /**
     * The terms of these settings.
     *
     * @param deadline the longest time in which a request is answered or cut off
     * @param alone whether Redis belongs to this replica, so that nobody else could report
     */
    public static Terms of(QuotaConfig config, Duration deadline, boolean alone) {
        return new Terms(
                config.limit(),
                config.window().toMillis(),
                config.minGap().toMillis(),
                tenThousandths(config.headroom().write()),
                tenThousandths(config.headroom().background()),
                config.reserve().of(config.limit()),
                SLACK.plus(deadline).plus(DRAIN).toMillis(),
                config.coldStart() == QuotaConfig.ColdStart.WAIT,
                alone ? 0 : GRACE.toMillis());
    }

    private static int tenThousandths(Percent percent) {
        return percent.of(10_000);
    }
}
