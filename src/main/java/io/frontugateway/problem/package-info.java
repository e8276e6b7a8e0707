/**
 * The closed list of reasons why a request is not served.
 *
 * <p>Every room may name a {@link io.frontugateway.problem.Problem}; only {@code api} turns one into HTTP. A problem is a
 * value: it is returned where the caller decides, and carried by a
 * {@link io.frontugateway.problem.ProblemException} where a reactive chain ends early. What is not a problem is a bug:
 * {@code internal}, logged once, without detail to the caller.
 */
@NullMarked
package io.frontugateway.problem;

import org.jspecify.annotations.NullMarked;
