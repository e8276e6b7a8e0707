package io.frontugateway.upstream;

import io.frontugateway.problem.Problem;
import io.smallrye.mutiny.Uni;

/** Where slots come from: the shared quota. */
public interface Slots {
    /**
     * Takes one slot, waiting for it as long as the call allows. Cancelling gives up the wait, or gives the slot back.
     *
     * @param room where the call needs a place to be under way. With the slot comes a place, which whoever gets them gives back
     */
    Uni<Grant> take(Call call, Room room);

    /** A place is free in a room that was full. For any thread. */
    void roomFreed();

    /** The outcome of asking for a slot. */
    sealed interface Grant {
        /** A slot was had, and a place. */
        record Taken(Slot slot) implements Grant {}

        /** None is to be had in time. */
        record Refused(Problem problem) implements Grant {}
    }
}
