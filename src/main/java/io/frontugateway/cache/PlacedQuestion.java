package io.frontugateway.cache;

import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.cache.Stretch.Sync;
import io.frontugateway.reads.Reader;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A question whose answer is read at once, and kept as a whole at one place. */
abstract class PlacedQuestion implements Question {
    private final Means means;
    private final String account;
    private final String resource;
    private final Place place;
    private final Function<Reader, Uni<Whole>> read;

    /** What every such question needs. */
    record Means(Memory memory, Store store, Function<String, Lifetimes> lifetimes, InstantSource clock) {}

    /** All that was read, and when Frontu was asked. */
    record Whole(List<Row> rows, Instant asOf) {}

    /** @param read asks Frontu */
    PlacedQuestion(Means means, String account, String resource, Place place, Function<Reader, Uni<Whole>> read) {
        this.means = means;
        this.account = account;
        this.resource = resource;
        this.place = place;
        this.read = read;
    }

    @Override
    public final String account() {
        return account;
    }

    @Override
    public final String resource() {
        return resource;
    }

    @Override
    public final Memory.Key key() {
        return new Memory.Key(place.key(), "");
    }

    @Override
    public final List<Place> places() {
        return List.of(place);
    }

    final Memory memory() {
        return means.memory();
    }

    @Override
    public final Errand errand(List<Stretch> known, Sight sight, boolean anew) {
        var generation = generation(sight);
        return new Errand() {
            @Override
            public Place flight() {
                return place;
            }

            @Override
            public String generation() {
                return generation;
            }

            @Override
            public List<Place> places() {
                return List.of(place);
            }

            @Override
            public Optional<Stretch> atHand(Map<Place, Stretch> kept) {
                return Optional.ofNullable(kept.get(place)).filter(rows -> isFresh(rows, generation));
            }

            @Override
            public Uni<Brought> ask(Reader reader, long ticket) {
                return read.apply(reader).map(whole -> brought(whole, new Stamp(generation, ticket)));
            }
        };
    }

    private boolean isFresh(Stretch rows, String generation) {
        var age = Lifetimes.age(rows.asOf(), means.clock().instant());
        return rows.stamp().generation().equals(generation)
                && !means.lifetimes().apply(resource).left(age).isNegative();
    }

    private Errand.Brought brought(Whole whole, Stamp stamp) {
        var sync = new Sync(null, whole.asOf(), false);
        var rows = new Stretch(Scope.SINGLE, whole.rows(), null, whole.asOf(), stamp, sync);
        return new Errand.Brought(place, rows, false);
    }
}
