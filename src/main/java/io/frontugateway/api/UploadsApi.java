package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.catalogue.Normalizer;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Effects;
import io.frontugateway.queue.Submission.Related;
import io.frontugateway.queue.WriteQueue;
import io.frontugateway.upstream.Answers;
import io.frontugateway.upstream.BreakingUpstream;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Payload;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Upstream;
import io.frontugateway.upstream.frontu.Accounts;
import io.frontugateway.writes.Uploading;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Files and images on their way to Frontu: streamed, not queued and not repeated. An upload waits for the queued writes to
 * the item that it names, since that may be about to be created.
 */
@Singleton
class UploadsApi {
    private static final Duration TELL_AGAIN = Duration.ofMillis(100);

    /** What a body of the largest file may have besides it: the other parts. */
    private static final long BESIDES = Uploading.MOST;

    private static final long MOST_ANSWERED = 1 << 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Upstream upstream;
    private final WriteQueue queue;
    private final Effects effects;
    private final Readers readers;
    private final Accounts accounts;
    private final String base;

    UploadsApi(
            Vertx vertx,
            BreakingUpstream upstream,
            WriteQueue queue,
            Effects effects,
            Readers readers,
            Accounts accounts,
            Catalogue catalogue) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.queue = queue;
        this.effects = effects;
        this.readers = readers;
        this.accounts = accounts;
        this.base = catalogue.base();
    }

    /** An upload to a resource of the normalized API. */
    Uni<Answer> upload(Exchange exchange, ResourceType resource) {
        exchange.query().allowOnly(List.of());
        var request = exchange.request();
        MediaTypes.demand(request, List.of(MediaTypes.MULTIPART));
        refuseLonger(exchange);
        var type = request.getHeader("Content-Type");
        var uploading = Uploading.of(resource.name(), resource.operations().uploads(), type);
        var stream = new UploadStream(vertx, request);
        return stream.begin(uploading::look, Uploading.MOST)
                .call(way -> settled(exchange, way.owner().map(List::of).orElse(List.of())))
                .chain(way -> {
                    stream.bound(way.fileBegins() + RequestBodies.FILE + way.afterFile());
                    return send(exchange, resource.name(), base + way.upload().path(), stream, Call.Shape.DOCUMENT);
                })
                .chain(reply -> Answers.expectDocument(reply, Reason.FRONTU_REFUSED))
                .chain(answer -> answer.body().whole(MOST_ANSWERED).map(body -> answer(resource, body)));
    }

    /** Refuses what says of itself that it is too long. */
    static void refuseLonger(Exchange exchange) {
        if (RequestBodies.announced(exchange.request()) > RequestBodies.FILE + BESIDES) {
            throw RequestBodies.tooLarge(RequestBodies.FILE);
        }
    }

    /** Waits for the writes to the items that have been accepted so far. */
    Uni<Void> settled(Exchange exchange, List<Related> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var preferred = WritePreferences.of(exchange.request()).patience();
        return queue.settled(exchange.account(), items, preferred == null ? LONGEST_WAIT : preferred)
                .invoke(settled -> {
                    if (!settled) {
                        throw Problem.of(
                                        Reason.FRONTU_UNAVAILABLE,
                                        "Writes to the item that the upload belongs to are still queued; nothing was"
                                                + " sent.")
                                .retryAfter(LATER)
                                .asException();
                    }
                })
                .replaceWithVoid();
    }

    /** Sends the body as it comes, once. The slot of the quota is had before a byte of it flows. */
    Uni<Reply> send(Exchange exchange, String resource, String target, UploadStream stream, Call.Shape shape) {
        var request = exchange.request();
        var type = request.getHeader("Content-Type");
        var call = new Call(
                exchange.account(),
                resource,
                exchange.client().name(),
                Priority.INTERACTIVE,
                Call.Method.POST,
                target,
                type == null ? Map.of() : Map.of("Content-Type", type),
                new Payload.Streamed(
                        stream,
                        RequestBodies.announced(request),
                        accounts.get(exchange.account()).transferTimeout()),
                shape,
                readers.of(exchange).maxWait());
        // Also after a failure: what was cut off may have been stored all the same.
        return upstream.send(call).call(() -> tell(exchange.account(), resource));
    }

    /** Frontu has the file, whatever Redis does: the caller must not hear of a failure and send it again. */
    private Uni<Void> tell(String account, String resource) {
        return effects.changed(account, resource)
                .onFailure()
                .retry()
                .withBackOff(TELL_AGAIN)
                .atMost(3)
                .onFailure()
                .recoverWithNull();
    }

    private static Answer answer(ResourceType resource, Buffer body) {
        try {
            if (ExactJson.ANSWERS.readTree(body.getBytes()) instanceof ObjectNode row) {
                var entity = Normalizer.toNormalized(resource, row);
                var answer = Outcomes.document(201, entity);
                var guid = entity.path("guid").textValue();
                if (guid != null) {
                    answer.headers().set("Location", "/v1/" + resource.name() + "/" + Paths.segment(guid));
                }
                return answer;
            }
        } catch (IOException | NumberFormatException unreadable) {
            // Told below, like everything else that is no entity.
        }
        throw Problem.of(
                        Reason.FRONTU_BAD_ANSWER,
                        "Frontu took the upload, and its answer is no entity. It has most likely been stored.")
                .asException();
    }
}
