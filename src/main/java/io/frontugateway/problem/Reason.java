package io.frontugateway.problem;

import java.net.URI;

/**
 * Why a request was not served: the closed list of what can go wrong for a caller, one entry for each thing that a
 * caller can do about it. The slug identifies the case to programs and never changes once released; the title is the
 * same for every occurrence (RFC 9457).
 */
public enum Reason {
    UNAUTHENTICATED("unauthenticated", 401, "A valid client key is needed"),
    FORBIDDEN("forbidden", 403, "This client may not do that"),
    UNKNOWN_RESOURCE("unknown-resource", 404, "There is no such resource"),
    NOT_FOUND("not-found", 404, "There is no such item"),
    NOT_ALLOWED("not-allowed", 405, "This method or read is not offered here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "No offered form is acceptable to the caller"),
    INVALID_PARAMETER("invalid-parameter", 400, "A parameter is not valid"),
    INVALID_BODY("invalid-body", 400, "The body is not valid"),
    INVALID_ENTITY("invalid-entity", 422, "The entity is not valid"),
    IDENTITY_CONFLICT("identity-conflict", 422, "Two identities contradict each other"),
    TOO_LARGE("too-large", 413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The media type is not supported"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The idempotency key was used with another request"),
    NEWER_WRITE_DONE("newer-write-done", 409, "A newer write to the same entity is done"),
    OPERATION_NOT_CANCELLABLE("operation-not-cancellable", 409, "The operation can no longer be cancelled"),
    OPERATION_NOT_DEAD("operation-not-dead", 409, "Only a dead operation can be replayed"),
    CURSOR_EXPIRED("cursor-expired", 410, "The cursor is older than what is kept"),
    QUOTA_EXHAUSTED("quota-exhausted", 429, "The shared Frontu quota is spent"),
    QUEUE_FULL("queue-full", 429, "The write queue is full"),
    FRONTU_REFUSED("frontu-refused", 422, "Frontu refused the request"),
    FRONTU_UNAUTHORIZED("frontu-unauthorized", 502, "Frontu did not accept the gateway's key"),
    FRONTU_BAD_ANSWER("frontu-bad-answer", 502, "Frontu's answer could not be read"),
    FRONTU_UNAVAILABLE("frontu-unavailable", 503, "Frontu is not available"),
    FRONTU_TIMEOUT("frontu-timeout", 504, "Frontu did not answer in time"),
    NOT_CACHED("not-cached", 504, "Nothing suitable is cached"),
    STORE_UNAVAILABLE("store-unavailable", 503, "The shared store is not available"),
    SHUTTING_DOWN("shutting-down", 503, "This replica is shutting down"),
    INTERNAL("internal", 500, "The gateway failed");

    private final String slug;
    private final int status;
    private final String title;

    Reason(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The stable name of the case, for example {@code quota-exhausted}. */
    public String slug() {
        return slug;
    }

    /** The HTTP status that goes with the case. */
    public int status() {
        return status;
    }

    /** One sentence for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The problem type of RFC 9457, {@code urn:frontu-gateway:<slug>}. */
    public URI type() {
        return URI.create("urn:frontu-gateway:" + slug);
    }
}
