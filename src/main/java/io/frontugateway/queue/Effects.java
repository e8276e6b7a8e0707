package io.frontugateway.queue;

import io.smallrye.mutiny.Uni;

/** Who has to know that a write may have changed something at Frontu: the cache. */
public interface Effects {
    /**
     * Something of a resource may have changed. What was read before must not be served as fresh once this is over, on this
     * replica at once.
     *
     * @param resource normalized name, or {@code passthrough} where any may have changed
     * @return fails where that cannot be said to all replicas yet; asked again then
     */
    Uni<Void> changed(String account, String resource);

    /** A write is about to be shown as done here that another replica may have sent: what it changed must be known here too. */
    Uni<Void> catchUp(String account);
}
