package io.frontugateway.problem;

/** Carries a {@link Problem} down a failed {@code Uni}. It has no stack trace: refusals are normal. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.reason().slug() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** What was refused, and why. */
    public Problem problem() {
        return problem;
    }
}
