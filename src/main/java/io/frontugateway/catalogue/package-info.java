/**
 * What Frontu offers, as data, and the translation between Frontu's spelling and the normalized form.
 *
 * <p>{@code catalogue.yaml} is the only place that knows Frontu's paths, parameters and field names; an operator's override
 * file ({@code gateway.catalogue.overrides}) changes or adds any of it without a rebuild. Everything else in the gateway,
 * from the routes to the OpenAPI document, asks the {@link io.frontugateway.catalogue.Catalogue}.
 *
 * <p>What looks wrong but is meant: a value that cannot be read as its type passes unchanged, and so do fields that the
 * catalogue does not know. Frontu's public reference leaves gaps, and a gateway that drops what it does not understand
 * loses its callers' data.
 */
@NullMarked
package io.frontugateway.catalogue;

import org.jspecify.annotations.NullMarked;
