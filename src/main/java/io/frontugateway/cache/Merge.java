package io.frontugateway.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Rows of a list that are brought up to date with what was read later. Each item stands once, in its place; new ones come at the
 * end, as they do in Frontu's lists.
 */
final class Merge {
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    /** @param rows those to begin with, each with a guid and each item once */
    Merge(List<Row> rows) {
        rows.forEach(this::append);
    }

    /**
     * Takes in the state of an item that was read later. The newer version counts, and the later reading of two of one
     * version.
     *
     * @param belongs whether an item in this state is in the list; one that is there already and does not belong leaves it
     */
    void take(Row row, Predicate<Row> belongs) {
        var place = places.get(row.guid());
        if (place == null) {
            if (belongs.test(row)) {
                append(row);
            }
        } else if (row.replaces(rows.get(place))) {
            if (belongs.test(row)) {
                rows.set(place, row);
            } else {
                remove(place);
            }
        }
    }

    /** Whether an item stands there in exactly this state. */
    boolean holds(Row row) {
        var place = places.get(row.guid());
        return place != null && rows.get(place).isSame(row);
    }

    /** The highest version; zero where there is no row. */
    static long highestVersion(List<Row> rows) {
        return rows.stream()
                .map(Row::version)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    List<Row> rows() {
        return rows;
    }

    private void append(Row row) {
        if (row.guid() != null) {
            places.put(row.guid(), rows.size());
        }
        rows.add(row);
    }

    private void remove(int place) {
        rows.remove(place);
        places.clear();
        for (int i = 0; i < rows.size(); i++) {
            var guid = rows.get(i).guid();
            if (guid != null) {
                places.put(guid, i);
            }
        }
    }
}
