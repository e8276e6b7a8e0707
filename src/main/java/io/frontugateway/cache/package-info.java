/**
 * Reads that cost nothing: answers that are kept, shared by those who ask at the same time, and honest about their age.
 *
 * <p>What leaves this room is {@link io.frontugateway.cache.Answered}: finished bytes, how old they are, and how they came
 * about. What a request demands comes in as {@link io.frontugateway.cache.Demand}. The room knows what freshness means and
 * nothing of HTTP's spelling of it, which is the api room's.
 */
@NullMarked
package io.frontugateway.cache;

import org.jspecify.annotations.NullMarked;
