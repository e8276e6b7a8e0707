package io.frontugateway.cache;

import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.cache.Stretch.Sync;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.reads.Reader;
import io.frontugateway.reads.Single;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One entity by an identity. It is also answered from any list at hand that holds it, by the newest state of all. */
final class OneQuestion implements Question {
    private final Means means;
    private final String account;
    private final String resource;
    private final Identity by;
    private final String id;
    private final boolean full;
    private final Function<Reader, Uni<Single>> read;
    private final Place place;

    /** What every question about something single needs. */
    record Means(Memory memory, Store store, Function<String, Lifetimes> lifetimes, InstantSource clock) {}

    /**
     * @param full whether it is asked for with all its relations, which no list shows
     * @param read asks Frontu for it
     */
    OneQuestion(
            Means means,
            String account,
            String resource,
            Identity by,
            String id,
            boolean full,
            Function<Reader, Uni<Single>> read) {
        this.means = means;
        this.account = account;
        this.resource = resource;
        this.by = by;
        this.id = id;
        this.full = full;
        this.read = read;
        this.place = Place.alone(account, resource, full ? Place.FULL : Place.ONE, by.member() + "\n" + id);
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public String resource() {
        return resource;
    }

    @Override
    public Memory.Key key() {
        return new Memory.Key(place.key(), "");
    }

    @Override
    public List<Place> places() {
        return List.of(place);
    }

    @Override
    public Stream<Stretch> elsewhere() {
        return full ? Stream.empty() : Stream.concat(means.memory().listsOf(account, resource), singles());
    }

    /** The same entity, asked for by either identity. */
    private Stream<Stretch> singles() {
        return means.memory().singles(account, resource, by, id);
    }

    /** A list that was read since may show a newer state, and so may a read by the other identity. */
    @Override
    public boolean isStill(Kept kept) {
        return full
                || kept.epoch() == means.memory().epoch(account, resource)
                        && singles()
                                .noneMatch(rows ->
                                        rows.stamp().ticket() > kept.stamp().ticket());
    }

    /** Relations change when their own resources do. */
    @Override
    public String generation(Sight sight) {
        return full ? sight.ofAll() : sight.of(resource);
    }

    @Override
    public Optional<Found> in(Stretch rows) {
        if (full) {
            return rows.rows().stream().findFirst().map(row -> new Found(0, false, asOf -> row.json()));
        }
        boolean own = rows.scope().equals(Scope.SINGLE);
        return rows.find(by, id)
                .map(row -> new Found(row.version() == null ? 0 : row.version(), !own, asOf -> row.json()));
    }

    @Override
    public Errand errand(List<Stretch> known, Sight sight, boolean anew) {
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
                return read.apply(reader).map(single -> brought(single, new Stamp(generation, ticket)));
            }
        };
    }

    private boolean isFresh(Stretch rows, String generation) {
        var age = Lifetimes.age(rows.asOf(), means.clock().instant());
        return rows.stamp().generation().equals(generation)
                && !means.lifetimes().apply(resource).left(age).isNegative();
    }

    private Errand.Brought brought(Single single, Stamp stamp) {
        var sync = new Sync(null, single.asOf(), false);
        var rows = List.of(Row.of(single.entity()));
        return new Errand.Brought(place, new Stretch(Scope.SINGLE, rows, null, single.asOf(), stamp, sync), false);
    }
}
