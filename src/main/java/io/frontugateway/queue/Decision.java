package io.frontugateway.queue;

import io.frontugateway.problem.Problem;

/** What became of the wish to change an operation. */
public sealed interface Decision {
    /** It was done; the operation as it stands now. */
    record Done(Operation operation) implements Decision {}

    /** It was not: {@code operation-not-cancellable}, {@code operation-not-dead}, {@code newer-write-done}, {@code queue-full}. */
    record Refused(Problem problem) implements Decision {}

    /** There is no such operation. */
    record Unknown() implements Decision {}
}
