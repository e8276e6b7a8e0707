/**
 * The shared store: connection, scripts, the list of every key, and the embedded server for one machine.
 */
@NullMarked
package io.frontugateway.redis;

import org.jspecify.annotations.NullMarked;
