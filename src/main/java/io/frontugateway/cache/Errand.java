package io.frontugateway.cache;

import io.frontugateway.reads.Reader;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that Frontu is asked once for all who want it at the same time. */
interface Errand {
    /** What makes it the same for others: one flight at a time for each of these, over all replicas. */
    Place flight();

    /** Where others may have brought what will do; of the same family as the flight. */
    List<Place> places();

    /**
     * What others have brought meanwhile, if it will do.
     *
     * @param kept what is kept at those places now
     */
    Optional<Stretch> atHand(Map<Place, Stretch> kept);

    /**
     * Asks Frontu, when subscribed to.
     *
     * @param reader on whose behalf, and who follows it
     * @param ticket its place among all fetches
     * @return fails with a {@code ProblemException} only
     */
    Uni<Brought> ask(Reader reader, long ticket);

    /** Whether memory holds what it brings in the form in which it is shared. */
    default boolean isHeldAsRows() {
        return true;
    }

    /**
     * What Frontu gave.
     *
     * @param place where it is kept
     * @param byDelta whether only changes were asked for
     */
    record Brought(Place place, Stretch rows, boolean byDelta) {}
}
