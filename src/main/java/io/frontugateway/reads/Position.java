package io.frontugateway.reads;

import org.jspecify.annotations.Nullable;

/**
 * A place in one of Frontu's lists, in Frontu's own paging: it stays true when the caller changes its {@code limit}.
 *
 * @param page the page of Frontu to go on with, from 1
 * @param offset how many of that page's rows are behind us, counted as Frontu sent them
 * @param pageSize the page size that the list was begun with
 * @param firstGuid what the page read before {@code page} began with: the guid of its first row, or a digest of a row that
 *     has none; a page that begins with it is a repetition. Null where no page was read before
 */
public record Position(
        int page, int offset, int pageSize, @Nullable String firstGuid) {
    public Position {
        if (page < 1 || offset < 0 || pageSize < 1) {
            throw new IllegalArgumentException("page and pageSize must be at least 1, offset at least 0");
        }
    }

    /** The beginning of a list. */
    public static Position start(int pageSize) {
        return new Position(1, 0, pageSize, null);
    }
}
