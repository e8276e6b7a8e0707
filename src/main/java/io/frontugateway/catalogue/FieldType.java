package io.frontugateway.catalogue;

/** The normalized type of a field. */
public enum FieldType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** RFC 3339 in UTC with {@code Z}. */
    DATE_TIME,
    /** One other entity: {@code {"guid","systemId","title"}}. */
    RELATION,
    /** Several other entities, an array of relations. */
    RELATIONS,
    /** An object from the guid of a custom field to its value. */
    CUSTOM_VALUES,
    /** Passed through as it is. */
    OBJECT,
    /** Passed through as it is. */
    ARRAY
}
