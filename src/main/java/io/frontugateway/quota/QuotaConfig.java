package io.frontugateway.quota;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What Frontu lets all replicas together spend, and how it is shared. */
public interface QuotaConfig {
    /**
     * Requests that Frontu grants in any {@link #window()}, counted over every replica behind one address. A value above
     * Frontu's own limit is answered by 429s, which close the gate for everybody.
     */
    @WithDefault("1000")
    int limit();

    /** Length of the window that {@link #limit()} refers to. */
    @WithDefault("5m")
    Duration window();

    /**
     * Name of the public address from which requests reach Frontu. Gateways with the same name and the same Redis share one
     * quota; give two installations behind different addresses different names.
     */
    @WithDefault("default")
    String egress();

    /**
     * Longest time a call waits for slots before it is turned away with 429. Higher means fewer refusals and more open
     * requests; keep it below the callers' own timeout, since an answer that nobody waits for still costs a slot.
     */
    @WithDefault("5s")
    Duration maxWait();

    /** Least time between two requests to Frontu, over all replicas. Zero switches the spacing off. */
    @WithDefault("20ms")
    Duration minGap();

    /** What the lower classes leave free for the higher ones. */
    Headroom headroom();

    /**
     * Part of the limit that all replicas together may spend while Redis is out of reach. It stays charged all the time, so
     * more of it means less for the normal day.
     */
    @WithDefault("2%")
    Percent reserve();

    /** What is granted when neither Redis nor any replica remembers what was sent. */
    @WithDefault("assume-idle")
    ColdStart coldStart();

    /** How much of the working limit must be free before a class takes a slot. */
    interface Headroom {
        /** For queued writes. */
        @WithDefault("10%")
        Percent write();

        /** For refreshes and polls, which nobody waits for. */
        @WithDefault("30%")
        Percent background();
    }

    /** What to take for granted about requests that nobody remembers. */
    enum ColdStart {
        /** Nothing was sent: slots are granted at once. Wrong after a crash of everything under load. */
        ASSUME_IDLE,
        /** All was spent: nothing is granted for one window. */
        WAIT
    }
}
