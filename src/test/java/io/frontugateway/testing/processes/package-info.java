/**
 * Real processes for tests of the packaged program: Redis, the simulated Frontu, gateways, and relays in between. Begin at
 * {@link io.frontugateway.testing.processes.Processes}, which starts them, shows their logs when a test fails and ends
 * them all.
 *
 * <p>What looks wrong but is meant: each program is started through a shell that stays beside it and watches a pipe from
 * this JVM, so that nothing is left running when the JVM is killed; ports are taken from below those that the system
 * hands out for outgoing connections, since a client that calls such a port in vain may otherwise be connected to itself.
 */
package io.frontugateway.testing.processes;
