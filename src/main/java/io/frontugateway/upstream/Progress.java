package io.frontugateway.upstream;

import io.vertx.core.MultiMap;

/**
 * Is told how far a call has come, once for each of its attempts. Called on the thread that the attempt is made on; must
 * neither block nor throw.
 */
public interface Progress {
    /** For calls that nobody follows. */
    Progress UNWATCHED = new Progress() {};

    /** Whether a request may leave now, asked last of all; if not, it counts as not sent. */
    default boolean mayLeave() {
        return true;
    }

    /**
     * Most of the last calls failed: this one is let through to see whether Frontu answers again, or has failed with them.
     * Should it fail, that says nothing of what it asks for.
     */
    default void outage() {}

    /** A request is about to leave: from here on Frontu may have seen it. */
    default void sent() {}

    /**
     * All of a request has been handed to the network. Called on the connection's own thread, at once. Not called for a body
     * that flows.
     *
     * @param at when, in terms of {@link System#nanoTime()}
     */
    default void written(long at) {}

    /**
     * The head of an answer is in.
     *
     * @param status Frontu's status
     * @param headers Frontu's head
     */
    default void answered(int status, MultiMap headers) {}
}
