package io.frontugateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Stretch.Cut;
import io.frontugateway.reads.EntityReads;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Page;
import io.frontugateway.reads.Position;
import io.frontugateway.reads.Reader;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list. It is answered from the whole list of its filters where that is held, else from what was read from the
 * same place.
 *
 * <p>A list is held as a whole once a read from its beginning has come to its end; nothing is read for that which the caller
 * did not ask for. From then on one request for what has changed brings it up to date for all who ask for any part of it.
 */
final class ListQuestion implements Question {
    /** A read in full of a whole list stops here; a longer one is no longer held as a whole. */
    private static final int MOST_ROWS = 1000;

    /** Seconds; polls that lie closer together than this are one list at once. */
    private static final long LEAST_WIDENING = 3600;

    /** Before a list was read, in which few rows have changed of those that are not in it. */
    private static final Duration LATELY = Duration.ofMinutes(5);

    /** After so many lifetimes a list that changed while it was read is read in full again. */
    private static final int SOON = 4;

    private final Means means;
    private final String account;
    private final ListQuery query;
    private final Position at;
    private final int limit;
    private final Function<Page, byte[]> render;
    private final Place whole;
    private final Place own;
    private final Memory.Key key;

    /**
     * What every question about lists needs.
     *
     * @param tooLong lists that were longer than a page when they were read further back than asked for
     * @param abandoned tickets of whole lists that nothing brings up to date any more
     */
    record Means(
            EntityReads reads,
            Memory memory,
            Store store,
            Function<String, Lifetimes> lifetimes,
            InstantSource clock,
            Cache<Place, Boolean> tooLong,
            Cache<Place, Long> abandoned) {
        Means(
                EntityReads reads,
                Memory memory,
                Store store,
                Function<String, Lifetimes> lifetimes,
                InstantSource clock) {
            this(reads, memory, store, lifetimes, clock, forAnHour(), forAnHour());
        }

        private static <T> Cache<Place, T> forAnHour() {
            return Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofHours(1))
                    .build();
        }
    }

    ListQuestion(Means means, String account, ListQuery asked, Position at, int limit, Function<Page, byte[]> render) {
        this.means = means;
        this.account = account;
        this.query = normalized(asked);
        this.at = at;
        this.limit = limit;
        this.render = render;
        var filters = String.join("\n", "list", query.filters().toString());
        this.whole = new Place(account, resource(), Place.digest(filters), "whole");
        var part = String.join(
                "\n",
                String.valueOf(query.updatedSince()),
                String.valueOf(query.updatedUntil()),
                Integer.toString(at.page()),
                Integer.toString(at.offset()),
                Integer.toString(at.pageSize()),
                String.valueOf(at.firstGuid()));
        this.own = new Place(account, resource(), whole.family(), Place.digest(part));
        this.key = new Memory.Key(own.key(), query.archived() + "\n" + limit);
    }

    /** The first second of 1970 and the one before bound nothing. */
    private static ListQuery normalized(ListQuery asked) {
        var since = asked.updatedSince();
        return since == null || since > 1
                ? asked
                : new ListQuery(asked.resource(), null, asked.updatedUntil(), asked.archived(), asked.filters());
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public String resource() {
        return query.resource().name();
    }

    @Override
    public Memory.Key key() {
        return key;
    }

    @Override
    public List<Place> places() {
        return List.of(whole, own);
    }

    @Override
    public Optional<Found> in(Stretch rows) {
        return rows.cut(query.updatedSince(), query.updatedUntil(), query.archived(), at, limit)
                .map(cut -> new Found(0, isMore(rows), asOf -> document(cut, asOf)));
    }

    private boolean isMore(Stretch rows) {
        return rows.isBase() && !Objects.equals(rows.scope().since(), query.updatedSince());
    }

    private byte[] document(Cut cut, Instant asOf) {
        var highest = cut.rows().stream()
                .map(Row::version)
                .filter(java.util.Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return render.apply(new Page(cut.rows().stream().map(Row::entity).toList(), cut.next(), highest, asOf));
    }

    @Override
    public Errand errand(List<Stretch> known, Sight sight, boolean anew) {
        if (anew) {
            return new Read(generation(sight), null);
        }
        var base = Stream.concat(
                        known.stream(), Optional.ofNullable(means.memory().rows(whole)).stream())
                .filter(Stretch::isBase)
                .max(Comparator.comparingLong(rows -> rows.stamp().ticket()));
        return base.filter(rows -> rows.reachesBackTo(query.updatedSince()))
                .filter(this::canBeRefreshed)
                .<Errand>map(rows -> new Refresh(rows, generation(sight)))
                .orElseGet(() -> new Read(generation(sight), base.orElse(null)));
    }

    /** A list of several pages is read in full again only as far as somebody asks for it. */
    private boolean canBeRefreshed(Stretch base) {
        return base.sync().watermark() != null
                && fetchWhole(base.scope().since()).canAskForChanges()
                && !(isFullReadDue(base) && isLong(base))
                && !Objects.equals(means.abandoned().getIfPresent(whole), ticket(base));
    }

    private static Long ticket(Stretch rows) {
        return rows.stamp().ticket();
    }

    /** Where a page holds all of a list that lies still, reading it again costs less than everything else that has changed. */
    private boolean isCheaperInFull(Stretch base) {
        long far = base.asOf().minus(LATELY).minus(lifetimes().overlap()).getEpochSecond();
        return !isLong(base)
                && fetchWhole(base.scope().since()).isNarrowerThanItsChanges()
                && Objects.requireNonNull(base.sync().watermark()) < far;
    }

    private boolean isLong(Stretch base) {
        return base.rows().size() > at.pageSize();
    }

    private boolean isFullReadDue(Stretch base) {
        var lifetimes = lifetimes();
        var soon = lifetimes.ttl().multipliedBy(SOON);
        var after =
                base.sync().disturbed() && soon.compareTo(lifetimes.fullRefresh()) < 0 ? soon : lifetimes.fullRefresh();
        var now = means.clock().instant();
        // What claims to be of the future claims to know all changes until then, too.
        return Lifetimes.age(base.sync().fullAt(), now).compareTo(after) >= 0
                || Lifetimes.isOfTheFuture(base.asOf(), now);
    }

    private ListFetch fetch(@Nullable Long since) {
        var whatever = new ListQuery(query.resource(), since, query.updatedUntil(), null, query.filters());
        return new ListFetch(means.reads(), whatever, lifetimes().overlap());
    }

    private ListFetch fetchWhole(@Nullable Long since) {
        var whatever = new ListQuery(query.resource(), since, null, null, query.filters());
        return new ListFetch(means.reads(), whatever, lifetimes().overlap());
    }

    private Lifetimes lifetimes() {
        return means.lifetimes().apply(resource());
    }

    private Errand.Brought brought(Stretch rows, boolean byDelta) {
        return new Errand.Brought(rows.isBase() ? whole : own, rows, byDelta);
    }

    /** What others have brought since, as fresh as if it had been read now. */
    private Optional<Stretch> fresh(@Nullable Stretch kept, String generation) {
        return Optional.ofNullable(kept)
                .filter(rows -> rows.stamp().generation().equals(generation)
                        && !lifetimes()
                                .left(Lifetimes.age(rows.asOf(), means.clock().instant()))
                                .isNegative())
                .filter(rows -> in(rows).isPresent());
    }

    private static boolean isStart(Position position) {
        return position.page() == 1 && position.offset() == 0;
    }

    private Uni<Errand.Brought> readWhatIsAsked(Reader reader, Stamp stamp) {
        return fetch(query.updatedSince())
                .full(reader, at, query.archived(), limit, stamp)
                .map(rows -> brought(rows, false));
    }

    /** Brings the whole list up to date. */
    private final class Refresh implements Errand {
        private final Stretch base;
        private final String generation;

        Refresh(Stretch base, String generation) {
            this.base = base;
            this.generation = generation;
        }

        @Override
        public Place flight() {
            return whole;
        }

        @Override
        public String generation() {
            return generation;
        }

        @Override
        public List<Place> places() {
            return List.of(whole);
        }

        @Override
        public Optional<Stretch> atHand(Map<Place, Stretch> kept) {
            return fresh(kept.get(whole), generation);
        }

        @Override
        public Uni<Brought> ask(Reader reader, long ticket) {
            var stamp = new Stamp(generation, ticket);
            var list = fetchWhole(base.scope().since());
            if (isFullReadDue(base) || isCheaperInFull(base)) {
                return list.full(reader, Position.start(reader.pageSize()), null, Math.max(limit, MOST_ROWS), stamp)
                        .chain(rows -> rows.isBase()
                                ? Uni.createFrom().item(brought(rows, false))
                                : insteadOf(rows, reader, stamp));
            }
            return list.delta(reader, base, Objects.requireNonNull(base.sync().watermark()), stamp)
                    .chain(merged -> merged.isPresent()
                            ? Uni.createFrom().item(brought(merged.get(), true))
                            : insteadOf(base, reader, stamp));
        }

        /** So much has changed, or come, that the next one need not try again: until somebody reads the list to its end. */
        private Uni<Brought> insteadOf(Stretch read, Reader reader, Stamp stamp) {
            means.abandoned().put(whole, ticket(base));
            return read != base && in(read).isPresent()
                    ? Uni.createFrom().item(brought(read, false))
                    : readWhatIsAsked(reader, stamp);
        }
    }

    /** Reads what the question names. */
    private final class Read implements Errand {
        private final String generation;
        private volatile @Nullable Stretch narrower;

        /** @param narrower a whole list that does not reach back as far as is asked for */
        Read(String generation, @Nullable Stretch narrower) {
            this.generation = generation;
            this.narrower = narrower;
        }

        @Override
        public Place flight() {
            return isPoll()
                    ? new Place(account, resource(), whole.family(), "since")
                    : new Place(
                            account, resource(), whole.family(), own.member() + ":" + query.archived() + ":" + limit);
        }

        /** Whether it asks for what has changed, so that it is probably short, and of use to all who ask for less. */
        private boolean isPoll() {
            return query.updatedSince() != null && query.updatedUntil() == null && isStart(at);
        }

        @Override
        public String generation() {
            return generation;
        }

        @Override
        public List<Place> places() {
            return List.of(whole, own);
        }

        @Override
        public Optional<Stretch> atHand(Map<Place, Stretch> kept) {
            var all = kept.get(whole);
            if (all != null) {
                narrower = all;
            }
            return fresh(all, generation).or(() -> fresh(kept.get(own), generation));
        }

        @Override
        public Uni<Brought> ask(Reader reader, long ticket) {
            var stamp = new Stamp(generation, ticket);
            var base = narrower;
            return base != null && isWorthWidening(base) ? widened(reader, stamp) : readWhatIsAsked(reader, stamp);
        }

        /** Where few rows are held and one caller asks further back than they reach, others will too. */
        private boolean isWorthWidening(Stretch base) {
            return isPoll()
                    && base.isBase()
                    && base.sync().watermark() != null
                    && base.rows().size() <= at.pageSize() / 2
                    && means.tooLong().getIfPresent(whole) == null;
        }

        /** Reads twice as far back, if that is one page all the same. */
        private Uni<Brought> widened(Reader reader, Stamp stamp) {
            long asked = Objects.requireNonNull(query.updatedSince());
            long back = Math.max(LEAST_WIDENING, means.clock().instant().getEpochSecond() - asked);
            var since = asked - back > 1 ? (Long) (asked - back) : null;
            return fetchWhole(since)
                    .full(reader, Position.start(reader.pageSize()), null, reader.pageSize(), stamp)
                    .chain(rows -> {
                        if (rows.isBase()) {
                            return Uni.createFrom().item(brought(rows, false));
                        }
                        means.tooLong().put(whole, true);
                        return readWhatIsAsked(reader, stamp);
                    });
        }
    }
}
