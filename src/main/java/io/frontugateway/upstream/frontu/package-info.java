/**
 * The only code that talks to Frontu: accounts and their keys, and one attempt over HTTP.
 *
 * <p>An attempt needs a {@link io.frontugateway.upstream.Slot}, follows no redirect, repeats nothing, sends the key as a
 * Bearer header and never in a URL, and is cut by a reset when it is given up, so that Frontu does not go on with what
 * nobody waits for.
 */
@NullMarked
package io.frontugateway.upstream.frontu;

import org.jspecify.annotations.NullMarked;
