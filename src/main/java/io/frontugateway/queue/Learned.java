package io.frontugateway.queue;

import com.fasterxml.jackson.databind.JsonNode;

/** The names of an item as Frontu showed them; empty where it showed none. */
record Learned(String guid, String systemId) {
    static final Learned NOTHING = new Learned("", "");

    static Learned from(JsonNode entity) {
        return new Learned(text(entity.path("guid")), text(entity.path("systemId")));
    }

    private static String text(JsonNode value) {
        return value.isTextual() || value.isNumber() ? value.asText() : "";
    }
}
