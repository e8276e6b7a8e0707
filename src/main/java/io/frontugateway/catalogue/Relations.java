package io.frontugateway.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Relations between Frontu's forms (an object on reading, a string on writing) and {@code {"guid","systemId","title"}}. */
final class Relations {
    private static final String TITLE = "title";

    private Relations() {}

    /**
     * One relation. A bare string is taken as a guid, since that is how Frontu names things where it names them by one word;
     * nothing ({@code ""}, or an empty array or object, as PHP writes an unset one) is null. Further members follow, as
     * they would be in an entity of their own where the resource is known.
     *
     * @param target how entities of the resource that is meant are translated; null where not known
     */
    static JsonNode normalized(JsonNode value, @Nullable Translation target) {
        if (value instanceof ObjectNode object) {
            return object.isEmpty() ? NullNode.instance : normalized(object, target);
        }
        if (value.isTextual() && !value.textValue().isEmpty() || value.isNumber()) {
            var relation = ExactJson.object(3);
            relation.set(Identity.GUID.member(), Scalars.text(value));
            relation.putNull(Identity.SYSTEM_ID.member());
            return relation.putNull(TITLE);
        }
        return value.isTextual() || value.isArray() && value.isEmpty() ? NullNode.instance : value;
    }

    private static JsonNode normalized(ObjectNode object, @Nullable Translation target) {
        var relation = ExactJson.object(object.size() + 3);
        relation.set(Identity.GUID.member(), member(object, Identity.GUID.member()));
        relation.set(Identity.SYSTEM_ID.member(), member(object, Identity.SYSTEM_ID.member()));
        relation.set(TITLE, member(object, TITLE));
        object.fields().forEachRemaining(further -> {
            if (relation.has(further.getKey())) {
                return;
            }
            if (target == null) {
                relation.set(further.getKey(), further.getValue());
            } else {
                target.putNested(relation, further.getKey(), further.getValue());
            }
        });
        return relation;
    }

    private static JsonNode member(ObjectNode object, String name) {
        var value = object.get(name);
        return value == null ? NullNode.instance : Scalars.text(value);
    }

    static JsonNode allNormalized(JsonNode value, @Nullable Translation target) {
        return each(value, one -> normalized(one, target));
    }

    /** One relation as Frontu wants it: the guid, else the systemId, as a string. */
    static JsonNode toFrontu(JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        for (var identity : Identity.values()) {
            var id = Scalars.text(member(object, identity.member()));
            if (id instanceof TextNode && !id.textValue().isEmpty()) {
                return id;
            }
        }
        return value;
    }

    static JsonNode allToFrontu(JsonNode value) {
        return each(value, Relations::toFrontu);
    }

    private static JsonNode each(JsonNode value, UnaryOperator<JsonNode> change) {
        if (!(value instanceof ArrayNode array)) {
            return value;
        }
        var changed = ExactJson.array(array.size());
        for (Iterator<JsonNode> all = array.elements(); all.hasNext(); ) {
            changed.add(change.apply(all.next()));
        }
        return changed;
    }
}
