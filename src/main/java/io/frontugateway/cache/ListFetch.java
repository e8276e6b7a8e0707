package io.frontugateway.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.cache.Stretch.Sync;
import io.frontugateway.catalogue.Operations.ListRead;
import io.frontugateway.catalogue.Operations.Paging;
import io.frontugateway.reads.EntityReads;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Position;
import io.frontugateway.reads.Reader;
import io.frontugateway.reads.Walked;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list from Frontu so that it can be kept: in full, or what has changed since.
 *
 * @param query the list that is kept, whatever the state of its rows
 * @param overlap how far a delta looks back behind the watermark
 */
record ListFetch(EntityReads reads, ListQuery query, Duration overlap) {
    /** Beyond as many changes, reading in full is no dearer. */
    private static final int MOST_CHANGES = 1000;

    /** What Frontu sends in a page where nobody says how many. */
    private static final int FRONTUS_PAGE_SIZE = 100;

    /** Whether changes of this list can be asked for, and told from what has left it. */
    boolean canAskForChanges() {
        var list = list();
        return list.version() != null && list.showsArchived() && Filters.areExact(query);
    }

    /**
     * Reads rows, as many as a caller wants.
     *
     * @param from where in the list it begins
     * @param archived which rows count towards the limit
     * @return its rows; a whole list of several pages has been made sure of
     */
    Uni<Stretch> full(Reader reader, Position from, @Nullable Boolean archived, int limit, Stamp stamp) {
        var clock = new FrontusClock(reader.progress());
        var wanted =
                new ListQuery(query.resource(), query.updatedSince(), query.updatedUntil(), archived, query.filters());
        return reads.walk(reader.watchedBy(clock), wanted, from, limit)
                .chain(walked -> settled(reader, stretch(walked, from, clock, stamp), walked, clock));
    }

    /** Whether changes of this list are asked for together with those of rows that are not in it. */
    boolean isNarrowerThanItsChanges() {
        return !query.filters().keySet().equals(Filters.lasting(query).keySet());
    }

    private Stretch stretch(Walked walked, Position from, FrontusClock clock, Stamp stamp) {
        var rows = walked.rows().stream().map(Row::of).toList();
        var scope = new Scope(query.updatedSince(), query.updatedUntil(), from, perPage(walked, from));
        long seen = Merge.highestVersion(rows);
        var sync = new Sync(watermark(seen, clock.atStart(walked.asOf())), walked.asOf(), false);
        return new Stretch(scope, rows, walked.next(), walked.asOf(), stamp, sync);
    }

    private @Nullable Long watermark(long highestSeen, long frontusClock) {
        return canAskForChanges() ? Math.min(highestSeen, frontusClock) : null;
    }

    /**
     * Makes sure that a list of several pages is whole: rows move between pages while it is read. Where anything changed
     * meanwhile the pages are read once more, the last one first, so that a row which moves towards the front is met.
     */
    private Uni<Stretch> settled(Reader reader, Stretch read, Walked walked, FrontusClock clock) {
        if (walked.pages() == 1 || !read.isWhole() || read.sync().watermark() == null) {
            return Uni.createFrom().item(read);
        }
        long begun = clock.atStart(walked.asOf());
        return changes(reader, begun).chain(changes -> {
            var merge = new Merge(read.rows());
            if (!walked.moved() && isMet(changes, merge)) {
                return Uni.createFrom().item(read);
            }
            changes.ifPresent(rows -> rows.forEach(row -> merge.take(row.row(), row::belongs)));
            return backwards(reader, read, merge, walked.pages());
        });
    }

    /**
     * Whether all that has changed since the read began was met by it, as it is now: where an item changes in the second in
     * which the read begins, nobody can tell by its version whether that was before.
     */
    private static boolean isMet(Optional<List<Change>> changes, Merge met) {
        return changes.isPresent()
                && changes.get().stream().allMatch(change -> change.belongs() && met.holds(change.row()));
    }

    private Uni<Stretch> backwards(Reader reader, Stretch read, Merge merge, int pages) {
        var clock = new FrontusClock(reader.progress());
        Uni<?> all = Uni.createFrom().voidItem();
        int perPage = read.scope().perPage(read.scope().from());
        for (int page = pages; page >= 1; page--) {
            var at = new Position(page, 0, read.scope().from().pageSize(), null);
            all = all.chain(() -> reads.walk(reader.watchedBy(clock), query, at, perPage))
                    .invoke(walked -> walked.rows().forEach(row -> merge.take(Row.of(row), any -> true)));
        }
        return all.chain(() -> changes(reader, clock.atStart(read.asOf()))).map(changes -> {
            boolean disturbed = !isMet(changes, merge);
            changes.ifPresent(rows -> rows.forEach(row -> merge.take(row.row(), row::belongs)));
            var sync = new Sync(read.sync().watermark(), read.sync().fullAt(), disturbed);
            return read.with(merge.rows(), read.asOf(), read.stamp(), sync);
        });
    }

    /**
     * Brings a list up to date by asking only for what has changed since its highest version, less the overlap.
     *
     * @return empty where so much has changed that it has to be read in full
     */
    Uni<Optional<Stretch>> delta(Reader reader, Stretch base, long watermark, Stamp stamp) {
        var clock = new FrontusClock(reader.progress());
        long since = Math.max(watermark - overlap.toSeconds(), 0);
        var lowest = base.scope().since();
        var query = changesSince(lowest == null ? since : Math.max(lowest, since));
        var start = Position.start(base.scope().from().pageSize());
        return reads.walk(reader.watchedBy(clock), query, start, MOST_CHANGES)
                .map(walked -> walked.next() != null
                        ? Optional.<Stretch>empty()
                        : Optional.of(merged(base, watermark, walked, clock, stamp)));
    }

    /** Rows that do not belong have been seen too: what has not changed for long would else be asked for each time. */
    private Stretch merged(Stretch base, long watermark, Walked walked, FrontusClock clock, Stamp stamp) {
        var merge = new Merge(base.rows());
        long seen = watermark;
        for (var entity : walked.rows()) {
            var read = Row.of(entity);
            boolean belongs = Filters.pass(query, entity);
            merge.take(read, row -> belongs);
            seen = Math.max(seen, Merge.highestVersion(List.of(read)));
        }
        var sync = new Sync(
                watermark(seen, clock.atStart(walked.asOf())),
                base.sync().fullAt(),
                base.sync().disturbed() || isInDoubt(walked, base));
        return base.with(merge.rows(), walked.asOf(), stamp, sync);
    }

    /**
     * Whether a row may have slipped from page to page unseen. What one delta of several pages may have missed the last one
     * has met, or the next one will, as long as the overlap is longer than what lies between them.
     */
    private boolean isInDoubt(Walked walked, Stretch base) {
        return walked.pages() > 1
                && (walked.moved()
                        || Duration.between(base.asOf(), walked.asOf()).compareTo(overlap) > 0);
    }

    private record Change(Row row, boolean belongs) {
        boolean belongs(Row ignored) {
            return belongs;
        }
    }

    /** What has changed since a moment of Frontu's clock; empty where that is too much to tell. */
    private Uni<Optional<List<Change>>> changes(Reader reader, long since) {
        var start = Position.start(reader.pageSize());
        return reads.walk(reader, changesSince(since), start, MOST_CHANGES)
                .map(walked -> walked.next() != null
                        ? Optional.<List<Change>>empty()
                        : Optional.of(walked.rows().stream()
                                .map(entity -> change(Row.of(entity), entity))
                                .toList()));
    }

    private Change change(Row row, ObjectNode entity) {
        var until = query.updatedUntil();
        boolean within = until == null || row.version() != null && row.version() <= until;
        return new Change(row, within && Filters.pass(query, entity));
    }

    /** Without the filters that a change can make a row leave: those which left would be hidden. */
    private ListQuery changesSince(long version) {
        var lowest = query.updatedSince();
        long since = lowest == null ? version : Math.max(lowest, version);
        return new ListQuery(query.resource(), since, null, null, Filters.lasting(query));
    }

    private int perPage(Walked walked, Position from) {
        boolean chosen = list().paging() == Paging.PAGE_AND_ITEMS;
        int asked = chosen ? from.pageSize() : FRONTUS_PAGE_SIZE;
        int usual = chosen ? Scope.AS_ASKED : list().paging() == Paging.NONE ? Scope.UNPAGED : FRONTUS_PAGE_SIZE;
        if (walked.stride() == Integer.MAX_VALUE || walked.stride() == asked) {
            return usual;
        }
        if (walked.pages() > 1) {
            return walked.stride();
        }
        return walked.stride() > asked ? Scope.UNPAGED : usual;
    }

    private ListRead list() {
        return Filters.list(query);
    }
}
