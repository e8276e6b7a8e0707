package io.frontugateway.writes;

import io.frontugateway.problem.Problem;
import io.frontugateway.queue.Submission;

/** One item of a batch, before anything is accepted. */
public sealed interface Prepared {
    /** It can be queued. */
    record Ready(Submission submission) implements Prepared {}

    /** It cannot, and does not stop the others. */
    record Refused(Problem problem) implements Prepared {}
}
