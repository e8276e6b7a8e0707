package io.frontugateway.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of custom fields: an object from the guid of the custom field to the value.
 *
 * <p>Frontu takes a map of strings and answers null or an array of objects whose members are not documented. Read are
 * therefore a map, text that holds one, and an array of objects that name the field under one of {@link #FIELD} and its
 * value under {@code value}. Anything else, and an array that names a field twice, comes back as it is.
 */
final class CustomValues {
    /** Members that can name the field; what names it more plainly stands first, since {@code guid} may be the row's own. */
    private static final List<String> FIELD = List.of("customField", "customFieldGuid", "field", "guid");

    /** Text beyond this is not looked into. */
    private static final int LONGEST = 1024 * 1024;

    private CustomValues() {}

    static JsonNode normalized(JsonNode value) {
        if (value instanceof ArrayNode array) {
            var values = fromArray(array);
            return values == null ? value : values;
        }
        if (value.isTextual()) {
            return value.textValue().isEmpty() ? NullNode.instance : fromText(value);
        }
        return value;
    }

    private static @Nullable ObjectNode fromArray(ArrayNode array) {
        var values = ExactJson.object(array.size());
        for (var element : array) {
            var field = field(element);
            if (field == null || values.has(field)) {
                return null;
            }
            var value = element.get("value");
            values.set(field, value == null ? NullNode.instance : value);
        }
        return values;
    }

    private static @Nullable String field(JsonNode element) {
        for (var name : FIELD) {
            var named = element.get(name);
            var guid = named instanceof ObjectNode ? named.get("guid") : named;
            if (guid instanceof TextNode && !guid.textValue().isEmpty()) {
                return guid.textValue();
            }
        }
        return null;
    }

    private static JsonNode fromText(JsonNode text) {
        if (text.textValue().length() > LONGEST) {
            return text;
        }
        try {
            var parsed = ExactJson.ANSWERS.readTree(text.textValue());
            if (parsed instanceof ObjectNode) {
                return parsed;
            }
            var values = parsed instanceof ArrayNode array ? fromArray(array) : null;
            return values == null ? text : values;
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }

    /** A map of strings: numbers become their digits, flags {@code 1} and {@code 0}; null stays, it clears a value. */
    static JsonNode toFrontu(JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        var values = ExactJson.object(object.size());
        object.fields().forEachRemaining(member -> values.set(member.getKey(), text(member.getValue())));
        return values;
    }

    private static JsonNode text(JsonNode value) {
        return value.isBoolean() ? TextNode.valueOf(value.booleanValue() ? "1" : "0") : Scalars.text(value);
    }
}
