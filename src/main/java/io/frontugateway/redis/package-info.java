/**
 * The shared store: the connection, whether it is open, and the embedded server for one machine.
 *
 * <p>Everything that several replicas must agree on is changed by {@link io.frontugateway.redis.Script}s, one file each.
 * {@link io.frontugateway.redis.RedisKeys} lists every key; {@link io.frontugateway.redis.Hints} make things quick and are
 * never needed to make them right.
 *
 * <p>Redis may be away at any time, also at the start: nothing here waits for it, and what asks gets an answer within
 * {@code gateway.redis.timeout}.
 *
 * <p>What looks wrong but is meant: the embedded server is no child that ends by itself when the gateway is killed. The
 * next start ends it in good order first, so that what it acknowledged is kept.
 */
@NullMarked
package io.frontugateway.redis;

import org.jspecify.annotations.NullMarked;
