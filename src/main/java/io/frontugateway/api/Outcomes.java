package io.frontugateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Accepted;
import io.frontugateway.queue.Operation;
import io.frontugateway.queue.Submission;
import io.frontugateway.queue.WriteQueue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Hands writes to the queue, and answers with the operation, or with its outcome where the caller waits for it. */
@Singleton
class Outcomes {
    private final WriteQueue queue;

    Outcomes(WriteQueue queue) {
        this.queue = queue;
    }

    /** Accepts a write. */
    Uni<Answer> of(Exchange exchange, Submission submission, WritePreferences preferences) {
        return accept(submission).chain(operation -> of(exchange, operation, preferences));
    }

    /** Accepts a write; fails with the problem where it is not taken. */
    Uni<Operation> accept(Submission submission) {
        return queue.accept(submission).map(Outcomes::operation);
    }

    /** What an accepted operation is answered with. */
    Uni<Answer> of(Exchange exchange, Operation operation, WritePreferences preferences) {
        var wait = preferences.patience();
        if (wait == null || wait.isZero() || operation.isOver()) {
            return Uni.createFrom().item(answer(exchange, operation, preferences));
        }
        return outcome(operation, wait).map(later -> answer(exchange, later, preferences));
    }

    /** The operation once it is over, or as it stands when the time is up. */
    Uni<Operation> outcome(Operation operation, Duration wait) {
        return queue.await(operation.account(), operation.id(), wait)
                .map(found -> found.orElse(operation))
                .onFailure()
                .recoverWithItem(operation); // accepted it is, whatever keeps its outcome from being read
    }

    private static Operation operation(Accepted accepted) {
        if (accepted instanceof Accepted.New taken) {
            return taken.operation();
        }
        if (accepted instanceof Accepted.Repeated repeated) {
            return repeated.operation();
        }
        throw ((Accepted.Refused) accepted).problem().asException();
    }

    private static Answer answer(Exchange exchange, Operation operation, WritePreferences preferences) {
        var answer = preferences.patience() == null ? accepted(operation) : outcome(exchange, operation);
        preferences.tell(answer.headers());
        answer.headers().set("Location", OperationView.path(operation)).set("Cache-Control", "no-store");
        return answer;
    }

    private static Answer accepted(Operation operation) {
        return document(202, OperationView.of(operation));
    }

    private static Answer outcome(Exchange exchange, Operation operation) {
        return switch (operation.state()) {
            case DONE -> document(200, entity(operation));
            case DEAD -> Problems.answer(problem(operation), exchange.routing());
            case QUEUED, SENDING, CANCELLED -> accepted(operation);
        };
    }

    /** What Frontu answered; where that was nothing, what is known of the item all the same. */
    private static JsonNode entity(Operation operation) {
        var result = operation.result();
        return result != null
                ? result
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("guid", operation.guid())
                        .put("systemId", operation.systemId());
    }

    /** Why an operation is dead. */
    static Problem problem(Operation operation) {
        var known = operation.problem();
        var reason = operation.reason();
        var problem =
                known != null ? known : Problem.of(Reason.INTERNAL, "The operation is dead; nothing is known of why.");
        return problem.with("operation", operation.id()).with("reason", reason == null ? "refused" : reason.word());
    }

    static Answer.Whole document(int status, JsonNode document) {
        MultiMap headers = Answer.headers("Content-Type", MediaTypes.JSON);
        return new Answer.Whole(status, headers, Json.bytes(document));
    }
}
