package io.frontugateway.upstream;

import io.smallrye.mutiny.Uni;

/** Makes one attempt at a call: at most one request leaves, and only with a slot. */
@FunctionalInterface
public interface Attempt {
    /**
     * Sends the call once.
     *
     * @param slot used up, settled or given back by this attempt, whatever happens
     * @return never fails; see {@link Upstream#send(Call)} for the body and for cancelling
     */
    Uni<Reply> attempt(Call call, Slot slot);
}
