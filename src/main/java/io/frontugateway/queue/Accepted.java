package io.frontugateway.queue;

import io.frontugateway.problem.Problem;

/** What became of a submission. */
public sealed interface Accepted {
    /** It is queued, and will not be lost as far as Redis' settings promise. */
    record New(Operation operation) implements Accepted {}

    /** It had been accepted before under the same idempotency key; this is the first operation as it stands now. */
    record Repeated(Operation operation) implements Accepted {}

    /**
     * It was not taken: {@code queue-full} and {@code store-unavailable} with the time after which it can be,
     * {@code idempotency-key-reused}. After {@code store-unavailable} it may have been taken all the same, since the answer
     * of the store can be lost; a submission with an idempotency key or an identity can be sent again without harm.
     */
    record Refused(Problem problem) implements Accepted {}
}
