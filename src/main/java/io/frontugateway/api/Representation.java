package io.frontugateway.api;

import io.frontugateway.cache.Answered;
import io.frontugateway.cache.Finished;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;

/**
 * How a request wants a document: in which coding, and not at all if it holds it already. Read before anything is asked,
 * since what cannot be represented need not be asked for.
 *
 * <p>{@code If-Match} and {@code If-Modified-Since} are passed over: the first matters to whoever changes things (RFC 9110,
 * section 13.1.1), and the second to documents that say when they were modified.
 */
record Representation(AcceptedCodings codings, EntityTags held) {

    /** @throws io.frontugateway.problem.ProblemException {@code not-acceptable} when no coding that is offered is taken */
    static Representation of(MultiMap headers) {
        return new Representation(AcceptedCodings.of(headers), EntityTags.of(headers));
    }

    /** The answer: the JSON document, or a 304 to a caller that holds it. */
    Uni<Answer> of(Answered answered, Vertx vertx) {
        return of(answered, "application/json", List.of(), vertx);
    }

    /**
     * The answer: the document, or a 304 to a caller that holds it.
     *
     * @param fields further fields of the document's head
     */
    Uni<Answer> of(Answered answered, String contentType, List<Map.Entry<String, String>> fields, Vertx vertx) {
        var document = answered.body();
        var tag = held.of(document, codings.wanted());
        if (tag != null) {
            return Uni.createFrom().item(new Answer.Unchanged(answered, tag));
        }
        return codings.isSlow(document)
                ? elsewhere(document, vertx).map(form -> answer(answered, form, contentType, fields))
                : Uni.createFrom().item(answer(answered, codings.in(document), contentType, fields));
    }

    private Answer answer(
            Answered answered, Finished.Form form, String contentType, List<Map.Entry<String, String>> fields) {
        return held.any()
                ? new Answer.Unchanged(answered, form.etag())
                : new Answer.Document(answered, form, contentType, fields);
    }

    private Uni<Finished.Form> elsewhere(Finished document, Vertx vertx) {
        return Uni.createFrom()
                .completionStage(() ->
                        vertx.executeBlocking(() -> codings.in(document), false).toCompletionStage());
    }
}
