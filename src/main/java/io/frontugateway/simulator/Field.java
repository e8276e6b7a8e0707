package io.frontugateway.simulator;

/**
 * One field of a resource, beyond those that every resource has.
 *
 * @param name the member of an answer
 * @param written the member of a request, usually the same; empty when the field cannot be written
 * @param target the type that a relation or a custom value refers to; empty for other kinds
 * @param required whether a stored row must have it
 * @param shown whether answers have it
 */
record Field(String name, String written, FieldKind kind, String target, boolean required, boolean shown) {
    static Field text(String name) {
        return of(name, FieldKind.TEXT, "");
    }

    static Field integer(String name) {
        return of(name, FieldKind.INTEGER, "");
    }

    static Field number(String name) {
        return of(name, FieldKind.NUMBER, "");
    }

    static Field flag(String name) {
        return of(name, FieldKind.FLAG, "");
    }

    static Field time(String name) {
        return of(name, FieldKind.TIME, "");
    }

    static Field array(String name) {
        return of(name, FieldKind.ARRAY, "");
    }

    static Field relation(String name, String target) {
        return of(name, FieldKind.RELATION, target);
    }

    static Field reference(String name, String target) {
        return of(name, FieldKind.REFERENCE, target);
    }

    static Field customValues(String target) {
        return of("customValues", FieldKind.CUSTOM_VALUES, target);
    }

    private static Field of(String name, FieldKind kind, String target) {
        return new Field(name, name, kind, target, false, true);
    }

    Field needed() {
        return new Field(name, written, kind, target, true, shown);
    }

    Field readOnly() {
        return new Field(name, "", kind, target, required, shown);
    }

    Field hidden() {
        return new Field(name, written, kind, target, required, false);
    }

    Field writtenAs(String other) {
        return new Field(name, other, kind, target, required, shown);
    }

    boolean refers() {
        return kind == FieldKind.RELATION || kind == FieldKind.REFERENCE;
    }
}
