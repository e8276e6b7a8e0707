package io.frontugateway.api;

import io.frontugateway.catalogue.Filter;
import io.frontugateway.catalogue.Operations.ListRead;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Parameters of the calls, in OpenAPI. */
final class OpenApiParameters {
    private static final String ACCOUNT = "account";

    private OpenApiParameters() {}

    /** What several calls share. */
    static void addTo(Components components) {
        components
                .addParameter("guid", path("guid", "Identifier made by Frontu.").schema(text().maxLength(255)))
                .addParameter(
                        "systemId",
                        path("systemId", "Identifier in the external system; percent-encoded, it may contain a slash.")
                                .schema(text()))
                .addParameter(
                        ACCOUNT,
                        parameter(
                                        Parameter.In.HEADER,
                                        "Frontu-Account",
                                        "One of the client's accounts; without it, its own.")
                                .schema(text()))
                .addParameter(
                        "idempotencyKey",
                        parameter(
                                        Parameter.In.HEADER,
                                        "Idempotency-Key",
                                        "The same key with the same request within 24 h is the first operation again.")
                                .schema(text().minLength(1).maxLength(255)))
                .addParameter(
                        "prefer",
                        parameter(
                                        Parameter.In.HEADER,
                                        "Prefer",
                                        "`wait=N` waits up to N seconds, at most 60, for the outcome; `no-merge` keeps"
                                                + " the write from becoming one request with others.")
                                .schema(text()))
                .addParameter(
                        "operation", path("id", "Identifier of the operation.").schema(text()))
                .addParameter(
                        "updatedSince",
                        query("updatedSince", "Inclusive. " + UnixSeconds.FORM + ".")
                                .schema(text()))
                .addParameter(
                        "updatedUntil",
                        query("updatedUntil", "Inclusive. " + UnixSeconds.FORM + ".")
                                .schema(text()))
                .addParameter(
                        "archived",
                        query("archived", "Only archived or only active items; both where it is left out.")
                                .schema(OpenApiSchemas.of(SchemaType.BOOLEAN)))
                .addParameter(
                        "limit",
                        query("limit", "Items of the page, unless it is the last.")
                                .schema(limit()))
                .addParameter(
                        "cursor",
                        query("cursor", "From `next` of the page before.").schema(text()));
    }

    /** The parameters of one list: those it really has. */
    static List<Parameter> of(ListRead list) {
        var parameters = new ArrayList<Parameter>();
        for (var name : ListParameters.names(list)) {
            var filter = list.filters().get(name);
            parameters.add(filter == null ? shared(name) : filter(filter));
        }
        parameters.add(account());
        return parameters;
    }

    /** A reference to one of the shared parameters. */
    static Parameter shared(String name) {
        return OASFactory.createParameter().ref(name);
    }

    static Parameter account() {
        return shared(ACCOUNT);
    }

    static Parameter path(String name, String description) {
        return parameter(Parameter.In.PATH, name, description).required(true);
    }

    private static Parameter filter(Filter filter) {
        return query(filter.name(), filter.description())
                .required(filter.required())
                .schema(OpenApiSchemas.of(filter.type()))
                .extensions(Map.of("x-source", filter.source().name().toLowerCase(Locale.ROOT)));
    }

    static Parameter query(String name, String description) {
        return parameter(Parameter.In.QUERY, name, description);
    }

    private static Parameter parameter(Parameter.In in, String name, String description) {
        var parameter = OASFactory.createParameter().in(in).name(name);
        return description.isEmpty() ? parameter : parameter.description(description);
    }

    private static Schema limit() {
        return OpenApiSchemas.of(SchemaType.INTEGER)
                .minimum(BigDecimal.ONE)
                .maximum(BigDecimal.valueOf(1000))
                .defaultValue(100);
    }

    private static Schema text() {
        return OpenApiSchemas.of(SchemaType.STRING);
    }
}
