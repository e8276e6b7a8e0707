package io.frontugateway.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Translates single entities between Frontu's spelling and the normalized form. */
public final class Normalizer {
    private Normalizer() {}

    /** A row as Frontu sent it, in the normalized form. */
    public static ObjectNode toNormalized(ResourceType resource, ObjectNode row) {
        return row;
    }

    /** An entity in the normalized form, as Frontu wants it sent. */
    public static ObjectNode toFrontu(ResourceType resource, ObjectNode entity) {
        return entity;
    }
}
