package io.frontugateway.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a resource is called, made of and asked by: one line of the table in {@link Types}. */
final class EntityType {
    final String name;
    /** Path of the list and of the upsert below {@code /client/api/v2}; it also names the resource in records. */
    final String path;

    final List<Field> fields;
    private final Map<String, Integer> positions = new HashMap<>();

    @Nullable
    String detailPath;

    boolean listed = true;
    boolean upserted = true;
    /** Whether a client may choose the size of a page. */
    boolean sized = true;

    boolean upTo;
    boolean matchedByGuidOnly;
    int postStatus = 201;
    Set<String> filters = Set.of();

    EntityType(String name, String path, Field... fields) {
        this.name = name;
        this.path = path;
        this.detailPath = path + "/details";
        this.fields = List.of(fields);
        for (int i = 0; i < fields.length; i++) {
            positions.put(fields[i].name(), i);
        }
    }

    /** Position of a field; a name that the type does not have is a mistake of the program. */
    int at(String field) {
        Integer position = positions.get(field);
        if (position == null) {
            throw new IllegalArgumentException(name + " has no field " + field);
        }
        return position;
    }

    boolean has(String field) {
        return positions.containsKey(field);
    }

    @Nullable
    Object[] blank() {
        return new @Nullable Object[fields.size()];
    }

    EntityType detail(@Nullable String pathOfOne) {
        this.detailPath = pathOfOne;
        return this;
    }

    EntityType filteredBy(String... names) {
        this.filters = Set.of(names);
        return this;
    }

    EntityType withVersionTo() {
        this.upTo = true;
        return this;
    }

    EntityType withoutItems() {
        this.sized = false;
        return this;
    }

    EntityType readOnly() {
        this.upserted = false;
        return this;
    }

    EntityType unlisted() {
        this.listed = false;
        return this;
    }

    EntityType byGuidOnly() {
        this.matchedByGuidOnly = true;
        return this;
    }

    EntityType answering(int status) {
        this.postStatus = status;
        return this;
    }

    @Override
    public String toString() {
        return name;
    }
}
