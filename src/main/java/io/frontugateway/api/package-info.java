/**
 * The HTTP interface: routes, parameters, HTTP semantics, problem documents. Knows neither Redis nor Frontu's spelling.
 *
 * <p>Routes stand on the Vert.x router and not on JAX-RS resources: the contract asks for exact answers where a framework
 * has its own mind (a 405 with {@code Allow}, identifiers with an encoded slash, bodies that are cut when Frontu's breaks
 * off), and the same handler serves {@code GET} and {@code HEAD}.
 */
@NullMarked
package io.frontugateway.api;

import org.jspecify.annotations.NullMarked;
