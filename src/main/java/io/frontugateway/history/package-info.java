/**
 * The last hour, over all replicas, for the operator's page: what was sent for whom, how reads were answered, how long the
 * queue was, and which replicas there are.
 *
 * <p>Each replica adds what it has seen to a few small hashes in Redis every five seconds, one hash for each half minute, so
 * that every replica can show the whole and a new one knows what was before it.
 *
 * <p>What looks wrong but is meant: these hashes expire and may be evicted, because nothing but a chart is lost with them;
 * the half minute is told by the replica's own clock, since a chart does not mind a second; and numbers of other rooms are
 * read from their meters, so that no room has to know of this one.
 */
@NullMarked
package io.frontugateway.history;

import org.jspecify.annotations.NullMarked;
