/**
 * Reads that cost nothing: answers that are kept, shared by those who ask at the same time, and honest about their age.
 *
 * <p>What leaves this room is {@link io.frontugateway.cache.Answered}: finished bytes, how old they are, and how they came
 * about. What a request demands comes in as {@link io.frontugateway.cache.Demand}. The room knows what freshness means and
 * nothing of HTTP; how either is spelt in headers is known by {@code api}.
 *
 * <h2>The way of a read</h2>
 *
 * <pre>
 * ReadCache ▸ Desk       the finished answer in memory, if it is fresh and no write has been done since
 *           ▸ Inquiry    rows in memory that hold the answer ▸ rows in Redis ▸ a flight to Frontu ▸ something stale
 *           ▸ Flight     one fetch for all who want it, over all replicas
 *           ▸ Errand     what is asked: the page, the entity, or only what has changed in a list that is held
 * </pre>
 *
 * <p>A {@code Question} knows where its rows may be and how an answer is found in them; a {@code Stretch} is such rows, a
 * {@code Place} where they are kept. Memory holds finished answers and stretches in one bound; Redis holds stretches. What
 * Frontu says in its own spelling ({@code VerbatimReads}) goes by the same flights, and lies in Redis as a stretch of one row.
 *
 * <h2>What is promised, and where it is kept</h2>
 *
 * <ul>
 * <li>A list is held as a whole once a read from its beginning came to its end; nothing is read ahead for that. It then
 *     answers every later {@code updatedSince}, every page, and brings itself up to date with one request
 *     ({@code ListQuestion}, {@code ListFetch}). Pages of a longer list are kept as they were read.
 * <li>A delta asks without the filters that a change can make a row leave, from the smaller of the highest version and
 *     Frontu's clock less the overlap. It is used only where every filter can be evaluated here, every row has a guid and a
 *     version, and the list shows archived rows ({@code ListFetch}, {@code Merge}).
 * <li>A page that holds all of a filtered list which has lain still for long is read again instead: everything else that has
 *     changed meanwhile costs more. Where more has changed than is worth asking, that is found out once, and the list is no
 *     longer held as a whole until somebody reads it to its end ({@code ListQuestion}).
 * <li>A whole list of several pages is made sure of by asking for what changed while it was read, and if anything did, is read
 *     once more from the last page to the first ({@code ListFetch.settled}).
 * <li>A generation stands for all that was read between two writes. It is looked at before Frontu is asked and before
 *     anything is called fresh ({@code Generations}). What could not be replaced while Redis was away is replaced when it is
 *     back, before anything is looked at. It is part of what is kept and not of its key: so an entry of an older
 *     generation is still found, as what a delta starts from and as what is better than nothing.
 * <li>Of two fetches that overlap the later begun counts, by a ticket from Redis' clock ({@code Stamp}).
 * <li>Only what Frontu says is shared by those who wait. What held back one of them, its share of the quota for instance, says
 *     nothing about the others, who then ask in their turn; a failure of Frontu is believed when met twice
 *     ({@code Inquiry.failed}). A short refusal in Frontu's own spelling is told to all who wait, and kept for nobody
 *     ({@code Refusal}).
 * <li>Whoever joins a fetch that waits for a slot waits no longer than it would for its own; then it asks with those who have
 *     waited long enough too, and is refused by the quota or answered with something stale ({@code Flight.tire}).
 * <li>Redis is never waited for longer than {@code gateway.redis.timeout}. Without it memory goes on, and its answers say that
 *     nobody could look whether a write was done.
 * </ul>
 *
 * <h2>What looks wrong but is meant</h2>
 *
 * <ul>
 * <li>Rows are kept as JSON bytes and parsed again when an answer is cut from them: their size is then known exactly, which a
 *     bound in bytes needs, and an answer is cut once and served many times.
 * <li>Nobody looks through single entities for another one, there may be very many: they are found by their identities
 *     ({@code Memory.singles}), and only lists are looked through.
 * <li>The body of an answer may name an older {@code asOf} than its age tells: a refresh that finds nothing new keeps the body
 *     and its entity tag, on every replica: rows carry with them since when they have been the same.
 * <li>A title that a row quotes of a related entity changes without the row's version. A delta does not see that; the next
 *     full read does.
 * </ul>
 */
@NullMarked
package io.frontugateway.cache;

import org.jspecify.annotations.NullMarked;
