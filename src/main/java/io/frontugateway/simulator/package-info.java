/**
 * A Frontu to develop and test against: a separate HTTP server on a port of its own, off unless switched on. Written from
 * Frontu's public reference; knows nothing of the gateway.
 */
@NullMarked
package io.frontugateway.simulator;

import org.jspecify.annotations.NullMarked;
