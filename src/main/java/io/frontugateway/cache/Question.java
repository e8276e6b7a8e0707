package io.frontugateway.cache;

import io.frontugateway.cache.Generations.Sight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a caller wants to know, apart from how fresh. */
interface Question {
    String account();

    /** Name of the resource, whose lifetimes and generation count. */
    String resource();

    /** What its finished answer is kept under. */
    Memory.Key key();

    /** Where rows may be kept that answer it, those first that were read for it. */
    List<Place> places();

    /** Other rows in memory that may answer it. */
    default Stream<Stretch> elsewhere() {
        return Stream.empty();
    }

    /** The answer that is in some rows; empty where they do not tell. */
    Optional<Found> in(Stretch rows);

    /** Whether a finished answer that is fresh is still the best that can be found in memory. */
    default boolean isStill(Kept kept) {
        return true;
    }

    /** Which generation an answer belongs to that is read now. */
    default String generation(Sight sight) {
        return sight.of(resource());
    }

    /**
     * How Frontu is asked.
     *
     * @param known what is known already, which may be brought up to date
     * @param anew whether the caller wants exactly this read anew, and nothing known made use of
     */
    Errand errand(List<Stretch> known, Sight sight, boolean anew);

    /**
     * An answer that was found.
     *
     * @param version highest version of what it tells; decides where several are found. Zero where that says nothing
     * @param subsumed whether it was found in rows that were read for another question
     * @param body makes the document, by the moment that it says of itself
     */
    record Found(long version, boolean subsumed, Function<Instant, byte[]> body) {}
}
