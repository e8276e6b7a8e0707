package io.frontugateway.reads;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;

/** Says what is wrong with an answer of Frontu. The words name kinds and places, never values: those may be personal. */
final class BadAnswer {
    private BadAnswer() {}

    /**
     * The problem {@code frontu-bad-answer}.
     *
     * @param seen goes on from "Frontu's answer", for example {@code is empty}
     */
    static ProblemException because(String seen) {
        return Problem.of(Reason.FRONTU_BAD_ANSWER, "Frontu's answer " + seen).asException();
    }
}
