package io.frontugateway.writes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.DateTimes;
import io.frontugateway.catalogue.Field;
import io.frontugateway.catalogue.FieldType;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks an entity in the normalized form against the catalogue, and finds all that is wrong with it at once. */
final class EntityCheck {
    /**
     * One thing that is wrong.
     *
     * @param pointer where, as a JSON pointer (RFC 6901)
     * @param detail what is wrong and what is expected instead
     */
    private record Violation(String pointer, String detail) {}

    private static final int MOST_TOLD = 100;

    private final List<Violation> found = new ArrayList<>();

    /**
     * Refuses an entity that is not valid.
     *
     * @param whole whether it must have the required fields, since nothing says that it exists already
     * @throws io.frontugateway.problem.ProblemException {@code invalid-entity}, with the member {@code errors}
     */
    static void demandValid(ResourceType resource, ObjectNode entity, boolean whole) {
        var check = new EntityCheck();
        for (var identity : Identity.values()) {
            check.identifier("/" + identity.member(), entity.get(identity.member()));
        }
        for (var member : (Iterable<Map.Entry<String, JsonNode>>) entity::fields) {
            var field = resource.fields().get(member.getKey());
            if (field != null && field.writable() && !isIdentity(field)) {
                check.field(field, member.getValue());
            }
        }
        if (whole) {
            resource.fields().values().forEach(field -> check.required(field, entity));
        }
        check.end("One of " + resource.name());
    }

    /** Refuses a body of relations of which each is required, as copies have it. */
    static void demandRelations(ObjectNode body, List<String> names) {
        var check = new EntityCheck();
        for (var name : names) {
            var value = body.get(name);
            if (value == null || value.isNull()) {
                check.add(pointer(name), "is required");
            } else {
                check.relation(pointer(name), value);
            }
        }
        check.end("The body");
    }

    /** What is wrong with an identifier in a path or a body; null where nothing is. */
    static @Nullable String faultOf(String identifier) {
        if (identifier.isEmpty()) {
            return "is empty; give an identifier of 1 to " + Identities.LONGEST + " characters, or leave it out";
        }
        if (identifier.length() > Identities.LONGEST) {
            return "has " + identifier.length() + " characters; an identifier has at most " + Identities.LONGEST;
        }
        return identifier.codePoints().anyMatch(EntityCheck::isNoText)
                ? "holds a control character, or half of a surrogate pair, which no identifier can have"
                : null;
    }

    private static boolean isNoText(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    }

    private void end(String what) {
        if (!found.isEmpty()) {
            var detail = found.size() == 1 ? "in one place" : "in " + found.size() + " places";
            throw Problem.of(Reason.INVALID_ENTITY, what + " is not valid " + detail + "; see errors.")
                    .with(
                            "errors",
                            found.stream()
                                    .limit(MOST_TOLD)
                                    .map(EntityCheck::told)
                                    .toList())
                    .asException();
        }
    }

    /** As a map, which can be written as JSON also where classes cannot be looked into. */
    private static Map<String, String> told(Violation violation) {
        var told = new LinkedHashMap<String, String>();
        told.put("pointer", violation.pointer());
        told.put("detail", violation.detail());
        return told;
    }

    private static boolean isIdentity(Field field) {
        return field.name().equals(Identity.GUID.member()) || field.name().equals(Identity.SYSTEM_ID.member());
    }

    private void required(Field field, ObjectNode entity) {
        var value = entity.get(field.name());
        if (field.required() && (value == null || value.isNull())) {
            add(pointer(field.name()), "is required where neither guid nor systemId is given");
        }
    }

    private void field(Field field, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        var pointer = pointer(field.name());
        if (field.type() == FieldType.RELATION) {
            relation(pointer, value);
        } else if (field.type() == FieldType.RELATIONS) {
            relations(pointer, value);
        } else if (field.type() == FieldType.CUSTOM_VALUES) {
            customValues(pointer, value);
        } else if (!fits(field.type(), value)) {
            add(pointer, "must be " + wanted(field.type()) + ", and is " + StrictJson.kind(value));
        } else if (!field.values().isEmpty() && !field.values().contains(value.asText())) {
            add(pointer, "must be one of " + String.join(", ", field.values()));
        }
    }

    private static boolean fits(FieldType type, JsonNode value) {
        return switch (type) {
            case STRING -> value.isTextual();
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case DATE_TIME -> value.isTextual() && DateTimes.isMoment(value.textValue());
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
            case RELATION, RELATIONS, CUSTOM_VALUES -> true;
        };
    }

    private static String wanted(FieldType type) {
        return switch (type) {
            case STRING -> "a string";
            case INTEGER -> "a whole number";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case DATE_TIME -> "an RFC 3339 date-time with its offset, such as 2026-01-31T08:15:30Z";
            case OBJECT, CUSTOM_VALUES -> "an object";
            case ARRAY -> "an array";
            case RELATION -> "a guid or a systemId as a string, or an object with one of them";
            case RELATIONS -> "an array of relations";
        };
    }

    private void relations(String pointer, JsonNode value) {
        if (!(value instanceof ArrayNode all)) {
            add(pointer, "must be " + wanted(FieldType.RELATIONS) + ", and is " + StrictJson.kind(value));
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            relation(pointer + "/" + i, all.get(i));
        }
    }

    private void relation(String pointer, JsonNode value) {
        if (value.isTextual()) {
            identifier(pointer, value);
        } else if (!(value instanceof ObjectNode object)) {
            add(pointer, "must be " + wanted(FieldType.RELATION) + ", and is " + StrictJson.kind(value));
        } else if (!object.hasNonNull(Identity.GUID.member()) && !object.hasNonNull(Identity.SYSTEM_ID.member())) {
            add(pointer, "must have a guid or a systemId");
        } else {
            for (var identity : Identity.values()) {
                identifier(pointer + "/" + identity.member(), object.get(identity.member()));
            }
        }
    }

    private void customValues(String pointer, JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            add(
                    pointer,
                    "must be an object from the guid of a custom field to its value, and is " + StrictJson.kind(value));
            return;
        }
        object.fields().forEachRemaining(member -> {
            if (member.getValue().isContainerNode()) {
                var kind = StrictJson.kind(member.getValue());
                add(
                        pointer + pointer(member.getKey()),
                        "must be a string, a number, a boolean or null, and is " + kind);
            }
        });
    }

    private void identifier(String pointer, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return;
        }
        var fault =
                value.isTextual() ? faultOf(value.textValue()) : "must be a string, and is " + StrictJson.kind(value);
        if (fault != null) {
            add(pointer, fault);
        }
    }

    private void add(String pointer, String detail) {
        found.add(new Violation(pointer, detail));
    }

    private static String pointer(String name) {
        var shown = name.length() <= 100 ? name : name.substring(0, 100) + "…";
        return "/" + shown.replace("~", "~0").replace("/", "~1");
    }
}
