package io.frontugateway.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a list, normalized, in Frontu's order.
 *
 * @param items the entities, no more than were asked for
 * @param next where the list goes on; null at its end. What follows may turn out to be empty
 * @param maxVersion highest version among the items; null if none has a readable one
 * @param asOf when Frontu was asked for the oldest state among the items
 */
public record Page(
        List<ObjectNode> items,
        @Nullable Position next,
        @Nullable Long maxVersion,
        Instant asOf) {
    public Page {
        items = List.copyOf(items);
    }
}
