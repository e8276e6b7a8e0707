package io.frontugateway.queue;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One write, checked and translated, as the queue takes it.
 *
 * @param account name of the Frontu account it is for
 * @param submitter whose write it is
 * @param resource normalized name of the resource, or {@code passthrough} where a path of Frontu's belongs to none
 * @param action what it does
 * @param guid guid of the item, where the caller or the path gave one
 * @param systemId systemId of the item, where the caller or the path gave one, or the gateway made one. Without both the
 *     write has no order with any other
 * @param mayCreate whether Frontu may make a new item of it (POST, PUT); otherwise (PATCH, archive, restore) an item that
 *     the gateway has not seen is looked for first
 * @param repeatable whether the same request sent twice has the effect of once; if not, an attempt whose outcome is open
 *     is not repeated
 * @param request what is sent
 * @param answer in which form Frontu's answer is kept
 * @param mergeable whether it may become one request with its neighbours; only upserts whose body is one JSON object
 * @param members top-level members of the body, in Frontu's spelling, and how each may be merged; looked at for mergeable
 *     writes only
 * @param related the items that its body names; earlier-accepted writes to them go first
 * @param idempotency how a repetition of the same submission is told; null where it is not
 */
public record Submission(
        String account,
        Submitter submitter,
        String resource,
        Operation.Action action,
        @Nullable String guid,
        @Nullable String systemId,
        boolean mayCreate,
        boolean repeatable,
        Request request,
        Answering answer,
        boolean mergeable,
        Map<String, Merging> members,
        List<Related> related,
        @Nullable Idempotency idempotency) {

    public Submission {
        members = Map.copyOf(members);
        related = List.copyOf(related);
    }

    /**
     * Whose write it is.
     *
     * @param client the client's name
     * @param weight its share among clients with writes waiting, at least 1
     * @param maxQueued most writes of it that may be queued at a time
     */
    public record Submitter(String client, int weight, int maxQueued) {}

    /**
     * The request to Frontu, always a POST.
     *
     * @param target path and query as they stand in the request line
     * @param contentType the body's type
     * @param body the body, byte for byte as it is sent
     */
    public record Request(String target, String contentType, Buffer body) {}

    /** In which form the answer is kept. */
    public enum Answering {
        /** A success as the normalized entity, a refusal as a problem. */
        ENTITY,
        /** Status, content type and body as Frontu gave them, whatever the status. */
        VERBATIM
    }

    /** What happens when two writes that are to be merged both set a member. */
    public enum Merging {
        /** The later value wins: a plain value. */
        LAST_WINS,
        /** They are not merged: an object, an array, or a field each of whose values matters. */
        NEVER_TWICE
    }

    /**
     * An item that a write refers to.
     *
     * @param resource normalized name of its resource
     * @param guid its guid, where that is what is given or may be
     * @param systemId its systemId, where that is what is given or may be; a bare string that can be either is given as both
     */
    public record Related(
            String resource,
            @Nullable String guid,
            @Nullable String systemId) {}

    /**
     * How a repetition is told.
     *
     * @param key the caller's key, in a batch with the position; its scope is the client
     * @param fingerprint a digest of the request: the same key with another one is refused
     */
    public record Idempotency(String key, String fingerprint) {}
}
