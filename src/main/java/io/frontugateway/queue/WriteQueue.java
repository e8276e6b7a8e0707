package io.frontugateway.queue;

import io.frontugateway.queue.Submission.Related;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accepted writes of all replicas. What is accepted stays, in its place, until it is done, dead or cancelled.
 *
 * <p>Every {@code Uni} acts when it is subscribed to, and fails with a {@code ProblemException} only: {@code
 * store-unavailable} where Redis is out of reach. Safe for use from any thread.
 */
public interface WriteQueue {
    /** Takes a write. Never fails: what cannot be taken is {@link Accepted.Refused}. */
    Uni<Accepted> accept(Submission submission);

    /** Takes writes of one account in the order given; results in that order. One that is refused does not stop the others. */
    Uni<List<Accepted>> acceptAll(List<Submission> submissions);

    /** An operation as it stands now. */
    Uni<Optional<Operation>> find(String account, String id);

    /**
     * An operation once it {@linkplain Operation#isOver() is over}, or as it stands when the time is up. One that is
     * answered as done is seen by reads that begin after it.
     */
    Uni<Optional<Operation>> await(String account, String id, Duration atMost);

    /**
     * A page of operations.
     *
     * @param cursor the {@code next} of a page of the same filter; null for the first page
     * @param limit most items, at least 1
     */
    Uni<OperationPage> list(OperationFilter filter, @Nullable String cursor, int limit);

    /** Takes back an operation that is still queued. */
    Uni<Decision> cancel(String account, String id);

    /**
     * Sends a dead operation again, in its old place.
     *
     * @param force also where a newer write to the same entity is done or under way
     */
    Uni<Decision> replay(String account, String id, boolean force);

    /** Sends all dead operations of a filter again, except where a newer write is done. */
    Uni<Replayed> replayAll(OperationFilter filter);

    /**
     * How many there were.
     *
     * @param replayed sent again
     * @param skipped left dead, because a newer write to the same entity is done or under way, or the queue is full
     */
    record Replayed(int replayed, int skipped) {}

    /**
     * Waits until the writes to these items that have been accepted so far are over.
     *
     * @return whether they are
     */
    Uni<Boolean> settled(String account, List<Related> items, Duration atMost);

    /** Takes note that guid and systemId are of one item. Never fails: what cannot be noted is left out. */
    Uni<Void> learn(String account, String resource, List<Pair> seen);

    /**
     * The same where it matters to no write that waits or is remembered whether this is over: for what lists show. Writes that
     * are accepted afterwards under one of the names find those under the other.
     */
    Uni<Void> learnNeeded(String account, String resource, List<Pair> seen);

    /** The same without waiting for it, for while nothing waits; what was told a moment ago is not told again. */
    void remember(String account, String resource, List<Pair> seen);

    /** The two names of one item, as Frontu showed them. */
    record Pair(String guid, String systemId) {}
}
