package io.frontugateway.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Answers;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One walk through the pages of a list, from a position until enough rows are found or the list is at its end. Belongs to
 * one subscription.
 */
final class ListWalk {
    static final int MAX_PAGES = 1000;

    /**
     * Pages after which a walk that finds next to nothing stops short of its limit, so that a filter that Frontu does not
     * have ({@code archived}) cannot spend the quota of everybody in one call. The list goes on behind the cursor.
     */
    static final int MAX_SPARSE_PAGES = 100;

    private static final int SPARSE = 10;

    /** How often in a row a page may come as the one before once more: rows move while a list is read. */
    private static final int MAX_REPETITIONS = 3;

    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Asking asking;
    private final ResourceType resource;
    private final ListTarget target;
    private final Predicate<ObjectNode> filter;
    private final WalkedRows rows;
    private final int limit;
    private final Reason onNotFound;

    private long bytes;
    private int pagesRead;
    private int stride = Integer.MAX_VALUE;
    private long seen;
    private int repetitions;
    private @Nullable Integer rowsBefore;
    private @Nullable Instant asOf;
    private @Nullable Position at;

    /**
     * @param from where to begin
     * @param filter which of the normalized rows are kept
     * @param wanted which of those count towards the limit
     * @param limit most rows wanted, at least 1
     * @param onNotFound what a 404 of Frontu means here
     */
    ListWalk(
            Asking asking,
            ResourceType resource,
            ListTarget target,
            Position from,
            Predicate<ObjectNode> filter,
            Predicate<ObjectNode> wanted,
            int limit,
            Reason onNotFound) {
        this.asking = asking;
        this.resource = resource;
        this.target = target;
        this.at = from;
        this.filter = filter;
        this.rows = new WalkedRows(wanted);
        this.limit = limit;
        this.onNotFound = onNotFound;
    }

    /** What was found. */
    Uni<Page> page() {
        return done().map(done -> new Page(rows.rows(), at, rows.maxVersion(), Objects.requireNonNull(asOf)));
    }

    /** The same, with how it was found. */
    Uni<Walked> walked() {
        return done().map(done ->
                new Walked(rows.rows(), at, Objects.requireNonNull(asOf), pagesRead, stride, rows.moved()));
    }

    private Uni<Boolean> done() {
        return Multi.createBy()
                .repeating()
                .uni(this::read)
                .whilst(goesOn -> goesOn)
                .collect()
                .last();
    }

    /** Reads one of Frontu's pages and tells whether another is needed. */
    private Uni<Boolean> read() {
        var from = Objects.requireNonNull(at);
        if (++pagesRead > MAX_PAGES) {
            return Uni.createFrom()
                    .failure(BadAnswer.because(
                            "is one of more than %d pages: the list does not end".formatted(MAX_PAGES)));
        }
        int room = limit - rows.found();
        var page = new PageRows(resource, filter, rows::counts, from, room, MAX_BYTES - bytes);
        return asking.document(target.page(from.page()))
                .chain(reply -> Answers.expectDocument(reply, onNotFound))
                .chain(this::withList)
                .chain(answer -> BodyReading.read(answer.body(), new RowParser(page)))
                .map(end -> advance(from, end, page));
    }

    private Uni<Reply.Answer> withList(Reply.Answer answer) {
        if (answer.status() == 204) {
            answer.body().discard();
            return Uni.createFrom().failure(BadAnswer.because("is a 204 without a list"));
        }
        if (asOf == null || answer.askedAt().isBefore(asOf)) {
            asOf = answer.askedAt();
        }
        return Uni.createFrom().item(answer);
    }

    private boolean advance(Position from, PageEnd end, PageRows page) {
        if (isRepetition(from, end, page)) {
            at = afterRepetition(from, end, page);
            return at != null;
        }
        repetitions = 0;
        page.kept().forEach(rows::add);
        bytes += page.bytes();
        at = end.stopped() ? within(from, end) : after(from, end, page);
        rowsBefore = end.rows();
        seen += end.rows();
        if (pagesRead == 1 && !end.stopped()) {
            stride = end.rows();
        }
        return at != null && rows.found() < limit && !isSparse();
    }

    private boolean isSparse() {
        return pagesRead >= MAX_SPARSE_PAGES && rows.found() * (long) SPARSE < seen;
    }

    /** Whether the page is the one before once more. */
    private boolean isRepetition(Position from, PageEnd end, PageRows rows) {
        if (end.stopped() || !rows.beginsLikeTheOneBefore()) {
            return false;
        }
        return !end.envelope() || rowsBefore == null || rowsBefore == end.rows();
    }

    /**
     * Where it goes on after a repetition, whose rows are had already. A plain array, and an envelope that does not number
     * its pages, are known to have been everything. An envelope that counts on may have moved by a page, since rows were
     * added in front; one that keeps counting over the same rows would never end.
     */
    private @Nullable Position afterRepetition(Position from, PageEnd end, PageRows page) {
        boolean countsOn = end.envelope() && end.nextPage() != null && end.nextPage() > from.page();
        if (countsOn && ++repetitions >= MAX_REPETITIONS) {
            throw BadAnswer.because(
                    "repeats the page before as page %d: the list does not advance".formatted(from.page()));
        }
        return countsOn ? after(from, end, page) : null;
    }

    private static Position within(Position from, PageEnd end) {
        return new Position(from.page(), end.rows(), from.pageSize(), from.firstGuid());
    }

    private @Nullable Position after(Position from, PageEnd end, PageRows rows) {
        long following = end.following(from.page(), target.asked());
        if (following == 0) {
            return null;
        }
        if (following > Integer.MAX_VALUE) {
            throw BadAnswer.because("has a \"next_page\" beyond what a page number can be");
        }
        return new Position((int) following, 0, from.pageSize(), rows.mark());
    }
}
