package io.frontugateway.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;

/**
 * Checks the rows of a list once more, after Frontu: it may compare versions inclusively, or not know the parameter, and
 * has none for archived rows. A row without a readable version passes; one that does not say is not archived.
 */
final class RowFilter {
    private RowFilter() {}

    /** Whether a normalized row is meant by the query. */
    static Predicate<ObjectNode> of(ListQuery query) {
        return inTime(query).and(inState(query));
    }

    /** Whether its version is meant. */
    static Predicate<ObjectNode> inTime(ListQuery query) {
        return row -> isInTime(query, row);
    }

    /** Whether it is meant as far as it is archived or not. */
    static Predicate<ObjectNode> inState(ListQuery query) {
        return row -> isWantedState(query, row);
    }

    private static boolean isInTime(ListQuery query, ObjectNode row) {
        var version = Facts.version(row);
        if (version == null) {
            return true;
        }
        var since = query.updatedSince();
        var until = query.updatedUntil();
        return (since == null || version >= since) && (until == null || version <= until);
    }

    private static boolean isWantedState(ListQuery query, ObjectNode row) {
        var wanted = query.archived();
        return wanted == null || wanted == row.path("archived").asBoolean(false);
    }
}
