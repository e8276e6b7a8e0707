package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.queue.WriteQueue.Pair;
import io.frontugateway.queue.Writing;
import io.frontugateway.reads.Sightings;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Tells the queue which guid and which systemId Frontu has shown to be of one item, so that writes under either name keep
 * one order. While nothing waits or is remembered there, no read waits for that.
 */
record SeenNames(Writing writing) implements Sightings {
    @Override
    public Uni<Void> seen(String account, ResourceType resource, List<ObjectNode> items, boolean asked) {
        var pairs = pairs(items);
        if (pairs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (!writing.asksForNames(account)) {
            writing.queue().remember(account, resource.name(), pairs);
            return Uni.createFrom().voidItem();
        }
        return asked
                ? writing.queue().learn(account, resource.name(), pairs)
                : writing.queue().learnNeeded(account, resource.name(), pairs);
    }

    private static List<Pair> pairs(List<ObjectNode> items) {
        return items.stream()
                .map(item -> new Pair(
                        item.path("guid").asText(""), item.path("systemId").asText("")))
                .filter(pair -> isName(pair.guid()) && isName(pair.systemId()))
                .toList();
    }

    /** No caller can use a name that is longer than those it may send. */
    private static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= EntitiesApi.LONGEST_ID;
    }
}
