package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.queue.Operation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** An operation as its client sees it. */
final class OperationView {
    private OperationView() {}

    /** Where the operation can be read. */
    static String path(Operation operation) {
        return "/v1/operations/" + operation.id();
    }

    static ObjectNode of(Operation operation) {
        var waitingFor = operation.waitingFor();
        var reason = operation.reason();
        var problem = operation.problem();
        var view = JsonNodeFactory.instance
                .objectNode()
                .put("id", operation.id())
                .put("state", operation.state().word())
                .put("resource", operation.resource())
                .put("action", operation.action().word())
                .put("guid", operation.guid())
                .put("systemId", operation.systemId())
                .put("client", operation.client())
                .put("attempts", operation.attempts())
                .put("createdAt", moment(operation.createdAt()))
                .put("updatedAt", moment(operation.updatedAt()))
                .put("nextAttemptAt", moment(operation.nextAttemptAt()))
                .put("estimatedAt", moment(operation.estimatedAt()))
                .put("waitingFor", waitingFor == null ? null : waitingFor.word())
                .put("mergedInto", operation.mergedInto())
                .put("reason", reason == null ? null : reason.word());
        view.set("result", operation.result());
        view.set("problem", problem == null ? null : Problems.document(problem));
        return view;
    }

    private static @Nullable String moment(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
