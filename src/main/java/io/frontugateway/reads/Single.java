package io.frontugateway.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One entity, normalized.
 *
 * @param entity the entity
 * @param asOf when Frontu was asked for it
 */
public record Single(ObjectNode entity, Instant asOf) {}
