package io.frontugateway.api;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Operation;
import io.frontugateway.queue.Operation.Verbatim;
import io.frontugateway.queue.Submission.Related;
import io.frontugateway.upstream.Call;
import io.frontugateway.writes.PassedWrites;
import io.frontugateway.writes.Uploading;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /client/api/v2/**}: writes in Frontu's own spelling. They go through the queue, in order with the entity's
 * other writes, and their answer is waited for; forms with files flow to Frontu as they come.
 */
@Singleton
class PassthroughWrites {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final PassedWrites writes;
    private final RequestBodies bodies;
    private final Outcomes outcomes;
    private final UploadsApi uploads;

    PassthroughWrites(Vertx vertx, Catalogue catalogue, RequestBodies bodies, Outcomes outcomes, UploadsApi uploads) {
        this.vertx = vertx;
        this.writes = new PassedWrites(catalogue);
        this.bodies = bodies;
        this.outcomes = outcomes;
        this.uploads = uploads;
    }

    void register(Paths paths) {
        paths.at(PassthroughApi.BASE + "*").post(this::post).register();
    }

    private Uni<Answer> post(Exchange exchange) {
        exchange.demand(exchange.client().permissions().mayPassThrough(), "passthrough");
        var request = exchange.request();
        MediaTypes.demandPlain(request);
        var type = request.getHeader("Content-Type");
        return writes.flows(request.path(), type)
                ? flow(exchange, Objects.requireNonNull(type))
                : queue(exchange, type);
    }

    private Uni<Answer> queue(Exchange exchange, @Nullable String type) {
        var target = PassthroughApi.target(exchange);
        var preferences = WritePreferences.of(exchange.request());
        var writer = Writers.of(exchange, preferences);
        var asked = preferences.patience();
        var wait = asked == null ? WAIT : asked;
        return bodies.whole(
                exchange,
                RequestBodies.WRITE,
                body -> outcomes.accept(writes.of(
                                writer, exchange.request().path(), target, type == null ? MediaTypes.JSON : type, body))
                        .chain(operation -> operation.isOver()
                                ? Uni.createFrom().item(operation)
                                : outcomes.outcome(operation, wait))
                        .map(operation -> answer(exchange, operation, preferences)));
    }

    private static Answer answer(Exchange exchange, Operation operation, WritePreferences preferences) {
        var verbatim = operation.answer();
        if (verbatim != null && operation.isOver() && verbatim.status() != PassthroughApi.UNAUTHORIZED) {
            return verbatim(verbatim);
        }
        var answer = Problems.answer(problem(operation).with("operation", operation.id()), exchange.routing());
        answer.headers().set("Location", OperationView.path(operation));
        preferences.tell(answer.headers());
        return answer;
    }

    private static Problem problem(Operation operation) {
        return switch (operation.state()) {
            case DEAD -> Outcomes.problem(operation);
            case DONE ->
                Problem.of(
                        Reason.FRONTU_BAD_ANSWER,
                        "Frontu has done the write; its answer broke off or was too long to be kept. See Location.");
            case CANCELLED ->
                Problem.of(
                        Reason.FRONTU_TIMEOUT,
                        "The write was cancelled before it was sent to Frontu, which so gives no answer. To be done it has to"
                                + " be sent anew.");
            case QUEUED, SENDING ->
                Problem.of(
                        Reason.FRONTU_TIMEOUT,
                        "Frontu has not answered yet; the write is accepted and stays queued. See Location.");
        };
    }

    private static Answer verbatim(Verbatim answer) {
        var headers = Answer.headers("Cache-Control", "private, no-cache");
        if (answer.contentType() != null) {
            headers.set("Content-Type", answer.contentType());
        }
        return new Answer.Whole(answer.status(), headers, answer.body());
    }

    private Uni<Answer> flow(Exchange exchange, String type) {
        var request = exchange.request();
        var target = PassthroughApi.target(exchange);
        UploadsApi.refuseLonger(exchange);
        var stream = new UploadStream(vertx, request);
        return stream.begin((begin, whole) -> owner(request.path(), type, begin, whole), Uploading.MOST)
                .call(owner -> uploads.settled(exchange, owner))
                .chain(owner -> {
                    stream.bound(RequestBodies.FILE + Uploading.MOST);
                    return uploads.send(exchange, writes.resource(request.path()), target, stream, Call.Shape.TRANSFER);
                })
                .chain(PassthroughApi::answer);
    }

    /** What the upload belongs to, where that can be seen; whether it has to be named is Frontu's affair. */
    private Optional<List<Related>> owner(String path, String type, Buffer begin, boolean whole) {
        var upload = writes.upload(path);
        if (upload.isEmpty()) {
            return Optional.of(List.of());
        }
        return Uploading.of(writes.resource(path), List.of(upload.get()), type)
                .look(begin, whole)
                .map(way -> way.owner().map(List::of).orElse(List.of()));
    }
}
