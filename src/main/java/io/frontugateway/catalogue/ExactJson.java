package io.frontugateway.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;

/**
 * JSON in which every digit of a number survives, and whose reading is bounded: 200 levels deep, numbers of 1,000 digits,
 * texts of 20 Mi characters, names of 2,000. The mappers may be shared between threads.
 */
public final class ExactJson {
    /** For what Frontu answers: of two members of one name the last counts. */
    public static final ObjectMapper ANSWERS = mapper(false);

    /** For what callers send: two members of one name in an object are an error, and so is anything after the value. */
    public static final ObjectMapper REQUESTS = mapper(true);

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private ExactJson() {}

    /** An empty object with room for so many members. */
    static ObjectNode object(int members) {
        return new ObjectNode(NODES, new LinkedHashMap<String, JsonNode>(members * 4 / 3 + 1));
    }

    /** An empty array with room for so many elements. */
    static ArrayNode array(int elements) {
        return new ArrayNode(NODES, elements);
    }

    private static ObjectMapper mapper(boolean strict) {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(200)
                        .maxNumberLength(1000)
                        .maxStringLength(20 * 1024 * 1024)
                        .maxNameLength(2000)
                        .build())
                .configure(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER, true)
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // JSON is UTF-8 (RFC 8259); what looks like UTF-16 or UTF-32 is no JSON.
                .configure(JsonFactory.Feature.CHARSET_DETECTION, !strict)
                .build();
        return JsonMapper.builder(factory)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, strict)
                .build();
    }
}
