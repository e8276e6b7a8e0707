package io.frontugateway.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.catalogue.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One normalized entity as it is kept: its JSON, and what has to be known of it to find, filter and merge it.
 *
 * @param guid null where it has none
 * @param systemId null where it has none
 * @param version null where it has none that can be read
 * @param archived whether it says that it is archived
 * @param json the whole of it in UTF-8; not to be changed
 */
record Row(
        @Nullable String guid,
        @Nullable String systemId,
        @Nullable Long version,
        boolean archived,
        byte[] json) {

    /** What an object of this class takes beside its JSON. */
    private static final int OVERHEAD = 160;

    static Row of(ObjectNode entity) {
        try {
            return new Row(
                    text(entity.path(Identity.GUID.member())),
                    text(entity.path(Identity.SYSTEM_ID.member())),
                    version(entity.path("version")),
                    entity.path("archived").asBoolean(false),
                    ExactJson.ANSWERS.writeValueAsBytes(entity));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entity itself. */
    ObjectNode entity() {
        try {
            return (ObjectNode) ExactJson.ANSWERS.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its version lies between two bounds, inclusive; one without a version does. */
    boolean isBetween(@Nullable Long since, @Nullable Long until) {
        return version == null || (since == null || version >= since) && (until == null || version <= until);
    }

    /** Whether it is archived or not as is wanted; null for either. */
    boolean isInState(@Nullable Boolean wanted) {
        return wanted == null || wanted == archived;
    }

    /** Whether this state, which was read later, takes the place of another of the same item. */
    boolean replaces(Row before) {
        return version == null || before.version == null || version >= before.version;
    }

    boolean isSame(Row other) {
        return Arrays.equals(json, other.json);
    }

    int weight() {
        return OVERHEAD + json.length;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() || value.isNumber() ? value.asText() : null;
    }

    private static @Nullable Long version(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
    }
}
