package io.frontugateway.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One kind of entity. Immutable; two are the same only if they are the same object. */
public final class ResourceType {
    private final String name;
    private final String title;
    private final String description;
    private final Operations operations;
    private final Map<String, Field> fields;
    private final Translation translation;

    /** A resource that knows nothing of the resources to which its fields relate; see the accessors for the parameters. */
    public ResourceType(
            String name, String title, String description, Operations operations, Map<String, Field> fields) {
        this(name, title, description, operations, fields, other -> null);
    }

    /** @param related the resources to which its fields relate, by name, once all are read */
    ResourceType(
            String name,
            String title,
            String description,
            Operations operations,
            Map<String, Field> fields,
            Function<String, @Nullable ResourceType> related) {
        this.name = name;
        this.title = title;
        this.description = description;
        this.operations = operations;
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        this.translation = new Translation(this.fields.values(), related);
    }

    /** Normalized name, as it stands in URLs, for example {@code standardized-materials}. */
    public String name() {
        return name;
    }

    /** Name of the entity for people and for schemas, for example {@code StandardizedMaterial}. */
    public String title() {
        return title;
    }

    /** One or two sentences for people; may be empty. */
    public String description() {
        return description;
    }

    /** What Frontu offers for it. */
    public Operations operations() {
        return operations;
    }

    /**
     * Its fields by normalized name, in the order in which they are answered; the common ones ({@code guid},
     * {@code systemId}, {@code version}, {@code createdAt}, {@code updatedAt}, {@code archived}) come first.
     */
    public Map<String, Field> fields() {
        return fields;
    }

    /** The tables by which its entities are translated. */
    Translation translation() {
        return translation;
    }

    @Override
    public String toString() {
        return name;
    }
}
