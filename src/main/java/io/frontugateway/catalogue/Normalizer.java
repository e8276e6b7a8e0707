package io.frontugateway.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Translates single entities between Frontu's spelling and the normalized form. Neither direction changes what it is given,
 * throws on any content, or loses a digit of a number; the results share the values that need no change.
 */
public final class Normalizer {
    private Normalizer() {}

    /**
     * A row as Frontu sent it, in the normalized form: every field of the catalogue in its order, {@code null} where unset,
     * then what the catalogue does not know, under its own name. A value that cannot be read as its type stays as it is.
     *
     * <p>A row may also spell a field as we do; where it holds both spellings, Frontu's own counts.
     */
    public static ObjectNode toNormalized(ResourceType resource, ObjectNode row) {
        return resource.translation().normalized(row);
    }

    /**
     * An entity in the normalized form, as Frontu wants it sent: only the fields that are there, since an update may be
     * partial. What the catalogue does not know passes unchanged, unless a known field goes by that name at Frontu and is
     * there too. Fields that Frontu makes itself ({@code version}, {@code createdAt}) are translated and sent like all
     * others: whether they are refused is Frontu's decision.
     */
    public static ObjectNode toFrontu(ResourceType resource, ObjectNode entity) {
        return resource.translation().toFrontu(entity);
    }
}
