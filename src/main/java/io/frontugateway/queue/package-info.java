/**
 * Accepted writes: durable, in order, each with the effect of once.
 *
 * <pre>
 * accept ──▶ queued ──claim──▶ sending ──settle──▶ done | dead | cancelled
 *              ▲                  │
 *              └── failed, unsent, taken over ──┘
 * </pre>
 *
 * <p><b>Where things stand.</b> Everything shared is in Redis, changed by the scripts {@code redis/writes-*.lua} only, each a
 * step that happens as a whole or not at all. {@code writes.lua} begins with the words they share: an <em>entity</em> is an
 * item of Frontu under all the names it goes by; its <em>box</em> holds its operations by accept sequence. The order of a box
 * is the only order there is; retries, replays and the uniting of boxes cannot change it. {@link
 * io.frontugateway.queue.WriteScripts} gives the scripts types, {@link io.frontugateway.queue.RedisWriteQueue} is what the
 * HTTP side sees, {@link io.frontugateway.queue.Workers} claims and settles, {@link io.frontugateway.queue.Sender} makes one
 * attempt, {@link io.frontugateway.queue.Judge} says what it means. Nothing of the queue is kept in memory but the claims
 * under way, of which there are {@code gateway.writes.concurrency}.
 *
 * <p><b>What it rests on.</b>
 * <ul>
 *   <li><em>One at a time.</em> An entity with a claim under way is in no list that claims are taken from. Two that turn out to
 *       be one add up what is under way.
 *   <li><em>Whoever sends holds a lease.</em> A write may leave ({@link io.frontugateway.upstream.Departure}, asked last before
 *       the first byte) only as long as its answer is due before the lease can be taken over, by this process' monotonic
 *       clock; so no pause of a process makes it leave late. A lease is given up by one who has seen its beat stand still for
 *       its whole length. To settle, lease and claim must stand: a sender that was given up changes nothing. If
 *       the last byte of what it held may have left after the lease had ended (the process stood still between the look at the
 *       clock and that byte), what was done after it is sent once more, for which bodies are kept a few minutes.
 *   <li><em>Open outcomes.</em> The same operations go again as they were, and until {@code ambiguity-hold} is over nothing else
 *       of the entity does. Frontu matches by identity, so that twice has the effect of once. What has no such identity is
 *       not sent twice: it ends as {@code outcome-unknown}; what is known by a guid only is looked for first.
 *       Operations that failed as one request and among which another turns out to belong, are sent alone in their order;
 *       or, the outcome being open, again as they were and those that overtook it once more after it.
 *   <li><em>No attempt for nothing.</em> What did not leave (no slot, breaker, lease, pause) goes back as it was, its client's
 *       turn too. A claim whose answer was lost on the way from Redis is found by the next claim, and goes back as well.
 *   <li><em>Parents first.</em> A write waits while a box of an item it refers to holds an earlier one. As everything waits for
 *       earlier sequences only, nothing waits in a circle. When an item moves on, only what its next write lets go is woken;
 *       so a parent that keeps failing costs the same whether one write waits for it or ten thousand.
 *   <li><em>Shares.</em> The client with the least turns taken, by weight, goes next; of its entities the one that waits
 *       longest. What fails is delayed by itself and holds no place.
 * </ul>
 *
 * <p><b>What looks wrong but is meant.</b> A rename unites two entities only until both are drained, since Frontu may refuse
 * it; names that Frontu has shown to belong together stay united a day, and which systemId goes with a guid is remembered
 * for as long as there is room, also of items that nothing waits for. A long box is not moved when it is united with
 * another but becomes a part of it, so that no script takes long. A dead operation keeps its body, since it may be replayed;
 * a done one does not. Limits in number and bytes are for each account, as is everything else here.
 */
@NullMarked
package io.frontugateway.queue;

import org.jspecify.annotations.NullMarked;
