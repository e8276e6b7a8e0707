package io.frontugateway.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.FieldType;
import io.frontugateway.catalogue.Filter;
import io.frontugateway.catalogue.Operations.ListRead;
import io.frontugateway.reads.ListQuery;
import java.util.Map;
import java.util.Objects;

/** What the gateway itself can tell of a list's filters. */
final class Filters {
    private static final String GUID = "guid";

    private Filters() {}

    /** Whether each of a query's filters can be evaluated here with the same result as by Frontu. */
    static boolean areExact(ListQuery query) {
        var list = list(query);
        return query.filters().keySet().stream()
                .allMatch(name -> list.filters().containsKey(name)
                        && Objects.requireNonNull(list.filters().get(name)).exact());
    }

    /** Whether a row passes a query's filters, all of which are exact. */
    static boolean pass(ListQuery query, ObjectNode row) {
        var list = list(query);
        return query.filters().entrySet().stream()
                .allMatch(filter ->
                        passes(Objects.requireNonNull(list.filters().get(filter.getKey())), filter.getValue(), row));
    }

    /** Those filters that an update of a row cannot make it leave. */
    static Map<String, String> lasting(ListQuery query) {
        var guid = query.filters().get(GUID);
        return guid == null ? Map.of() : Map.of(GUID, guid);
    }

    private static boolean passes(Filter filter, String wanted, ObjectNode row) {
        var value = row.path(filter.name());
        if (filter.type() == FieldType.BOOLEAN) {
            return value.isBoolean() && value.asBoolean() == wanted.equals("1");
        }
        return value.isValueNode() && !value.isNull() && value.asText().equals(wanted);
    }

    static ListRead list(ListQuery query) {
        return Objects.requireNonNull(query.resource().operations().list(), "a resource with a list");
    }
}
