package io.frontugateway.cache;

import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.Reader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How a flight ended. */
sealed interface Landing {
    /**
     * It brought something.
     *
     * @param rows what it brought
     * @param stored whether that is kept for others
     * @param byDelta whether only changes were asked for
     * @param foreign whether another replica asked
     * @param lasting nobody waits for other replicas to have it too; completes with false where it turns out that they have
     *     something newer, and what is kept of this has to be dropped
     */
    record Brought(Stretch rows, boolean stored, boolean byDelta, boolean foreign, CompletionStage<Boolean> lasting)
            implements Landing {
        /** Nothing more is to be learnt of it. */
        static Brought settled(Stretch rows, boolean stored, boolean byDelta, boolean foreign) {
            return new Brought(rows, stored, byDelta, foreign, CompletableFuture.completedFuture(true));
        }
    }

    /** It has not landed: who waited with others for a slot has waited as long as it would have for its own. */
    record Unsent() implements Landing {}

    /**
     * It failed.
     *
     * @param problem why
     * @param status what Frontu answered, if it did
     * @param asked whether Frontu was asked
     * @param client on whose behalf
     * @param patience how long that one would have waited for the quota
     * @param generation the resource's generation before it was asked for; empty where it could not be found out
     */
    record Failed(
            ProblemException problem,
            @Nullable Integer status,
            boolean asked,
            String client,
            Duration patience,
            String generation)
            implements Landing {
        /** Whether what held it back would hold back another, who gets no more of the quota and waits no longer for it. */
        boolean isSharedBy(Reader other) {
            return !asked && client.equals(other.client()) && patience.compareTo(other.maxWait()) >= 0;
        }

        /** Whether the failure is Frontu's word on the question, and not on who asked it when. */
        boolean isFrontus() {
            return asked && problem.problem().reason() != Reason.QUOTA_EXHAUSTED;
        }

        /** Whether the same question will be answered the same way a moment later. */
        boolean isFinal() {
            return isFrontus()
                    && switch (problem.problem().reason()) {
                        case NOT_FOUND, FRONTU_REFUSED, FRONTU_UNAUTHORIZED, NOT_ALLOWED -> true;
                        default -> false;
                    };
        }
    }
}
