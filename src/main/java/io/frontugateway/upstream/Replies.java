package io.frontugateway.upstream;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Reply.Answer;
import io.frontugateway.upstream.Reply.Failed;
import io.frontugateway.upstream.Reply.Sent;
import java.time.Duration;

/** What several steps ask of a reply. */
final class Replies {
    private Replies() {}

    /** Lets go of a reply that nobody will read. */
    static void discard(Reply reply) {
        if (reply instanceof Answer answer) {
            answer.body().discard();
        }
    }

    /** Whether Frontu, or the way there, is at fault: 5xx, no connection, no answer in time. */
    static boolean isFrontusFault(Reply reply) {
        if (reply instanceof Answer answer) {
            return answer.status() >= 500;
        }
        return !saysNothingOfFrontu(reply)
                && switch (((Failed) reply).problem().reason()) {
                    case FRONTU_UNAVAILABLE, FRONTU_TIMEOUT, FRONTU_BAD_ANSWER -> true;
                    default -> false;
                };
    }

    /** Whether the call ended for a reason of the gateway's own, before Frontu had a say. */
    static boolean saysNothingOfFrontu(Reply reply) {
        return reply instanceof Failed failed && (failed.sent() == Sent.NOT_TRIED || failed.sent() == Sent.TOO_LATE);
    }

    /** Whether the same call, made again soon, may well fare better. */
    static boolean isWorthAnotherAttempt(Reply reply) {
        return isFrontusFault(reply) || (reply instanceof Failed failed && failed.sent() == Sent.TOO_LATE);
    }

    /** The gateway held a call back for now. */
    static Failed heldBack(String detail, Duration retryAfter) {
        var problem = Problem.of(Reason.FRONTU_UNAVAILABLE, detail).retryAfter(retryAfter);
        return new Failed(problem, Sent.NOT_TRIED);
    }
}
