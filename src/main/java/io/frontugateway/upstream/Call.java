package io.frontugateway.upstream;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to Frontu, before it is known how often it has to be attempted.
 *
 * @param account name of the Frontu account whose host and key are used
 * @param resource normalized name of the resource, or {@code passthrough}; a label of metrics and logs, so one of few
 * @param client name of the client on whose behalf it is sent
 * @param priority which class of the quota it is counted in
 * @param method HTTP method
 * @param target path and query as they stand in the request line, percent-encoded, from the account's base URL on;
 *     begins with {@code /} and never holds a credential
 * @param headers further request headers, by name; no credential
 * @param body what is sent, as JSON unless {@code headers} names another {@code Content-Type}; null for none
 * @param shape whether the answer is a document, read as a whole, or a transfer, streamed to the caller
 * @param maxWait longest time the call may wait for a slot of the quota, over all its attempts
 * @param progress who is told how far it has come
 */
public record Call(
        String account,
        String resource,
        String client,
        Priority priority,
        Method method,
        String target,
        Map<String, String> headers,
        @Nullable Payload body,
        Shape shape,
        Duration maxWait,
        Progress progress) {

    /** The methods that Frontu knows. */
    public enum Method {
        GET,
        POST
    }

    /** What a caller does with the answer. */
    public enum Shape {
        /** A JSON document: asked for compressed, bounded by the account's {@code max-answer-bytes}. */
        DOCUMENT,
        /** Bytes that are passed on as they come, uncompressed, bounded in time by {@code transfer-timeout}. */
        TRANSFER
    }

    public Call {
        headers = Map.copyOf(headers);
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("target must begin with /");
        }
    }

    /** A call whose progress nobody follows. */
    public Call(
            String account,
            String resource,
            String client,
            Priority priority,
            Method method,
            String target,
            Map<String, String> headers,
            @Nullable Payload body,
            Shape shape,
            Duration maxWait) {
        this(account, resource, client, priority, method, target, headers, body, shape, maxWait, Progress.UNWATCHED);
    }

    /** A GET without further headers, whose answer is a document. */
    public static Call get(
            String account, String resource, String client, Priority priority, String target, Duration maxWait) {
        return new Call(
                account, resource, client, priority, Method.GET, target, Map.of(), null, Shape.DOCUMENT, maxWait);
    }

    /** The same call, with less time (or none: a negative wait counts as zero) to wait for a slot. */
    public Call withMaxWait(Duration wait) {
        var left = wait.isNegative() ? Duration.ZERO : wait;
        return new Call(account, resource, client, priority, method, target, headers, body, shape, left, progress);
    }

    /** Whether sending it twice does no harm. */
    public boolean isRead() {
        return method == Method.GET;
    }

    /** How long its body may flow, before the time for an answer begins. */
    public Duration flows() {
        return body instanceof Payload.Streamed streamed ? streamed.within() : Duration.ZERO;
    }

    /** Whether it can be sent twice at all. */
    public boolean isRepeatable() {
        return !(body instanceof Payload.Streamed);
    }
}
