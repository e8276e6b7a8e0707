package io.frontugateway.problem;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a room has to say in {@code GET /v1/status} and in the health data. A bean that implements this is asked by both;
 * there is nothing else to register.
 *
 * <p>Everything here is answered from memory, at once and from any thread: what has to be looked up is looked up
 * beforehand, in the background. Values are those that Jackson can write; what has a name is a member of an object, and a
 * list is {@code {"items":[…],"next":null}} as everywhere.
 */
public interface StatusPart {
    /** Why the gateway does less than it should, as far as this room knows; empty while all is well. */
    default List<Degradation> degradations() {
        return List.of();
    }

    /** Members of the document by name. Objects of the same name from several parts become one. */
    default Map<String, Object> members() {
        return Map.of();
    }

    /** Members of the entry of one account, by name. */
    default Map<String, Object> account(String name) {
        return Map.of();
    }

    /** What all parts together know of. */
    static List<Degradation> degradations(Collection<StatusPart> parts) {
        return parts.stream().flatMap(part -> part.degradations().stream()).toList();
    }
}
