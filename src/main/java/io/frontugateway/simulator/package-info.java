/**
 * A Frontu to develop and test against: a separate HTTP server on a port of its own, off unless switched on. Written from
 * Frontu's public reference; knows nothing of the gateway.
 *
 * <p>A request passes {@code Front} (arrival, limit, key, faults) and {@code Routes} (which operation), is served by
 * {@code Lists}, {@code Reads}, {@code Upserts}, {@code Uploads} or {@code Downloads} from the {@code Store}, and leaves
 * through {@code Sender}. What a resource is called and made of stands in one table, {@code Types}. All state belongs to
 * one event loop: requests take effect one after another, in an order that {@code /_simulator/writes} shows.
 *
 * <p>What the reference leaves open is decided once and, where it matters, can be switched: see {@link
 * io.frontugateway.simulator.Simulator} for the admin interface and every switch. Two things look wrong and are meant:
 * the price of a catalogue material is never returned, and rows keep their version when a row they refer to is renamed.
 */
@NullMarked
package io.frontugateway.simulator;

import org.jspecify.annotations.NullMarked;
