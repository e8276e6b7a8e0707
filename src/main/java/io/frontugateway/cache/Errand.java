package io.frontugateway.cache;

import io.frontugateway.reads.Reader;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Something that Frontu is asked once for all who want it at the same time. */
interface Errand {
    /** What makes it the same for others: one flight at a time for each of these, over all replicas. */
    Place flight();

    /** What was seen of its resource's generation before; {@link Stamp#UNKNOWN} where nothing was. */
    String generation();

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

    /** The same for somebody whom not everything that is fresh will do. */
    default Errand demanding(Predicate<Stretch> will) {
        var any = this;
        return new Errand() {
            @Override
            public Place flight() {
                return any.flight();
            }

            @Override
            public String generation() {
                return any.generation();
            }

            @Override
            public List<Place> places() {
                return any.places();
            }

            @Override
            public boolean isHeldAsRows() {
                return any.isHeldAsRows();
            }

            @Override
            public Optional<Stretch> atHand(Map<Place, Stretch> kept) {
                return any.atHand(kept).filter(will);
            }

            @Override
            public Uni<Brought> ask(Reader reader, long ticket) {
                return any.ask(reader, ticket);
            }
        };
    }

    /**
     * What Frontu gave.
     *
     * @param place where it is kept
     * @param byDelta whether only changes were asked for
     */
    record Brought(Place place, Stretch rows, boolean byDelta) {
        /** The same, with its place among all fetches where that was not known before. */
        Brought at(long ticket) {
            return new Brought(place, rows.at(ticket), byDelta);
        }

        /** The same, where something that is kept may show the same rows already. */
        Brought after(@Nullable Stretch kept) {
            return new Brought(place, rows.after(kept), byDelta);
        }
    }
}
