package io.frontugateway.upstream;

import io.smallrye.mutiny.Uni;

/**
 * One step on the way to Frontu. Steps wrap one another; the innermost makes one attempt. The order in which they wrap
 * stands in one class, {@code api.Routes}.
 */
@FunctionalInterface
public interface Upstream {
    /**
     * Sends a call and returns once the head of the answer is in, or it is clear that none comes.
     *
     * @return never fails for anything that Frontu or the way there did: that is a {@link Reply.Failed}. Whoever gets a
     *     {@link Reply.Answer} owns its body, and must read or discard it. Cancelling gives the call up: what was not
     *     sent is not sent, what was sent is cut by a reset.
     */
    Uni<Reply> send(Call call);
}
