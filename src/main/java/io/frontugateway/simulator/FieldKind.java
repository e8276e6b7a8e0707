package io.frontugateway.simulator;

/** How a field is written in a request, kept, and shown in an answer. */
enum FieldKind {
    /** Any scalar is taken and shown as a string. Kept as {@link String}. */
    TEXT,
    /** Kept as {@link Number} without a fraction. */
    INTEGER,
    /** Kept as {@link Number}. */
    NUMBER,
    /** Takes true, false, 0 and 1, also as strings. Kept as {@link Boolean}. */
    FLAG,
    /** Shown as {@code 2021-06-08T10:14:16+0000}. Kept as {@link Long}, Unix seconds. */
    TIME,
    /** Written as a guid or systemId, shown as {@code {title, guid, systemId}}. Kept as {@link Entity}. */
    RELATION,
    /** Written as a guid or systemId, shown as a guid. Kept as {@link Entity}. */
    REFERENCE,
    /** Written as a map from custom field guid to string, shown as an array of {@code {guid, title, value}}. */
    CUSTOM_VALUES,
    /** A JSON array that is kept as it came. Kept as {@link java.util.List}. */
    ARRAY
}
