/**
 * What a write means, before it is queued: bodies are read strictly, checked against the catalogue, given an identity and
 * translated into Frontu's spelling, until they are a {@link io.frontugateway.queue.Submission}.
 *
 * <p>Everything here is decided on the request alone: nothing is asked of Redis or of Frontu, nothing waits. A refusal is a
 * {@code ProblemException}, thrown at once.
 *
 * <p>What looks wrong but is meant: fields that the catalogue does not know, and those that Frontu makes itself, pass
 * unchecked, since Frontu documents few of the fields that it takes; and required fields are demanded only where no identity
 * was given, since an update may be partial.
 */
@NullMarked
package io.frontugateway.writes;

import org.jspecify.annotations.NullMarked;
