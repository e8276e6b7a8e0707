package io.frontugateway.reads;

import io.frontugateway.catalogue.ResourceType;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a resource are meant; where in the list one is stands in {@link Position}.
 *
 * @param resource what is listed
 * @param updatedSince lowest version that is meant, Unix seconds, inclusive; null for no bound
 * @param updatedUntil highest version that is meant, Unix seconds, inclusive; null for no bound
 * @param archived only archived rows, or only those that are not; null for both
 * @param filters the resource's own filters: normalized filter name to the value as Frontu takes it, not encoded; kept
 *     sorted by name, so that equal queries ask equal things
 */
public record ListQuery(
        ResourceType resource,
        @Nullable Long updatedSince,
        @Nullable Long updatedUntil,
        @Nullable Boolean archived,
        Map<String, String> filters) {

    public ListQuery {
        SortedMap<String, String> sorted = new TreeMap<>(filters);
        filters = Collections.unmodifiableSortedMap(sorted);
    }

    /** Everything that the resource's list holds. */
    public static ListQuery all(ResourceType resource) {
        return new ListQuery(resource, null, null, null, Map.of());
    }
}
