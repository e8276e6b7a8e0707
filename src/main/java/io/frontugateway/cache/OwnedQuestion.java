package io.frontugateway.cache;

import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.cache.Stretch.Sync;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.reads.Page;
import io.frontugateway.reads.Reader;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The list that belongs to one item, such as the evaluations of a task: all of it at once. */
final class OwnedQuestion implements Question {
    private final OneQuestion.Means means;
    private final String account;
    private final String resource;
    private final Function<Page, byte[]> render;
    private final Function<Reader, Uni<Page>> read;
    private final Place place;

    OwnedQuestion(
            OneQuestion.Means means,
            String account,
            String resource,
            Identity by,
            String id,
            Function<Page, byte[]> render,
            Function<Reader, Uni<Page>> read) {
        this.means = means;
        this.account = account;
        this.resource = resource;
        this.render = render;
        this.read = read;
        this.place = Place.alone(account, resource, "owned", by.member() + "\n" + id);
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
    public Optional<Found> in(Stretch rows) {
        return Optional.of(new Found(0, false, asOf -> render.apply(page(rows, asOf))));
    }

    private static Page page(Stretch rows, java.time.Instant asOf) {
        var highest = rows.rows().stream()
                .map(Row::version)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new Page(rows.rows().stream().map(Row::entity).toList(), null, highest, asOf);
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
                return read.apply(reader).map(page -> brought(page, new Stamp(generation, ticket)));
            }
        };
    }

    private boolean isFresh(Stretch rows, String generation) {
        var age = Lifetimes.age(rows.asOf(), means.clock().instant());
        return rows.stamp().generation().equals(generation)
                && !means.lifetimes().apply(resource).left(age).isNegative();
    }

    private Errand.Brought brought(Page page, Stamp stamp) {
        var rows = page.items().stream().map(Row::of).toList();
        var sync = new Sync(null, page.asOf(), false);
        return new Errand.Brought(place, new Stretch(Scope.SINGLE, rows, null, page.asOf(), stamp, sync), false);
    }
}
