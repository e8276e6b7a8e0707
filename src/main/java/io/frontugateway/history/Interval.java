package io.frontugateway.history;

import java.time.Instant;
import java.util.Map;

/**
 * Half a minute of the last hour, over all replicas. Empty where nobody wrote.
 *
 * @param from when it began
 * @param sent requests to Frontu, by client and then by class of the quota
 * @param reads reads by how they were answered, in the words of {@code frontu_cache_requests_total}
 * @param saved requests that were not needed: reads answered from what is kept, and merged writes
 * @param levels the highest that was seen of what goes up and down, by name; see {@link Meters}
 * @param replicas the replicas that wrote, by id
 */
public record Interval(
        Instant from,
        Map<String, Map<String, Long>> sent,
        Map<String, Long> reads,
        long saved,
        Map<String, Double> levels,
        Map<String, Member> replicas) {

    /**
     * What a replica says of itself.
     *
     * @param version version of the program
     * @param startedAt when it was started
     * @param seenAt when it last wrote, by its own clock
     */
    public record Member(String version, Instant startedAt, Instant seenAt) {}
}
