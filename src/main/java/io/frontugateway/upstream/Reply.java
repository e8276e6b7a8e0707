package io.frontugateway.upstream;

import io.frontugateway.problem.Problem;
import io.vertx.core.MultiMap;
import java.time.Instant;

/** How a {@link Call} ended. */
public sealed interface Reply {

    /**
     * Frontu answered, with whatever status: the head is in, the body is still to be read.
     *
     * @param status HTTP status as Frontu gave it
     * @param headers the head, names without regard to case
     * @param body must be read or discarded
     * @param askedAt when the request left
     */
    record Answer(int status, MultiMap headers, Body body, Instant askedAt) implements Reply {
        /** Whether the status says success (2xx). */
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * No answer came.
     *
     * @param problem what the caller is told
     * @param sent what is known of the request itself
     */
    record Failed(Problem problem, Sent sent) implements Reply {}

    /** Whether a request without an answer can have had an effect. */
    enum Sent {
        /** No attempt was made: the gateway held the call back (no permit, no slot, breaker open). Says nothing of Frontu. */
        NOT_TRIED,
        /** Nothing left, because the grant had become too old: this process was held up. Says nothing of Frontu. */
        TOO_LATE,
        /** An attempt was made, and nothing left this process. */
        NO,
        /** It left, or may have left, and its effect is open. */
        PERHAPS
    }
}
