/**
 * The shared quota. A slot is taken before every single attempt, by whatever step or background job makes it; at most {@code
 * limit} requests reach Frontu in any window, whatever the number of replicas and the latency.
 *
 * <h2>Why it is exact</h2>
 *
 * A slot is taken at {@code a}, before the request leaves, and frees at {@code a + slack + deadline + drain + window}. When the
 * head of the answer is in at {@code c}, it frees at {@code c + window} instead; when nothing was sent, at once. Frontu saw the
 * request at some moment between {@code a} and {@code c}, or before deadline and drain were over. So every request that Frontu
 * saw within the last window still holds its slot, and never are more than {@code limit} held.
 *
 * <p>What makes that true, and where it stands:
 *
 * <ul>
 *   <li>One clock: Redis'. {@link io.frontugateway.quota.LedgerClock} compares it with this machine's monotonic time at every
 *       answer; every question carries the ledger time after which it must have no effect.
 *   <li>No forgetting: {@link io.frontugateway.quota.Membership} enters what this replica holds at the beginning of every
 *       session, and {@code quota-restore.lua} charges as unknown what others have not told yet.
 *   <li>Bounded sending: {@link io.frontugateway.quota.HeldSlot} refuses to be used when it has become too old.
 *   <li>No Redis: {@link io.frontugateway.quota.Reserve} is charged all the time.
 * </ul>
 *
 * <p>A newcomer is granted nothing before every living member has looked into the ledger since it came: whoever reports after
 * a loss then knows that it has to be waited for. Its coming is announced, so that this takes milliseconds; a lost hint makes it
 * a second, and a member that died without a word three.
 *
 * <p>{@code deadline} is the longest {@code timeout} of an account. A body that flows to Frontu may do so for {@code
 * transfer-timeout} before; its slot says so in its id and is held for as much longer, also when it is entered anew.
 *
 * <p>Known limit: after a loss of the ledger a member that has not reported is waited for as if nothing flowed from it. If it
 * lives, cut off, and an upload of its ends later than a window after, and Frontu counts a request when its body has ended,
 * that one request is not covered. To cover it would double the time in which nothing is granted after every such loss.
 *
 * <h2>Waiting</h2>
 *
 * The ledger knows every call that waits. A slot goes to the class that is highest, in it to the client that has had least by
 * its weight among those that wait, of it to the call that has waited longest, on whatever replica. A replica asks when its
 * own first call is due; a slot whose turn is another replica's is left for it, for 200 ms.
 *
 * <p>What looks wrong but is meant: a session to Redis is given up at the first answer that is late. To make it anew and to
 * enter everything costs milliseconds, and there is only one way to recover, which is taken often enough to be known to work.
 */
@NullMarked
package io.frontugateway.quota;

import org.jspecify.annotations.NullMarked;
