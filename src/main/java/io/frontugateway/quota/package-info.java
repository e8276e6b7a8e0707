/**
 * The shared quota. A slot is taken before every single attempt, by whatever step or background job makes it.
 */
@NullMarked
package io.frontugateway.quota;

import org.jspecify.annotations.NullMarked;
