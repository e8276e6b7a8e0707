package io.frontugateway.api;

import io.frontugateway.problem.Reason;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Answers of the calls, in OpenAPI. */
final class OpenApiResponses {
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";

    /** The statuses with which any read can be refused. */
    private static final int[] REFUSALS = {400, 401, 403, 404, 429, 502, 503, 504};

    /** What a write or its body can be refused with besides. */
    private static final int[] WRITE_REFUSALS = {409, 413, 415, 422};

    private OpenApiResponses() {}

    static void addTo(Components components) {
        for (int status : REFUSALS) {
            components.addResponse(name(status), problem(status));
        }
        for (int status : WRITE_REFUSALS) {
            components.addResponse(name(status), problem(status));
        }
    }

    /** A JSON document of the schema named, or a problem. */
    static APIResponses json(String description, Schema schema) {
        return orRefused(200, answer(description, JSON, schema));
    }

    /** A write: accepted, or done where the caller waited for it. */
    static APIResponses written(String done, Schema schema) {
        return refusable(orRefused(202, accepted(OpenApiSchemas.ref(OpenApiSchemas.OPERATION))))
                .addAPIResponse("200", answer(done, JSON, schema));
    }

    /** A document of a status of its own, or one of the refusals of a write. */
    static APIResponses written(int status, String description, Schema schema) {
        return refusable(orRefused(status, answer(description, JSON, schema)));
    }

    private static APIResponses refusable(APIResponses responses) {
        for (int refusal : WRITE_REFUSALS) {
            responses.addAPIResponse(
                    Integer.toString(refusal), OASFactory.createAPIResponse().ref(name(refusal)));
        }
        return responses;
    }

    private static APIResponse accepted(Schema schema) {
        return answer("Accepted: durable, and on its way.", JSON, schema)
                .addHeader(
                        "Location",
                        OASFactory.createHeader()
                                .description("Where the operation can be read.")
                                .schema(OpenApiSchemas.of(SchemaType.STRING)))
                .addHeader(
                        "Preference-Applied",
                        OASFactory.createHeader()
                                .description("What of `Prefer` was honoured.")
                                .schema(OpenApiSchemas.of(SchemaType.STRING)));
    }

    /** Bytes of any kind, whole or in part. */
    static APIResponses bytes() {
        var bytes = OpenApiSchemas.of(SchemaType.STRING).format("binary");
        return orRefused(200, answer("The content.", "*/*", bytes))
                .addAPIResponse("206", answer("The part asked for by `Range`.", "*/*", bytes))
                .addAPIResponse("304", OASFactory.createAPIResponse().description("It has not changed."));
    }

    /** What Frontu answers. */
    static APIResponses verbatim() {
        return orRefused(200, answer("Frontu's answer, unchanged.", JSON, OASFactory.createSchema()));
    }

    private static APIResponses orRefused(int status, APIResponse answer) {
        var responses = OASFactory.createAPIResponses().addAPIResponse(Integer.toString(status), answer);
        for (int refusal : REFUSALS) {
            responses.addAPIResponse(
                    Integer.toString(refusal), OASFactory.createAPIResponse().ref(name(refusal)));
        }
        return responses;
    }

    private static APIResponse answer(String description, String type, Schema schema) {
        return OASFactory.createAPIResponse().description(description).content(content(type, schema));
    }

    private static Content content(String type, Schema schema) {
        return OASFactory.createContent()
                .addMediaType(type, OASFactory.createMediaType().schema(schema));
    }

    private static String name(int status) {
        return "Problem" + status;
    }

    private static APIResponse problem(int status) {
        var slugs = Arrays.stream(Reason.values())
                .filter(reason -> reason.status() == status)
                .map(reason -> "`" + reason.slug() + "`")
                .collect(Collectors.joining(", "));
        var response = answer("One of " + slugs + ".", PROBLEM_JSON, OpenApiSchemas.ref(OpenApiSchemas.PROBLEM));
        if (status == 429 || status == 503) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description("Seconds after which the same request can succeed.")
                            .schema(OpenApiSchemas.of(SchemaType.INTEGER)));
        }
        return response;
    }
}
