package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Accepted;
import io.frontugateway.queue.Operation;
import io.frontugateway.queue.WriteQueue;
import io.frontugateway.writes.Batches;
import io.frontugateway.writes.Prepared;
import io.frontugateway.writes.Writes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.List;

/** {@code POST /v1/{resource}/batch}: many writes at once, read whole and counted before the first is accepted. */
@Singleton
class BatchApi {
    private final Vertx vertx;
    private final WriteQueue queue;
    private final RequestBodies bodies;
    private final Batches batches;

    BatchApi(Vertx vertx, WriteQueue queue, RequestBodies bodies, Writes writes) {
        this.vertx = vertx;
        this.queue = queue;
        this.bodies = bodies;
        this.batches = new Batches(writes, RequestBodies.WRITE);
    }

    Uni<Answer> batch(Exchange exchange, ResourceType resource) {
        exchange.query().allowOnly(List.of());
        var type = MediaTypes.demand(exchange.request(), List.of(MediaTypes.JSON, MediaTypes.NDJSON));
        var preferences = WritePreferences.of(exchange.request());
        var writer = Writers.of(exchange, preferences);
        return bodies.whole(
                exchange,
                RequestBodies.BATCH,
                body -> aside(() -> type.equals(MediaTypes.JSON)
                                ? batches.array(writer, resource, body)
                                : batches.lines(writer, resource, body))
                        .chain(this::accepted)
                        .invoke(answer -> preferences.withoutWait().tell(answer.headers())));
    }

    /** Reading 32 MiB takes longer than an event loop may be held. */
    private Uni<List<Prepared>> aside(java.util.concurrent.Callable<List<Prepared>> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }

    private Uni<Answer> accepted(List<Prepared> items) {
        var ready = items.stream()
                .filter(Prepared.Ready.class::isInstance)
                .map(item -> ((Prepared.Ready) item).submission())
                .toList();
        return queue.acceptAll(ready).chain(accepted -> aside(items, accepted));
    }

    private Uni<Answer> aside(List<Prepared> items, List<Accepted> accepted) {
        refuseIfNoneWasTaken(items, accepted);
        return Uni.createFrom()
                .completionStage(() -> vertx.<Answer>executeBlocking(
                                () -> Outcomes.document(202, document(items, accepted.iterator())), false)
                        .toCompletionStage());
    }

    /** Where the queue took nothing of a batch that was all right, the batch as a whole was refused. */
    private static void refuseIfNoneWasTaken(List<Prepared> items, List<Accepted> accepted) {
        if (accepted.size() == items.size()
                && !accepted.isEmpty()
                && accepted.stream().allMatch(BatchApi::isTurnedAway)) {
            throw ((Accepted.Refused) accepted.get(0)).problem().asException();
        }
    }

    private static boolean isTurnedAway(Accepted accepted) {
        return accepted instanceof Accepted.Refused refused
                && (refused.problem().reason() == Reason.QUEUE_FULL
                        || refused.problem().reason() == Reason.STORE_UNAVAILABLE);
    }

    private static ObjectNode document(List<Prepared> items, Iterator<Accepted> accepted) {
        var document = JsonNodeFactory.instance.objectNode();
        ArrayNode answers = document.putArray("items");
        for (var item : items) {
            answers.add(item instanceof Prepared.Refused refused ? told(refused.problem()) : told(accepted.next()));
        }
        return document.putNull("next");
    }

    private static ObjectNode told(Accepted accepted) {
        if (accepted instanceof Accepted.New taken) {
            return told(taken.operation());
        }
        return accepted instanceof Accepted.Repeated repeated
                ? told(repeated.operation())
                : told(((Accepted.Refused) accepted).problem());
    }

    private static ObjectNode told(Operation operation) {
        var item = JsonNodeFactory.instance.objectNode();
        item.set("operation", OperationView.of(operation));
        return item;
    }

    private static ObjectNode told(Problem problem) {
        var item = JsonNodeFactory.instance.objectNode();
        item.set("problem", Problems.document(problem));
        return item;
    }
}
