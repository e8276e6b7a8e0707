package io.frontugateway.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables by which entities of one resource are translated. Immutable. */
final class Translation {
    /** A field and every name under which a row may hold it, the best first. */
    private record Reading(Field field, String[] names) {}

    private final Reading[] readings;
    private final Map<String, Reading> byFrontuName = new HashMap<>();
    private final Map<String, Field> byName = new HashMap<>();
    private final Function<String, @Nullable ResourceType> related;

    Translation(Collection<Field> fields, Function<String, @Nullable ResourceType> related) {
        this.related = related;
        var readable = fields.stream().filter(Field::readable).toList();
        var claimed = new HashMap<String, Field>();
        readable.forEach(field -> {
            claimed.put(field.readName(), field);
            field.alsoRead().forEach(also -> claimed.put(also, field));
        });
        readings = readable.stream().map(field -> reading(field, claimed)).toArray(Reading[]::new);
        for (var reading : readings) {
            for (var name : reading.names) {
                byFrontuName.put(name, reading);
            }
        }
        fields.forEach(field -> byName.put(field.name(), field));
    }

    private static Reading reading(Field field, Map<String, Field> claimed) {
        var names = new ArrayList<String>();
        names.add(field.readName());
        names.addAll(field.alsoRead());
        if (!claimed.containsKey(field.name())) {
            names.add(field.name());
        }
        return new Reading(field, names.toArray(String[]::new));
    }

    ObjectNode normalized(ObjectNode row) {
        var entity = ExactJson.object(readings.length + 4);
        for (var reading : readings) {
            var name = nameIn(row, reading);
            entity.set(reading.field.name(), name == null ? NullNode.instance : read(reading.field, row.get(name)));
        }
        row.fields().forEachRemaining(member -> {
            if (isLeftOver(row, member.getKey(), member.getValue()) && !entity.has(member.getKey())) {
                entity.set(member.getKey(), member.getValue());
            }
        });
        return entity;
    }

    /** The name under which the row holds the field; null if it is unset. */
    private static @Nullable String nameIn(ObjectNode row, Reading reading) {
        for (var name : reading.names) {
            var value = row.get(name);
            if (value != null && !value.isNull()) {
                return name;
            }
        }
        return null;
    }

    /** Whether no field took this member. */
    private boolean isLeftOver(ObjectNode row, String name, JsonNode value) {
        var reading = byFrontuName.get(name);
        if (reading == null) {
            return true;
        }
        return reading.names.length > 1 && !value.isNull() && !name.equals(nameIn(row, reading));
    }

    private JsonNode read(Field field, JsonNode value) {
        switch (field.type()) {
            case STRING:
                return Scalars.text(value);
            case INTEGER:
                return Scalars.integer(value);
            case NUMBER:
                return Scalars.number(value);
            case BOOLEAN:
                return Scalars.flag(value);
            case DATE_TIME:
                return DateTimes.normalized(value);
            case RELATION:
                return Relations.normalized(value, target(field));
            case RELATIONS:
                return Relations.allNormalized(value, target(field));
            case CUSTOM_VALUES:
                return CustomValues.normalized(value);
            case OBJECT:
            case ARRAY:
                return value;
        }
        return value;
    }

    private @Nullable Translation target(Field field) {
        var to = field.relatesTo();
        var resource = to == null ? null : related.apply(to);
        return resource == null ? null : resource.translation();
    }

    /** Puts one member of an entity that stands inside another one: known ones translated, others as they are. */
    void putNested(ObjectNode into, String name, JsonNode value) {
        var reading = byFrontuName.get(name);
        if (reading == null) {
            into.set(name, value);
        } else if (!into.hasNonNull(reading.field.name())) {
            into.set(reading.field.name(), value.isNull() ? value : read(reading.field, value));
        }
    }

    ObjectNode toFrontu(ObjectNode entity) {
        var row = ExactJson.object(entity.size());
        entity.fields().forEachRemaining(member -> {
            var field = byName.get(member.getKey());
            if (field != null) {
                row.set(field.writeName(), write(field.type(), member.getValue()));
            } else if (!row.has(member.getKey())) {
                row.set(member.getKey(), member.getValue());
            }
        });
        return row;
    }

    private static JsonNode write(FieldType type, JsonNode value) {
        switch (type) {
            case BOOLEAN:
                return Scalars.flag(value);
            case DATE_TIME:
                return DateTimes.toFrontu(value);
            case RELATION:
                return Relations.toFrontu(value);
            case RELATIONS:
                return Relations.allToFrontu(value);
            case CUSTOM_VALUES:
                return CustomValues.toFrontu(value);
            default:
                return value;
        }
    }
}
