package io.frontugateway.reads;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one of Frontu's pages when it has been read.
 *
 * @param stopped whether the sink wanted no more before the end; then the rest was not looked at
 * @param rows how many rows it holds; where stopped, how many came before the row that was refused
 * @param nextPage the envelope's {@code next_page}, 0 for every way of saying none; null where there is no envelope or it
 *     does not carry the member
 * @param envelope whether the rows came in an envelope and not as a plain array
 */
record PageEnd(boolean stopped, int rows, @Nullable Long nextPage, boolean envelope) {

    /**
     * Which page follows, by the rules for the end of a list.
     *
     * @param page the page that was asked for
     * @param asked how many rows were asked for
     * @return its number, or 0 if the list is at its end
     */
    long following(int page, int asked) {
        if (nextPage != null) {
            return rows > 0 && nextPage > page ? nextPage : 0;
        }
        // A plain array of more rows than were asked for was not cut into pages at all.
        boolean full = envelope ? rows >= asked : rows == asked;
        return full ? page + 1L : 0;
    }
}
