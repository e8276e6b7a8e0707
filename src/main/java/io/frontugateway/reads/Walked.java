package io.frontugateway.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk through a list, with all that somebody has to know who keeps its rows.
 *
 * @param rows the rows, normalized, in Frontu's order, archived or not; of a row that was met twice, its newer state in its
 *     first place
 * @param next where the list goes on; null at its end
 * @param asOf when Frontu was asked for the oldest state among the rows
 * @param pages how many of Frontu's pages were read
 * @param stride how many rows the first of them holds; more than the rest together where it was read in part
 * @param moved whether a row was met on two pages: the list changed while it was read
 */
public record Walked(
        List<ObjectNode> rows, @Nullable Position next, Instant asOf, int pages, int stride, boolean moved) {
    public Walked {
        rows = List.copyOf(rows);
    }
}
