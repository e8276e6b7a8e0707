package io.frontugateway.writes;

import io.frontugateway.queue.Submission.Submitter;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a write is made, and how.
 *
 * @param account name of the Frontu account
 * @param submitter whose write it is
 * @param idempotencyKey what a repetition of the request is told by, unique among those of the client; null for nothing
 * @param mayMerge whether it may become one request with other writes to the same entity
 */
public record Writer(
        String account, Submitter submitter, @Nullable String idempotencyKey, boolean mayMerge) {

    /** The same writer, for one item of a batch. */
    public Writer at(int position) {
        return idempotencyKey == null
                ? this
                : new Writer(account, submitter, idempotencyKey + "\n" + position, mayMerge);
    }
}
