package io.frontugateway.cache;

import io.frontugateway.catalogue.Identity;
import io.frontugateway.reads.Page;
import io.frontugateway.reads.Reader;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The list that belongs to one item, such as the evaluations of a task: all of it at once. */
final class OwnedQuestion extends PlacedQuestion {
    private final Function<Page, byte[]> render;

    OwnedQuestion(
            Means means,
            String account,
            String resource,
            Identity by,
            String id,
            Function<Page, byte[]> render,
            Function<Reader, Uni<Page>> read) {
        super(
                means,
                account,
                resource,
                Place.alone(account, resource, "owned", by.member() + "\n" + id),
                reader -> read.apply(reader).map(OwnedQuestion::whole));
        this.render = render;
    }

    private static Whole whole(Page page) {
        return new Whole(page.items().stream().map(Row::of).toList(), page.asOf());
    }

    @Override
    public Optional<Found> in(Stretch rows) {
        return Optional.of(new Found(0, false, asOf -> render.apply(page(rows, asOf))));
    }

    private static Page page(Stretch rows, Instant asOf) {
        var highest = rows.rows().stream()
                .map(Row::version)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new Page(rows.rows().stream().map(Row::entity).toList(), null, highest, asOf);
    }
}
