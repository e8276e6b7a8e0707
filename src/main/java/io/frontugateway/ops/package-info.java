/**
 * Start, settings and health: what makes one gateway out of the rooms.
 *
 * <p>It looks at every room, and no room looks at it. Here each room is given its part of the settings, after the whole has
 * been found valid; what is wrong is told on the console in one line a fault, all at once, never with a secret in it.
 *
 * <p>What looks wrong but is meant: after a failed start the configuration is read a second time
 * ({@link io.frontugateway.ops.SettingsReport}), because the framework stops at the first kind of fault.
 */
@NullMarked
package io.frontugateway.ops;

import org.jspecify.annotations.NullMarked;
