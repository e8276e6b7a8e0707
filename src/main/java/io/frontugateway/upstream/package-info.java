/**
 * The way to Frontu, as steps that wrap one another.
 *
 * <pre>
 * retry ▸ breaker ▸ rekey ▸ place and slot ▸ one attempt ({@code upstream.frontu})
 * </pre>
 *
 * <p>Every step has the same interface, {@link io.frontugateway.upstream.Upstream}, and is ignorant of the others. Failures
 * are values ({@link io.frontugateway.upstream.Reply.Failed}) and say whether the request may have had an effect.
 *
 * <p>What looks wrong but is meant: the place of a call under way is held until the body has ended, not only until
 * the head is in, because a body that flows slowly holds a connection just the same; and the place is had before the
 * slot is taken, so that no slot of the quota grows old in a queue.
 */
@NullMarked
package io.frontugateway.upstream;

import org.jspecify.annotations.NullMarked;
