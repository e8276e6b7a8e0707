package io.frontugateway.reads;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Builds one JSON value from its tokens. Numbers keep every digit: none of them becomes a double. */
final class TreeBuilder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();

    /**
     * Takes the next token.
     *
     * @return the value, when this token completes it; null while more is needed
     */
    @Nullable
    JsonNode accept(JsonToken token, JsonParser parser) {
        try {
            return switch (token) {
                case START_OBJECT -> opened(NODES.objectNode());
                case START_ARRAY -> opened(NODES.arrayNode());
                case END_OBJECT, END_ARRAY -> placed(open.pop());
                case FIELD_NAME -> named(parser.currentName());
                default -> placed(scalar(token, parser));
            };
        } catch (IOException | NumberFormatException e) {
            // The latter for an exponent that is cut off by the end of the bytes, or that no decimal can have.
            throw BadAnswer.because("holds a value that cannot be read");
        }
    }

    private @Nullable JsonNode opened(ContainerNode<?> container) {
        open.push(container);
        return null;
    }

    private @Nullable JsonNode named(String name) {
        names.push(name);
        return null;
    }

    private @Nullable JsonNode placed(JsonNode value) {
        var parent = open.peek();
        if (parent == null) {
            return value;
        }
        if (parent instanceof ObjectNode object) {
            object.set(names.pop(), value);
        } else {
            ((ArrayNode) parent).add(value);
        }
        return null;
    }

    private static JsonNode scalar(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            // Not the factory's numberNode: that one may strip trailing zeros.
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }
}
