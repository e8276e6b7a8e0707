package io.frontugateway.cache;

import io.frontugateway.catalogue.Identity;
import io.frontugateway.reads.Position;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive rows of one of Frontu's lists, or what was found by one identity. It holds archived rows and others alike,
 * each item once, in Frontu's order. Never changes.
 */
final class Stretch implements Held {
    private final Scope scope;
    private final List<Row> rows;
    private final @Nullable Position next;
    private final Instant asOf;
    private final Stamp stamp;
    private final Sync sync;
    private final Instant unchangedSince;
    private final int weight;
    private final boolean whole;
    private volatile @Nullable Map<String, Row> bySystemId;
    private volatile @Nullable Map<String, Row> byGuid;
    private @Nullable Verbatim verbatim;

    /**
     * Which rows of a list.
     *
     * @param since lowest version, inclusive; null for no bound
     * @param until highest version, inclusive; null for no bound
     * @param from where in the list it begins
     * @param perPage how many rows Frontu puts into one of its pages here; {@link #AS_ASKED}, or {@link #UNPAGED}
     */
    record Scope(@Nullable Long since, @Nullable Long until, Position from, int perPage) {
        /** As many as one asks for. */
        static final int AS_ASKED = 0;

        /** Everything is in one. */
        static final int UNPAGED = Integer.MAX_VALUE;

        /** What was found by one identity. */
        static final Scope SINGLE = new Scope(null, null, Position.start(1), UNPAGED);

        int perPage(Position at) {
            return perPage == AS_ASKED ? at.pageSize() : perPage;
        }

        /** How many rows of the list come before it. */
        int before() {
            int rows = perPage(from);
            return rows == UNPAGED ? from.offset() : (from.page() - 1) * rows + from.offset();
        }
    }

    /**
     * From where changes have to be asked for.
     *
     * @param watermark in Unix seconds, the smaller of the highest version seen and Frontu's clock at the start of the last
     *     read; null where changes cannot be asked for
     * @param fullAt when it was last read in full
     * @param disturbed whether it changed while it was read, so that a full read is due soon
     */
    record Sync(@Nullable Long watermark, Instant fullAt, boolean disturbed) {}

    /** A part of it: the rows of an answer and where the list goes on. */
    record Cut(List<Row> rows, @Nullable Position next) {}

    Stretch(Scope scope, List<Row> rows, @Nullable Position next, Instant asOf, Stamp stamp, Sync sync) {
        this(scope, rows, next, asOf, stamp, sync, asOf);
    }

    /** @param unchangedSince since when every read has shown these rows */
    Stretch(
            Scope scope,
            List<Row> rows,
            @Nullable Position next,
            Instant asOf,
            Stamp stamp,
            Sync sync,
            Instant unchangedSince) {
        this.scope = scope;
        this.rows = List.copyOf(rows);
        this.next = next;
        this.asOf = asOf;
        this.stamp = stamp;
        this.sync = sync;
        this.unchangedSince = unchangedSince;
        this.whole = next == null && isStart(scope.from()) && areKnown(this.rows);
        this.weight = 256 + this.rows.stream().mapToInt(Row::weight).sum();
    }

    Scope scope() {
        return scope;
    }

    List<Row> rows() {
        return rows;
    }

    @Nullable
    Position next() {
        return next;
    }

    /**
     * What Frontu answered in its own spelling, where that is shared as these rows. Worked out once for all who wait for it:
     * the whole body has to be read for its tag.
     */
    synchronized Optional<Verbatim> verbatim() {
        if (verbatim == null) {
            verbatim = VerbatimCodec.read(this).orElse(null);
        }
        return Optional.ofNullable(verbatim);
    }

    /** When Frontu was asked for the oldest state in it. */
    Instant asOf() {
        return asOf;
    }

    Stamp stamp() {
        return stamp;
    }

    Sync sync() {
        return sync;
    }

    /** Since when every read has shown these rows: what a body says of its age, so that it stays the same on all replicas. */
    Instant unchangedSince() {
        return unchangedSince;
    }

    @Override
    public int weight() {
        return weight;
    }

    /** Whether nothing comes after it. */
    boolean isComplete() {
        return next == null;
    }

    /** Whether it holds the whole list between its versions, and every row tells its version and guid. */
    boolean isWhole() {
        return whole;
    }

    /** The same without a highest version: what changes can be put into. */
    boolean isBase() {
        return whole && scope.until() == null;
    }

    private static boolean areKnown(List<Row> rows) {
        return rows.stream().allMatch(row -> row.guid() != null && row.version() != null);
    }

    /** Whether every row with at least this version is in it, or, where there is no bound, every row at all. */
    boolean reachesBackTo(@Nullable Long since) {
        return scope.since() == null || since != null && scope.since() <= since;
    }

    /** The row with an identity, if there is one. */
    Optional<Row> find(Identity by, String id) {
        return Optional.ofNullable(
                by == Identity.GUID ? byGuid().get(id) : bySystemId().get(id));
    }

    private Map<String, Row> byGuid() {
        var known = byGuid;
        if (known == null) {
            known = new HashMap<>(rows.size() * 2);
            for (var row : rows) {
                if (row.guid() != null) {
                    known.put(row.guid(), row);
                }
            }
            byGuid = known;
        }
        return known;
    }

    private Map<String, Row> bySystemId() {
        var known = bySystemId;
        if (known == null) {
            known = new HashMap<>(rows.size() * 2);
            for (var row : rows) {
                if (row.systemId() != null) {
                    known.put(row.systemId(), row);
                }
            }
            bySystemId = known;
        }
        return known;
    }

    /**
     * The page that a direct read would have given; empty where the rows at hand do not tell.
     *
     * @param at where in the list it begins, in Frontu's paging
     * @param limit most rows
     */
    Optional<Cut> cut(@Nullable Long since, @Nullable Long until, @Nullable Boolean archived, Position at, int limit) {
        if (isBase() && reachesBackTo(since)) {
            var meant = rows.stream().filter(row -> row.isBetween(since, until)).toList();
            return Optional.of(new Cutting(meant, null, 0, scope.perPage(at)).from(at, archived, limit));
        }
        if (!Objects.equals(since, scope.since())
                || !Objects.equals(until, scope.until())
                || !at.equals(scope.from())) {
            return Optional.empty();
        }
        var cut = new Cutting(rows, next, scope.before(), scope.perPage(at)).from(at, archived, limit);
        return cut.rows().size() == limit || cut.next() == null ? Optional.of(cut) : Optional.empty();
    }

    private static boolean isStart(Position position) {
        return position.page() == 1 && position.offset() == 0;
    }

    /** The same, with its place among all fetches. */
    Stretch at(long ticket) {
        return new Stretch(scope, rows, next, asOf, new Stamp(stamp.generation(), ticket), sync, unchangedSince);
    }

    /** The same rows, known to be right at a later moment. */
    Stretch with(List<Row> newer, Instant newAsOf, Stamp newStamp, Sync newSync) {
        return new Stretch(scope, newer, next, newAsOf, newStamp, newSync).after(this);
    }

    /** The same, where an earlier read has shown the same rows: unchanged since then. */
    Stretch after(@Nullable Stretch before) {
        return before == null || !before.unchangedSince.isBefore(unchangedSince) || !showsWhat(before)
                ? this
                : new Stretch(scope, rows, next, asOf, stamp, sync, before.unchangedSince);
    }

    private boolean showsWhat(Stretch other) {
        return scope.equals(other.scope)
                && Objects.equals(next, other.next)
                && rows.size() == other.rows.size()
                && IntStream.range(0, rows.size()).allMatch(i -> rows.get(i).isSame(other.rows.get(i)));
    }
}
