package io.frontugateway.api;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.Field;
import io.frontugateway.catalogue.FieldType;
import io.frontugateway.catalogue.ResourceType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Schemas of the entities and of what surrounds them, in OpenAPI. */
final class OpenApiSchemas {
    static final String PROBLEM = "Problem";
    static final String CATALOGUE = "Resources";
    static final String OPERATION = "Operation";
    static final String OPERATIONS = "OperationPage";
    static final String BATCH = "BatchAnswer";
    static final String REPLAYED = "Replayed";
    static final String STATUS = "Status";
    static final String QUOTA = "Quota";

    private static final String RELATION = "Relation";

    private OpenApiSchemas() {}

    static void addTo(Components components, Catalogue catalogue) {
        components.addSchema(PROBLEM, problem());
        components.addSchema(RELATION, relation());
        components.addSchema(CATALOGUE, catalogue());
        OpenApiOperations.addSchemas(components);
        components.addSchema(STATUS, status());
        components.addSchema(QUOTA, quota());
        for (var resource : catalogue.all()) {
            components.addSchema(resource.title(), entity(resource));
            components.addSchema(pageOf(resource), page(resource));
            if (resource.operations().upsert() != null) {
                components.addSchema(writeOf(resource), write(resource));
            }
        }
    }

    /** Name of the schema of a page of the resource. */
    static String pageOf(ResourceType resource) {
        return resource.title() + "Page";
    }

    /** Name of the schema of what is sent to write an entity of the resource. */
    static String writeOf(ResourceType resource) {
        return resource.title() + "Write";
    }

    static Schema ref(String name) {
        return OASFactory.createSchema().ref(name);
    }

    static Schema of(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }

    /** The schema of a value that is there. */
    static Schema of(FieldType type) {
        return switch (type) {
            case STRING -> of(SchemaType.STRING);
            case INTEGER -> of(SchemaType.INTEGER);
            case NUMBER -> of(SchemaType.NUMBER);
            case BOOLEAN -> of(SchemaType.BOOLEAN);
            case DATE_TIME -> of(SchemaType.STRING).format("date-time");
            case RELATION -> ref(RELATION);
            case RELATIONS -> of(SchemaType.ARRAY).items(ref(RELATION));
            case CUSTOM_VALUES ->
                of(SchemaType.OBJECT)
                        .additionalPropertiesBoolean(true)
                        .description("From the guid of a custom field to its value.");
            case OBJECT -> of(SchemaType.OBJECT);
            case ARRAY -> of(SchemaType.ARRAY).items(OASFactory.createSchema());
        };
    }

    private static Schema entity(ResourceType resource) {
        var schema = of(SchemaType.OBJECT).additionalPropertiesBoolean(true);
        if (!resource.description().isEmpty()) {
            schema.description(resource.description());
        }
        for (var field : resource.fields().values()) {
            schema.addProperty(field.name(), field(field));
            if (field.readable()) {
                schema.addRequired(field.name()); // answers have every field, null where unset
            }
        }
        return schema;
    }

    /** Fields that are left out keep their value, so none is required by the schema: that depends on the identity. */
    private static Schema write(ResourceType resource) {
        var schema = of(SchemaType.OBJECT)
                .additionalPropertiesBoolean(true)
                .description(
                        "Fields that are left out keep their value. Required where neither guid nor systemId is given: "
                                + required(resource) + ".");
        for (var field : resource.fields().values()) {
            if (field.writable()) {
                var known = field(field);
                schema.addProperty(field.name(), field.relatesTo() == null ? known : written(field, known));
            }
        }
        return schema;
    }

    private static String required(ResourceType resource) {
        var names = resource.fields().values().stream()
                .filter(Field::required)
                .map(Field::name)
                .toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** A relation is sent as a word, or as an object with either identity. */
    private static Schema written(Field field, Schema read) {
        var one = OASFactory.createSchema()
                .anyOf(List.of(
                        of(SchemaType.STRING).description("A guid or a systemId."),
                        of(SchemaType.OBJECT)
                                .addProperty("guid", nullable(of(SchemaType.STRING)))
                                .addProperty("systemId", nullable(of(SchemaType.STRING)))));
        var schema = nullable(
                field.type() == FieldType.RELATIONS
                        ? of(SchemaType.ARRAY).items(one)
                        : one.addAnyOf(of(SchemaType.NULL)));
        schema.setExtensions(read.getExtensions());
        return schema;
    }

    private static Schema field(Field field) {
        var schema = nullable(of(field.type()));
        var description = description(field, schema);
        if (!description.isEmpty()) {
            schema.description(description);
        }
        if (!field.writable()) {
            schema.readOnly(true);
        }
        if (!field.readable()) {
            schema.writeOnly(true);
        }
        if (field.relatesTo() != null) {
            schema.addExtension("x-relates-to", field.relatesTo());
        }
        schema.addExtension("x-source", field.source().name().toLowerCase(Locale.ROOT));
        return schema;
    }

    /** Known values are told and not enforced: a program must not break when Frontu adds one. */
    private static String description(Field field, Schema schema) {
        var type = schema.getDescription() == null ? "" : schema.getDescription();
        var own = field.description().isEmpty() ? type : field.description();
        if (field.values().isEmpty()) {
            return own;
        }
        return (own + " Known values: " + String.join(", ", field.values()) + ".").strip();
    }

    static Schema nullable(Schema schema) {
        if (schema.getRef() != null) {
            return OASFactory.createSchema().anyOf(List.of(schema, of(SchemaType.NULL)));
        }
        if (schema.getAnyOf() != null) {
            return schema;
        }
        return schema.addType(SchemaType.NULL);
    }

    private static Schema page(ResourceType resource) {
        return of(SchemaType.OBJECT)
                .addProperty("items", of(SchemaType.ARRAY).items(ref(resource.title())))
                .addProperty(
                        "next",
                        nullable(of(SchemaType.STRING)).description("Cursor of the next page; null on the last."))
                .addProperty(
                        "maxVersion", nullable(of(SchemaType.INTEGER)).description("Highest version among the items."))
                .addProperty(
                        "asOf",
                        of(SchemaType.STRING)
                                .format("date-time")
                                .description("When Frontu was asked for the oldest state."))
                .required(List.of("items", "next", "maxVersion", "asOf"));
    }

    private static Schema relation() {
        return of(SchemaType.OBJECT)
                .description("Another entity.")
                .addProperty("guid", nullable(of(SchemaType.STRING)))
                .addProperty("systemId", nullable(of(SchemaType.STRING)))
                .addProperty("title", nullable(of(SchemaType.STRING)))
                .required(List.of("guid", "systemId", "title"))
                .additionalPropertiesBoolean(true);
    }

    private static Schema problem() {
        return of(SchemaType.OBJECT)
                .description("Why a request was not served (RFC 9457); some have further members.")
                .addProperty("type", of(SchemaType.STRING).addExample("urn:frontu-gateway:not-found"))
                .addProperty("title", of(SchemaType.STRING))
                .addProperty("status", of(SchemaType.INTEGER))
                .addProperty("detail", of(SchemaType.STRING))
                .addProperty("instance", of(SchemaType.STRING))
                .addProperty("requestId", of(SchemaType.STRING))
                .required(List.of("type", "title", "status", "detail", "instance", "requestId"));
    }

    private static Schema catalogue() {
        var resource = of(SchemaType.OBJECT)
                .addProperty("name", of(SchemaType.STRING))
                .addProperty("title", of(SchemaType.STRING))
                .addProperty("description", of(SchemaType.STRING))
                .addProperty("operations", of(SchemaType.ARRAY).items(of(SchemaType.OBJECT)))
                .addProperty("filters", of(SchemaType.ARRAY).items(of(SchemaType.OBJECT)))
                .addProperty("fields", of(SchemaType.ARRAY).items(of(SchemaType.OBJECT)))
                .required(List.of("name", "title", "description", "operations", "filters", "fields"));
        return of(SchemaType.OBJECT)
                .addProperty("items", of(SchemaType.ARRAY).items(resource))
                .addProperty("next", of(SchemaType.NULL))
                .required(List.of("items", "next"));
    }

    private static Schema status() {
        var reason = of(SchemaType.OBJECT)
                .addProperty("reason", of(SchemaType.STRING).addExample("store-unreachable"))
                .addProperty("detail", of(SchemaType.STRING))
                .required(List.of("reason", "detail"));
        var reasons = of(SchemaType.OBJECT)
                .addProperty("items", of(SchemaType.ARRAY).items(reason))
                .addProperty("next", of(SchemaType.NULL))
                .required(List.of("items", "next"));
        return of(SchemaType.OBJECT)
                .description("What is not listed here may be added.")
                .addProperty("version", of(SchemaType.STRING))
                .addProperty("status", of(SchemaType.STRING).description("`ok` or `degraded`."))
                .addProperty("degraded", reasons)
                .addProperty("accounts", of(SchemaType.OBJECT).description("By name: breaker, key and queue."))
                .addProperty(
                        "redis", of(SchemaType.OBJECT).description("Whether it is in reach, and what it promises."))
                .required(List.of("version", "status", "degraded", "accounts", "redis"))
                .additionalPropertiesBoolean(true);
    }

    private static Schema quota() {
        var share = of(SchemaType.OBJECT);
        for (var member : List.of("used", "weight", "guaranteed", "waiting", "spent", "saved")) {
            share.addProperty(member, of(SchemaType.INTEGER));
        }
        share.addProperty("limit", orNull(SchemaType.INTEGER));
        var quota = of(SchemaType.OBJECT);
        for (var member : List.of("limit", "workingLimit", "used", "remaining", "inFlight", "worstWindow")) {
            quota.addProperty(member, of(SchemaType.INTEGER));
        }
        return quota.addProperty("window", of(SchemaType.NUMBER).description("Seconds."))
                .addProperty("blockedUntil", orNull(SchemaType.STRING).format("date-time"))
                .addProperty("nextFreeAt", orNull(SchemaType.STRING).format("date-time"))
                .addProperty(
                        "clients",
                        of(SchemaType.OBJECT)
                                .description("By name: the client itself, or all for one that may `operate`.")
                                .additionalPropertiesSchema(share))
                .required(List.of("limit", "workingLimit", "window", "used", "remaining", "clients"));
    }

    private static Schema orNull(SchemaType type) {
        return of(type).addType(SchemaType.NULL);
    }
}
