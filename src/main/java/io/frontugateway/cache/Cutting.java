package io.frontugateway.cache;

import io.frontugateway.reads.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a page out of rows at hand, with the positions that a walk through Frontu's own pages would give.
 *
 * @param rows consecutive rows of the list
 * @param next where the list goes on behind them; null at its end
 * @param before how many rows of the list come before them
 * @param perPage how many rows one of Frontu's pages holds
 */
record Cutting(List<Row> rows, @Nullable Position next, int before, int perPage) {

    /**
     * @param at where the page begins
     * @param archived only archived rows, or only others; null for both
     * @param limit most rows of the page
     */
    Stretch.Cut from(Position at, @Nullable Boolean archived, int limit) {
        var taken = new ArrayList<Row>(Math.min(limit, rows.size()));
        int index = first(at);
        while (index < rows.size() && taken.size() < limit) {
            var row = rows.get(index++);
            if (row.isInState(archived)) {
                taken.add(row);
            }
        }
        return new Stretch.Cut(taken, index < rows.size() ? position(at, index) : next);
    }

    private int first(Position at) {
        long inList =
                paged() ? (at.page() - 1L) * perPage + at.offset() : at.page() > 1 ? Integer.MAX_VALUE : at.offset();
        return (int) Math.max(0, Math.min(rows.size(), inList - before));
    }

    private Position position(Position at, int index) {
        if (!paged()) {
            return new Position(at.page(), before + index, at.pageSize(), at.firstGuid());
        }
        int inList = before + index;
        int page = inList / perPage + 1;
        return new Position(page, inList % perPage, at.pageSize(), page == at.page() ? at.firstGuid() : mark(page - 1));
    }

    /** What a page begins with, by which its repetition is recognised. */
    private @Nullable String mark(int page) {
        int index = (page - 1) * perPage - before;
        return index >= 0 && index < rows.size() ? rows.get(index).guid() : null;
    }

    private boolean paged() {
        return perPage != Stretch.Scope.UNPAGED;
    }
}
