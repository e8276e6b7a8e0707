package io.frontugateway.api;

import io.frontugateway.catalogue.Calls;
import io.frontugateway.catalogue.ResourceType;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;

/** The calls that write, in OpenAPI. */
final class OpenApiWrites {
    private OpenApiWrites() {}

    static Operation upsert(ResourceType resource, Calls.Call call) {
        return queued(resource, call, "Create or update one of " + resource.name())
                .description("Found by guid, then by systemId. Without both, the gateway makes a systemId.")
                .requestBody(body(OpenApiSchemas.ref(OpenApiSchemas.writeOf(resource)), MediaTypes.JSON));
    }

    static Operation put(ResourceType resource, Calls.Call call) {
        return queued(resource, call, "Create or update one of " + resource.name() + " by its systemId")
                .requestBody(body(OpenApiSchemas.ref(OpenApiSchemas.writeOf(resource)), MediaTypes.JSON));
    }

    static Operation patch(ResourceType resource, Calls.Call call) {
        return queued(resource, call, "Change fields of one of " + resource.name())
                .description("Null clears. Never creates.")
                .requestBody(body(
                        OpenApiSchemas.ref(OpenApiSchemas.writeOf(resource)), MediaTypes.JSON, MediaTypes.MERGE_PATCH));
    }

    static Operation archive(ResourceType resource, Calls.Call call) {
        return queued(resource, call, "Archive one of " + resource.name());
    }

    static Operation restore(ResourceType resource, Calls.Call call) {
        return queued(resource, call, "Take one of " + resource.name() + " back from the archive");
    }

    static Operation batch(ResourceType resource, Calls.Call call) {
        var one = OpenApiSchemas.ref(OpenApiSchemas.writeOf(resource));
        var body = body(OpenApiSchemas.of(SchemaType.ARRAY).items(one).maxItems(10_000), MediaTypes.JSON);
        body.getContent()
                .addMediaType(
                        MediaTypes.NDJSON, OASFactory.createMediaType().schema(OpenApiSchemas.of(SchemaType.STRING)));
        return OpenApiPaths.operation(resource, call, "Create or update many of " + resource.name())
                .description("Up to 10,000 items and 32 MiB, accepted in order. A bad item does not stop the others.")
                .addParameter(OpenApiParameters.shared("idempotencyKey"))
                .addParameter(OpenApiParameters.account())
                .requestBody(body)
                .responses(OpenApiResponses.written(
                        202, "What became of each item, in their order.", OpenApiSchemas.ref(OpenApiSchemas.BATCH)));
    }

    static Operation copy(ResourceType resource, Calls.Call call) {
        var copy = resource.operations().copy();
        var item = copy == null ? "item" : copy.itemMember();
        var text = OpenApiSchemas.of(SchemaType.STRING).description("A guid or a systemId.");
        var schema = OpenApiSchemas.of(SchemaType.OBJECT)
                .addProperty(item, text)
                .addProperty("task", text)
                .required(List.of(item, "task"));
        return queued(resource, call, "Copy one of " + resource.name() + " to another task")
                .requestBody(body(schema, MediaTypes.JSON));
    }

    static Operation upload(ResourceType resource, Calls.Call call) {
        var schema = OpenApiSchemas.of(SchemaType.OBJECT);
        for (var upload : resource.operations().uploads()) {
            schema.addProperty(
                    upload.ownerPart(),
                    OpenApiSchemas.of(SchemaType.STRING)
                            .description("Guid or systemId of one of " + upload.ownerResource() + "."));
            schema.addProperty(
                    upload.filePart(), OpenApiSchemas.of(SchemaType.STRING).format("binary"));
        }
        return OpenApiPaths.operation(resource, call, "Upload one of " + resource.name())
                .description(
                        "Streamed to Frontu at once, up to 100 MiB. Put the part that names the owner before the file.")
                .addParameter(OpenApiParameters.account())
                .requestBody(body(schema, MediaTypes.MULTIPART))
                .responses(OpenApiResponses.written(201, "What Frontu stored.", OpenApiSchemas.ref(resource.title())));
    }

    static Operation passthrough(String tag) {
        var any = OASFactory.createSchema();
        return OASFactory.createOperation()
                .operationId("passthroughWrite")
                .summary("Any write in Frontu's own spelling, in order with the entity's other writes")
                .description("Waits for Frontu's answer and passes it on; after 30 s without one, 504 with `Location`.")
                .addTag(tag)
                .addParameter(OpenApiParameters.path("path", "For example `tasks`.")
                        .schema(OpenApiSchemas.of(SchemaType.STRING)))
                .addParameter(OpenApiParameters.shared("idempotencyKey"))
                .addParameter(OpenApiParameters.account())
                .requestBody(body(any, MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART))
                .security(OpenApiSecurity.anyOfThree())
                .responses(OpenApiResponses.verbatim());
    }

    private static Operation queued(ResourceType resource, Calls.Call call, String summary) {
        var operation = OpenApiPaths.operation(resource, call, summary)
                .responses(OpenApiResponses.written("Done: the entity.", OpenApiSchemas.ref(resource.title())));
        if (call.path().contains("{guid}")) {
            operation.addParameter(OpenApiParameters.shared("guid"));
        } else if (call.path().contains("{systemId}")) {
            operation.addParameter(OpenApiParameters.shared("systemId"));
        }
        return operation
                .addParameter(OpenApiParameters.shared("idempotencyKey"))
                .addParameter(OpenApiParameters.shared("prefer"))
                .addParameter(OpenApiParameters.account());
    }

    private static RequestBody body(Schema schema, String... types) {
        var content = OASFactory.createContent();
        for (var type : types) {
            content.addMediaType(type, OASFactory.createMediaType().schema(schema));
        }
        return OASFactory.createRequestBody().required(true).content(content);
    }
}
