package io.frontugateway.cache;

import java.time.Instant;

/**
 * A finished answer in memory.
 *
 * @param body what goes to the socket
 * @param bodyAsOf what the body says of its own age; older than {@code asOf} where later asks found nothing new
 * @param asOf when it was last known to be right
 * @param stamp which state of Frontu it shows
 * @param subsumed whether it was taken from a list that holds more
 * @param epoch how often rows of the resource had been kept before it was made
 */
record Kept(Finished body, Instant bodyAsOf, Instant asOf, Stamp stamp, boolean subsumed, long epoch) implements Held {
    @Override
    public int weight() {
        return 128 + body.weight();
    }
}
