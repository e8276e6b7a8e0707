/**
 * What the person on call sees, and what has to be right before the gateway starts: settings, health, names of metrics,
 * start and stop. Looks at every room; no room looks at it.
 */
@NullMarked
package io.frontugateway.ops;

import org.jspecify.annotations.NullMarked;
