package io.frontugateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.cache.Answered;
import io.frontugateway.cache.Finished;
import io.frontugateway.upstream.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/** What a request is answered with, before it is written: see {@link Responder}. */
sealed interface Answer {
    int status();

    /** Header fields of its own; those that every answer carries are added when it is written. */
    MultiMap headers();

    /** A body that is there as a whole; empty for none. */
    record Whole(int status, MultiMap headers, Buffer body) implements Answer {}

    /** Frontu's body, passed on as it comes. */
    record Streamed(int status, MultiMap headers, Reply.Answer from) implements Answer {}

    /**
     * A document that may be kept, here and by the caller, in one of its forms.
     *
     * @param fields further fields of its head
     */
    record Document(Answered answered, Finished.Form form, String contentType, List<Map.Entry<String, String>> fields)
            implements Answer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public MultiMap headers() {
            return Freshness.headers(answered, form.etag());
        }
    }

    /**
     * A document that the caller holds already.
     *
     * @param etag under which tag
     */
    record Unchanged(Answered answered, String etag) implements Answer {
        @Override
        public int status() {
            return 304;
        }

        @Override
        public MultiMap headers() {
            return Freshness.headers(answered, etag);
        }
    }

    /** A JSON document with status 200. */
    static Whole json(JsonNode document) {
        return new Whole(200, headers("Content-Type", "application/json"), Json.bytes(document));
    }

    /** No body at all. */
    static Whole empty(int status, MultiMap headers) {
        return new Whole(status, headers, Buffer.buffer());
    }

    /** A head with one field. */
    static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }
}
