package io.frontugateway.cache;

import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.reads.Reader;
import io.frontugateway.reads.Single;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One entity by an identity. It is also answered from any list at hand that holds it, by the newest state of all. */
final class OneQuestion extends PlacedQuestion {
    private final Identity by;
    private final String id;
    private final boolean full;

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
        super(
                means,
                account,
                resource,
                Place.alone(account, resource, full ? Place.FULL : Place.ONE, by.member() + "\n" + id),
                reader -> read.apply(reader).map(OneQuestion::whole));
        this.by = by;
        this.id = id;
        this.full = full;
    }

    private static Whole whole(Single single) {
        return new Whole(List.of(Row.of(single.entity())), single.asOf());
    }

    @Override
    public Stream<Stretch> elsewhere() {
        return full ? Stream.empty() : Stream.concat(memory().listsOf(account(), resource()), singles());
    }

    /** The same entity, asked for by either identity. */
    private Stream<Stretch> singles() {
        return memory().singles(account(), resource(), by, id);
    }

    /** A list that was read since may show a newer state, and so may a read by the other identity. */
    @Override
    public boolean isStill(Kept kept) {
        return full
                || kept.epoch() == memory().epoch(account(), resource())
                        && singles()
                                .noneMatch(rows ->
                                        rows.stamp().ticket() > kept.stamp().ticket());
    }

    /** Relations change when their own resources do. */
    @Override
    public String generation(Sight sight) {
        return full ? sight.ofAll() : sight.of(resource());
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
}
