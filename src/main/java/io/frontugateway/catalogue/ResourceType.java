package io.frontugateway.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One kind of entity.
 *
 * @param name normalized name, as it stands in URLs, for example {@code standardized-materials}
 * @param title name of the entity for people and for schemas, for example {@code StandardizedMaterial}
 * @param description one or two sentences for people
 * @param operations what Frontu offers for it
 * @param fields its fields by normalized name, in the order in which they are answered; the common ones ({@code guid},
 *     {@code systemId}, {@code version}, {@code createdAt}, {@code updatedAt}, {@code archived}) come first
 */
public record ResourceType(
        String name, String title, String description, Operations operations, Map<String, Field> fields) {

    public ResourceType {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
