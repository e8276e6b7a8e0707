package io.frontugateway.simulator;

import java.util.UUID;

/** Identifiers that follow from a counter, so that each start seeds the same company. */
final class Guids {
    private long counter;

    /** The next identifier, in the form of a name-based UUID. */
    String next() {
        long high = mix(++counter);
        long low = mix(high ^ counter);
        return new UUID((high & ~0xF000L) | 0x3000L, (low >>> 2) | 0x8000000000000000L).toString();
    }

    /** A well-spread number for each number (the finalizer of SplitMix64). */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
