package io.frontugateway.cache;

import java.time.Duration;
import java.time.Instant;

/**
 * An answer to a read.
 *
 * @param body the finished document
 * @param asOf when Frontu was asked for the oldest state in it
 * @param age how long ago it was last known to be right; a refresh that finds nothing new makes it young again and leaves
 *     the body as it is
 * @param ttl how long such an answer is fresh in all, counted from age zero
 * @param provenance how it came about
 */
public record Answered(Finished body, Instant asOf, Duration age, Duration ttl, Provenance provenance) {}
