package io.frontugateway.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One item of the company under its guid, with its present state. Lists may still show an earlier state of it. */
final class Entity {
    final EntityType type;
    final String guid;
    private @Nullable Map<EntityType, List<Entity>> parts;

    /** The state that single reads show. */
    Row current;

    /** The state that lists show; none while a new row is not visible there yet. */
    @Nullable
    Row listed;

    /** Bytes behind a file or an image. */
    @Nullable
    Content content;

    /** Grows with each change, so that answers which quote this entity know that they are old. */
    int revision;

    @SuppressWarnings("NullAway.Init") // Store sets the first row before anybody sees the entity
    Entity(EntityType type, String guid) {
        this.type = type;
        this.guid = guid;
    }

    /** What a relation to this entity shows as its title. */
    @Nullable
    String title() {
        if (type.has("title")) {
            return (String) current.get("title");
        }
        if (type == Types.USER) {
            return current.get("name") + " " + current.get("surname");
        }
        if (type == Types.RESPONSIBLE_PERSON) {
            Object last = current.get("lastName");
            return current.get("firstName") + (last == null ? "" : " " + last);
        }
        return null;
    }

    /** Entities of one type that belong to this task. */
    List<Entity> parts(EntityType partType) {
        return parts == null ? List.of() : parts.getOrDefault(partType, List.of());
    }

    void attach(Entity part) {
        if (parts == null) {
            parts = new HashMap<>(8);
        }
        parts.computeIfAbsent(part.type, t -> new ArrayList<>(2)).add(part);
    }

    void detach(Entity part) {
        List<Entity> list = parts == null ? null : parts.get(part.type);
        if (list != null) {
            list.remove(part);
        }
    }

    @Override
    public String toString() {
        return type.name + " " + guid;
    }
}
