package io.frontugateway.catalogue;

/**
 * One query parameter by which a list can be narrowed.
 *
 * @param name normalized name, as callers spell it
 * @param frontuName as Frontu spells it
 * @param type decides which values are valid and how they are sent ({@code true} as {@code 1}, {@code false} as {@code 0})
 * @param required whether Frontu answers only when it is given
 * @param exact whether the gateway can evaluate it on a row with the same result as Frontu
 * @param source on what this rests
 * @param description one sentence for people, may be empty
 */
public record Filter(
        String name,
        String frontuName,
        FieldType type,
        boolean required,
        boolean exact,
        Source source,
        String description) {}
