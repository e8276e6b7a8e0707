package io.frontugateway.api;

import io.frontugateway.queue.Operation.DeadReason;
import io.frontugateway.queue.Operation.State;
import io.frontugateway.queue.Operation.WaitingFor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** The operations API, in OpenAPI. */
final class OpenApiOperations {
    private static final String PATH = "/v1/operations";

    private OpenApiOperations() {}

    static void addTo(Paths paths, String tag) {
        paths.addPathItem(PATH, OASFactory.createPathItem().GET(list(tag)));
        paths.addPathItem(PATH + "/replay", OASFactory.createPathItem().POST(replayAll(tag)));
        paths.addPathItem(
                PATH + "/{id}", OASFactory.createPathItem().GET(one(tag)).DELETE(cancel(tag)));
        paths.addPathItem(PATH + "/{id}/replay", OASFactory.createPathItem().POST(replay(tag)));
    }

    static void addSchemas(Components components) {
        components.addSchema(OpenApiSchemas.OPERATION, operation());
        components.addSchema(OpenApiSchemas.OPERATIONS, page(OpenApiSchemas.ref(OpenApiSchemas.OPERATION)));
        var item = OpenApiSchemas.of(SchemaType.OBJECT)
                .description("One of the two.")
                .addProperty("operation", OpenApiSchemas.ref(OpenApiSchemas.OPERATION))
                .addProperty("problem", OpenApiSchemas.of(SchemaType.OBJECT));
        components.addSchema(OpenApiSchemas.BATCH, page(item));
        components.addSchema(
                OpenApiSchemas.REPLAYED,
                OpenApiSchemas.of(SchemaType.OBJECT)
                        .addProperty("replayed", OpenApiSchemas.of(SchemaType.INTEGER))
                        .addProperty("skipped", OpenApiSchemas.of(SchemaType.INTEGER))
                        .required(List.of("replayed", "skipped")));
    }

    private static Operation list(String tag) {
        return call(
                        tag,
                        "listOperations",
                        "Accepted writes, the newest first: the client's own, or all for who may operate")
                .addParameter(word("state", State.values(), State::word))
                .addParameter(text("resource"))
                .addParameter(text("client"))
                .addParameter(word("reason", DeadReason.values(), DeadReason::word))
                .addParameter(OpenApiParameters.shared("limit"))
                .addParameter(OpenApiParameters.shared("cursor"))
                .responses(OpenApiResponses.json("A page.", OpenApiSchemas.ref(OpenApiSchemas.OPERATIONS)));
    }

    private static Operation one(String tag) {
        var wait = OpenApiParameters.query("wait", "Seconds to wait for the outcome, at most 60.")
                .schema(OpenApiSchemas.of(SchemaType.INTEGER));
        return call(tag, "getOperation", "What became of an accepted write")
                .addParameter(OpenApiParameters.shared("operation"))
                .addParameter(wait)
                .responses(OpenApiResponses.json("The operation.", OpenApiSchemas.ref(OpenApiSchemas.OPERATION)));
    }

    private static Operation cancel(String tag) {
        return call(tag, "cancelOperation", "Take back a write that is still queued")
                .addParameter(OpenApiParameters.shared("operation"))
                .responses(OpenApiResponses.written(
                        200, "The operation, cancelled.", OpenApiSchemas.ref(OpenApiSchemas.OPERATION)));
    }

    private static Operation replay(String tag) {
        var force = OpenApiParameters.query("force", "Also where a newer write to the same entity is done.")
                .schema(OpenApiSchemas.of(SchemaType.BOOLEAN));
        return call(tag, "replayOperation", "Send a dead write again, in its old place")
                .addParameter(OpenApiParameters.shared("operation"))
                .addParameter(force)
                .addParameter(OpenApiParameters.shared("prefer"))
                .responses(OpenApiResponses.written("Done: the entity.", OASFactory.createSchema()));
    }

    private static Operation replayAll(String tag) {
        return call(tag, "replayOperations", "Send all dead writes that match again")
                .addParameter(text("resource"))
                .addParameter(word("reason", DeadReason.values(), DeadReason::word))
                .addParameter(text("client"))
                .responses(OpenApiResponses.json("How many.", OpenApiSchemas.ref(OpenApiSchemas.REPLAYED)));
    }

    private static Operation call(String tag, String id, String summary) {
        return OASFactory.createOperation()
                .operationId(id)
                .summary(summary)
                .addTag(tag)
                .addParameter(OpenApiParameters.account());
    }

    private static Parameter text(String name) {
        return OpenApiParameters.query(name, "").schema(OpenApiSchemas.of(SchemaType.STRING));
    }

    private static <E extends Enum<E>> Parameter word(String name, E[] all, Function<E, String> word) {
        return OpenApiParameters.query(name, "").schema(words(all, word));
    }

    private static <E extends Enum<E>> Schema words(E[] all, Function<E, String> word) {
        return OpenApiSchemas.of(SchemaType.STRING)
                .enumeration(List.copyOf(Arrays.stream(all).map(word).toList()));
    }

    private static Schema page(Schema item) {
        return OpenApiSchemas.of(SchemaType.OBJECT)
                .addProperty("items", OpenApiSchemas.of(SchemaType.ARRAY).items(item))
                .addProperty("next", OpenApiSchemas.nullable(OpenApiSchemas.of(SchemaType.STRING)))
                .required(List.of("items", "next"));
    }

    private static Schema operation() {
        var schema = OpenApiSchemas.of(SchemaType.OBJECT)
                .description("An accepted write.")
                .addProperty("id", OpenApiSchemas.of(SchemaType.STRING))
                .addProperty("state", words(State.values(), State::word))
                .addProperty("resource", OpenApiSchemas.of(SchemaType.STRING))
                .addProperty(
                        "action",
                        OpenApiSchemas.of(SchemaType.STRING).description("upsert, archive, restore or copy."));
        for (var name : List.of("guid", "systemId")) {
            schema.addProperty(name, OpenApiSchemas.nullable(OpenApiSchemas.of(SchemaType.STRING)));
        }
        schema.addProperty("client", OpenApiSchemas.of(SchemaType.STRING))
                .addProperty("attempts", OpenApiSchemas.of(SchemaType.INTEGER));
        for (var name : List.of("createdAt", "updatedAt")) {
            schema.addProperty(name, OpenApiSchemas.of(SchemaType.STRING).format("date-time"));
        }
        for (var name : List.of("nextAttemptAt", "estimatedAt")) {
            schema.addProperty(
                    name,
                    OpenApiSchemas.nullable(OpenApiSchemas.of(SchemaType.STRING).format("date-time")));
        }
        var waitingFor = String.join(
                ", ", Arrays.stream(WaitingFor.values()).map(WaitingFor::word).toList());
        var reasons = String.join(
                ", ", Arrays.stream(DeadReason.values()).map(DeadReason::word).toList());
        return schema.addProperty("waitingFor", nullableText("Why a queued one does not go: " + waitingFor + "."))
                .addProperty("mergedInto", nullableText("The operation with which it became one request."))
                .addProperty("reason", nullableText("Why a dead one is dead: " + reasons + "."))
                .addProperty("result", OpenApiSchemas.nullable(OpenApiSchemas.of(SchemaType.OBJECT)))
                .addProperty("problem", OpenApiSchemas.nullable(OpenApiSchemas.of(SchemaType.OBJECT)));
    }

    private static Schema nullableText(String description) {
        return OpenApiSchemas.nullable(OpenApiSchemas.of(SchemaType.STRING)).description(description);
    }
}
