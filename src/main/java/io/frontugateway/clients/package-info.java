/**
 * Which client is calling, and what it may do.
 *
 * <p>A client is one internal service. Its keys are known only as SHA-256 digests, which are compared in constant time;
 * the clients file is read again when it changes, and a fault in a changed file keeps the last good one.
 */
@NullMarked
package io.frontugateway.clients;

import org.jspecify.annotations.NullMarked;
