/**
 * What a read asks of Frontu, and what the answer means.
 *
 * <p>Here stand the rules of Frontu's lists: pages that come as an envelope or as a plain array, when a list is at its end,
 * and how a position in it is kept between two requests. Rows are parsed one at a time from the bytes as they arrive, so
 * that a list of any length passes in the memory of a row. Knows {@code upstream}, {@code catalogue} and {@code problem};
 * the cache will wrap it.
 */
@NullMarked
package io.frontugateway.reads;

import org.jspecify.annotations.NullMarked;
