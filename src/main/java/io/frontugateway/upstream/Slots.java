package io.frontugateway.upstream;

import io.frontugateway.problem.Problem;
import io.smallrye.mutiny.Uni;

/** Where slots come from: the shared quota. */
@FunctionalInterface
public interface Slots {
    /**
     * Takes one slot, waiting for it as long as the call allows. Cancelling gives up the wait, or gives the slot back.
     */
    Uni<Grant> take(Call call);

    /** The outcome of asking for a slot. */
    sealed interface Grant {
        /** A slot was had. */
        record Taken(Slot slot) implements Grant {}

        /** None is to be had in time. */
        record Refused(Problem problem) implements Grant {}
    }
}
