/**
 * Accepted writes: durable, in order, each with the effect of once.
 */
@NullMarked
package io.frontugateway.queue;

import org.jspecify.annotations.NullMarked;
