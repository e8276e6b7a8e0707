package io.frontugateway.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.ResourceType;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Who wants to know which items Frontu has shown. What comes from a cache is not told. */
@FunctionalInterface
public interface Sightings {
    /** For those who tell nobody. */
    Sightings UNWATCHED = (account, resource, items, asked) -> Uni.createFrom().voidItem();

    /**
     * Frontu has shown items. Whoever asked for them is answered when this is over.
     *
     * @param items normalized
     * @param asked whether they were asked for by name, one by one
     * @return must not fail
     */
    Uni<Void> seen(String account, ResourceType resource, List<ObjectNode> items, boolean asked);
}
