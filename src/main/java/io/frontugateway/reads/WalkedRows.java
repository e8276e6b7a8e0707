package io.frontugateway.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a walk has found, each item once: a row that moves to a later page while the list is read comes twice, and
 * an answer must not show two states of one item.
 */
final class WalkedRows {
    private final Predicate<ObjectNode> wanted;
    private final List<ObjectNode> rows = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private int found;
    private boolean moved;

    /** @param wanted which rows count towards the limit */
    WalkedRows(Predicate<ObjectNode> wanted) {
        this.wanted = wanted;
    }

    /** Whether a row brings the walk nearer to its limit. */
    boolean counts(ObjectNode row) {
        return wanted.test(row) && !places.containsKey(Facts.identity(row, Identity.GUID));
    }

    void add(ObjectNode row) {
        var guid = Facts.identity(row, Identity.GUID);
        var place = guid == null ? null : places.get(guid);
        if (place == null) {
            if (guid != null) {
                places.put(guid, rows.size());
            }
            rows.add(row);
            found += wanted.test(row) ? 1 : 0;
        } else {
            moved = true;
            replace(place, row);
        }
    }

    /** Of two states the newer counts, and of two of one version the one that was read later. */
    private void replace(int place, ObjectNode row) {
        var known = rows.get(place);
        var before = Facts.version(known);
        var now = Facts.version(row);
        if (before == null || now == null || now >= before) {
            rows.set(place, row);
            found += (wanted.test(row) ? 1 : 0) - (wanted.test(known) ? 1 : 0);
        }
    }

    List<ObjectNode> rows() {
        return rows;
    }

    /** How many rows count towards the limit. */
    int found() {
        return found;
    }

    /** Whether a row came twice. */
    boolean moved() {
        return moved;
    }

    @Nullable
    Long maxVersion() {
        return rows.stream()
                .map(Facts::version)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null);
    }
}
