package io.frontugateway.reads;

import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/**
 * Reads of entities: each is turned into calls to Frontu, and the answers into normalized entities. Every {@code Uni} here
 * fails with a {@link io.frontugateway.problem.ProblemException} only, asks when it is subscribed to, and asks anew at every
 * subscription. What the resource does not offer fails with {@code not-allowed}. Safe for use from any thread.
 */
public final class EntityReads {
    private final Upstream upstream;

    public EntityReads(Upstream upstream) {
        this.upstream = upstream;
    }

    /**
     * A page of a list, filled to {@code limit} with as many of Frontu's pages as that needs; none is read ahead.
     *
     * @param from where to begin: {@link Position#start} or the {@code next} of a page of the same query
     * @param limit most items wanted, at least 1
     */
    public Uni<Page> list(Reader reader, ListQuery query, Position from, int limit) {
        throw new UnsupportedOperationException(upstream.toString());
    }

    /** One entity by an identity; {@code not-found} if Frontu has none. */
    public Uni<Single> one(Reader reader, ResourceType resource, Identity by, String id) {
        throw new UnsupportedOperationException(upstream.toString());
    }

    /** One entity with all its relations; {@code not-found} if Frontu has none. */
    public Uni<Single> full(Reader reader, ResourceType resource, Identity by, String id) {
        throw new UnsupportedOperationException(upstream.toString());
    }

    /**
     * The list that Frontu answers where the catalogue says {@code answersList} (the evaluations of a task): all items at
     * once, {@code next} is null.
     */
    public Uni<Page> ownedList(Reader reader, ResourceType resource, Identity by, String id) {
        throw new UnsupportedOperationException(upstream.toString());
    }

    /**
     * The bytes of a file or an image, not yet read: the caller owns the body of the answer.
     *
     * @param requestHeaders what is passed on, such as {@code Range} and {@code If-None-Match}
     * @return an answer of status 200, 206, 304 or 416; every other status is a problem
     */
    public Uni<Reply.Answer> content(
            Reader reader, ResourceType resource, String guid, Map<String, String> requestHeaders) {
        throw new UnsupportedOperationException(upstream.toString());
    }
}
