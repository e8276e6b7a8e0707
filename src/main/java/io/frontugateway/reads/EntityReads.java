package io.frontugateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.Operations.Paging;
import io.frontugateway.catalogue.Operations.SingleRead;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Answers;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads of entities: each is turned into calls to Frontu, and the answers into normalized entities. Every {@code Uni} here
 * fails with a {@link ProblemException} only, asks when it is subscribed to, and asks anew at every subscription. What the
 * resource does not offer fails with {@code not-allowed}. Safe for use from any thread.
 */
public final class EntityReads {
    private static final String BASE = "/client/api/v2";
    private static final int MAX_OWNED = 10_000;
    private static final long MAX_SINGLE_BYTES = 16L * 1024 * 1024;
    private static final Set<Integer> CONTENT_STATUSES = Set.of(200, 206, 304, 412, 416);

    private final Upstream upstream;
    private final String base;
    private final Sightings sightings;

    /** Reads below Frontu's usual base path. */
    public EntityReads(Upstream upstream) {
        this(upstream, BASE);
    }

    /**
     * @param base path below which all of the catalogue's paths stand
     */
    public EntityReads(Upstream upstream, String base) {
        this(upstream, base, Sightings.UNWATCHED);
    }

    /**
     * @param base path below which all of the catalogue's paths stand
     * @param sightings is told of the items that Frontu shows
     */
    public EntityReads(Upstream upstream, String base, Sightings sightings) {
        this.upstream = upstream;
        this.base = base;
        this.sightings = sightings;
    }

    /**
     * A page of a list, filled to {@code limit} with as many of Frontu's pages as that needs; none is read ahead.
     *
     * @param from where to begin: {@link Position#start} or the {@code next} of a page of the same query
     * @param limit most items wanted, at least 1
     */
    public Uni<Page> list(Reader reader, ListQuery query, Position from, int limit) {
        return asked(() -> walk(reader, query, from, RowFilter.of(query), limit).page())
                .call(page -> sightings.seen(reader.account(), query.resource(), page.items(), false));
    }

    /**
     * The same list, for somebody who keeps it: rows that the query leaves out for being archived, or not, are in it, and
     * do not count towards the limit.
     */
    public Uni<Walked> walk(Reader reader, ListQuery query, Position from, int limit) {
        return asked(() -> walk(reader, query, from, RowFilter.inTime(query), limit)
                        .walked())
                .call(walked -> sightings.seen(reader.account(), query.resource(), walked.rows(), false));
    }

    private ListWalk walk(Reader reader, ListQuery query, Position from, Predicate<ObjectNode> filter, int limit) {
        var resource = query.resource();
        var list = resource.operations().list();
        if (list == null) {
            throw notOffered(resource, "list");
        }
        var target = ListTarget.of(base, query, list, from.pageSize());
        var asking = new Asking(upstream, reader, resource);
        var wanted = RowFilter.inState(query);
        return new ListWalk(asking, resource, target, from, filter, wanted, limit, Reason.FRONTU_REFUSED);
    }

    /** One entity by an identity; {@code not-found} if Frontu has none. */
    public Uni<Single> one(Reader reader, ResourceType resource, Identity by, String id) {
        return asked(() -> single(reader, resource, resource.operations().single(), by, id));
    }

    /** One entity with all its relations; {@code not-found} if Frontu has none. */
    public Uni<Single> full(Reader reader, ResourceType resource, Identity by, String id) {
        return asked(() -> single(reader, resource, resource.operations().full(), by, id));
    }

    /**
     * The list that Frontu answers where the catalogue says {@code answersList} (the evaluations of a task): all items at
     * once, {@code next} is null.
     */
    public Uni<Page> ownedList(Reader reader, ResourceType resource, Identity by, String id) {
        return asked(() -> {
                    var read = offered(resource, resource.operations().single(), by, id);
                    var target = new ListTarget(() -> target(read, by, id), Paging.NONE, reader.pageSize());
                    var asking = new Asking(upstream, reader, resource);
                    var start = Position.start(reader.pageSize());
                    return new ListWalk(
                                    asking,
                                    resource,
                                    target,
                                    start,
                                    row -> true,
                                    row -> true,
                                    MAX_OWNED,
                                    Reason.NOT_FOUND)
                            .page()
                            .invoke(EntityReads::refuseCut);
                })
                .onFailure(EntityReads::isNotFound)
                .transform(e -> notFound(resource, by));
    }

    /**
     * The bytes of a file or an image, not yet read: the caller owns the body of the answer.
     *
     * @param requestHeaders what is passed on, such as {@code Range} and {@code If-None-Match}
     * @return an answer of status 200, 206, 304, 412 or 416; every other status is a problem
     */
    public Uni<Reply.Answer> content(
            Reader reader, ResourceType resource, String guid, Map<String, String> requestHeaders) {
        return asked(() -> {
                    var content = resource.operations().content();
                    if (content == null) {
                        throw notOffered(resource, "content");
                    }
                    if (Target.isNoSegment(guid)) {
                        throw notFound(resource, Identity.GUID);
                    }
                    var target = Target.of(base + content.path(), guid).toString();
                    return new Asking(upstream, reader, resource)
                            .transfer(target, requestHeaders)
                            .chain(EntityReads::content);
                })
                .onFailure(EntityReads::isNotFound)
                .transform(e -> notFound(resource, Identity.GUID));
    }

    private Uni<Single> single(
            Reader reader, ResourceType resource, @Nullable SingleRead offer, Identity by, String id) {
        var read = offered(resource, offer, by, id);
        return new Asking(upstream, reader, resource)
                .document(target(read, by, id).toString())
                .chain(reply -> Answers.expectDocument(reply, Reason.NOT_FOUND))
                .chain(answer -> document(answer).map(document -> entity(document, answer, resource, by, id)))
                .onFailure(EntityReads::isNotFound)
                .transform(e -> notFound(resource, by))
                .call(found -> sightings.seen(reader.account(), resource, List.of(found.entity()), true));
    }

    private static Uni<JsonNode> document(Reply.Answer answer) {
        if (answer.status() == 204) {
            answer.body().discard();
            return Uni.createFrom().failure(BadAnswer.because("is a 204 without an entity"));
        }
        return BodyReading.read(answer.body(), new DocumentParser(MAX_SINGLE_BYTES));
    }

    private static Single entity(
            JsonNode document, Reply.Answer answer, ResourceType resource, Identity by, String id) {
        return new SingleAnswer(resource, by, id)
                .entityIn(document)
                .map(entity -> new Single(entity, answer.askedAt()))
                .orElseThrow(() -> notFound(resource, by));
    }

    private static Uni<Reply.Answer> content(Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            if (CONTENT_STATUSES.contains(answer.status())) {
                return Uni.createFrom().item(answer);
            }
            if (answer.isSuccess()) {
                answer.body().discard();
                return Uni.createFrom()
                        .failure(BadAnswer.because("is a %d without content".formatted(answer.status())));
            }
        }
        return Answers.expectSuccess(reply, Reason.NOT_FOUND);
    }

    private Target target(SingleRead read, Identity by, String id) {
        return inPath(read)
                ? Target.of(base + read.path(), id)
                : Target.of(base + read.path()).with(by.member(), id);
    }

    private static SingleRead offered(ResourceType resource, @Nullable SingleRead read, Identity by, String id) {
        if (read == null || !read.by().contains(by) || (inPath(read) && by != Identity.GUID)) {
            throw notOffered(resource, "read of one item by " + by.member());
        }
        if (inPath(read) && Target.isNoSegment(id)) {
            throw notFound(resource, by);
        }
        return read;
    }

    private static boolean inPath(SingleRead read) {
        return read.path().contains("{guid}");
    }

    private static <T> Uni<T> asked(Supplier<Uni<? extends T>> read) {
        return Uni.createFrom().deferred(read);
    }

    private static void refuseCut(Page page) {
        if (page.next() != null) {
            throw BadAnswer.because("has more than %d items".formatted(MAX_OWNED));
        }
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ProblemException e && e.problem().reason() == Reason.NOT_FOUND;
    }

    private static ProblemException notFound(ResourceType resource, Identity by) {
        return Problem.of(
                        Reason.NOT_FOUND,
                        "Frontu has no item of %s with this %s.".formatted(resource.name(), by.member()))
                .asException();
    }

    private static ProblemException notOffered(ResourceType resource, String what) {
        return Problem.of(Reason.NOT_ALLOWED, "Frontu offers no %s of %s.".formatted(what, resource.name()))
                .asException();
    }
}
