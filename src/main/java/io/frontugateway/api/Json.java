package io.frontugateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;

/** How JSON documents are written: compact, numbers as they are. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter WRITER = MAPPER.writer();

    private Json() {}

    /** The document as UTF-8. */
    static Buffer bytes(JsonNode document) {
        try {
            return Buffer.buffer(WRITER.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value as JSON: text, numbers, maps and lists of them, but no type of ours, which a native image could not look into. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }
}
