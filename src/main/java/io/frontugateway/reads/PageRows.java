package io.frontugateway.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Normalizer;
import io.frontugateway.catalogue.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows that one of Frontu's pages adds to what a caller gets, and stops the reading when there is no more room.
 * A page that begins like the one before is read to its end instead, since only then it shows whether it is a repetition.
 */
final class PageRows implements RowSink {
    private final ResourceType resource;
    private final Predicate<ObjectNode> filter;
    private final Predicate<ObjectNode> counted;
    private final Position from;
    private final int room;
    private final long maxBytes;

    private final List<ObjectNode> kept = new ArrayList<>();
    private long bytes;
    private int taken;
    private @Nullable String mark;

    /**
     * @param filter which rows are kept
     * @param counted which of those fill the room
     * @param from where in the list the page is read from
     * @param room how many rows are still wanted, at least 1
     * @param maxBytes how large they may be together
     */
    PageRows(
            ResourceType resource,
            Predicate<ObjectNode> filter,
            Predicate<ObjectNode> counted,
            Position from,
            int room,
            long maxBytes) {
        this.resource = resource;
        this.filter = filter;
        this.counted = counted;
        this.from = from;
        this.room = room;
        this.maxBytes = maxBytes;
    }

    /** The rows that are meant, normalized. */
    List<ObjectNode> kept() {
        return kept;
    }

    /** How long these rows were in Frontu's answer. */
    long bytes() {
        return bytes;
    }

    /** What the page is recognised by; null while it has no row. */
    @Nullable
    String mark() {
        return mark;
    }

    /** Whether the page begins like the one before. */
    boolean beginsLikeTheOneBefore() {
        return mark != null && mark.equals(from.firstGuid());
    }

    @Override
    public Wish wish(int index) {
        if (index == 0) {
            return Wish.BUILD;
        }
        if (index < from.offset()) {
            return Wish.SKIP;
        }
        if (taken < room) {
            return Wish.BUILD;
        }
        return beginsLikeTheOneBefore() ? Wish.SKIP : Wish.STOP;
    }

    @Override
    public void row(int index, ObjectNode row, long length) {
        var entity = Normalizer.toNormalized(resource, row);
        if (index == 0) {
            mark = Facts.mark(entity);
        }
        if (index < from.offset() || !filter.test(entity)) {
            return;
        }
        bytes += length;
        if (bytes > maxBytes) {
            throw BadAnswer.because("has rows too large to be held together; ask for fewer with limit");
        }
        taken += counted.test(entity) ? 1 : 0;
        kept.add(entity);
    }
}
