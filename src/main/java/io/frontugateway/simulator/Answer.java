package io.frontugateway.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with: a status and either a document, a row, a part of a content, or nothing.
 *
 * @param written the entity that the request has changed, if it has
 */
record Answer(
        int status,
        Map<String, String> headers,
        byte @Nullable [] document,
        @Nullable Row row,
        @Nullable Part part,
        @Nullable Entity written) {

    /** The bytes {@code from} (included) to {@code to} (excluded) of a content. */
    record Part(Content content, long from, long to) {}

    static Answer document(int status, byte[] json) {
        return new Answer(status, Map.of(), json, null, null, null);
    }

    static Answer row(int status, Row row) {
        return new Answer(status, Map.of(), null, row, null, null);
    }

    static Answer part(int status, Part part) {
        return new Answer(status, Map.of(), null, null, part, null);
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), null, null, null, null);
    }

    Answer with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, document, row, part, written);
    }

    Answer writing(Entity entity) {
        return new Answer(status, headers, document, row, part, entity);
    }

    boolean isDocument() {
        return document != null || row != null;
    }

    /** The bytes of a document or a row; empty for other answers. */
    byte[] bytes() {
        if (row != null) {
            return row.json();
        }
        return document == null ? new byte[0] : document;
    }

    byte[] compressed() {
        return row != null ? row.gzip() : Gzip.compress(bytes());
    }
}
