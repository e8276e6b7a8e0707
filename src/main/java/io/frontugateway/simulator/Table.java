package io.frontugateway.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All entities of one type, in the order in which they were made. */
final class Table {
    final EntityType type;
    final List<Entity> entities = new ArrayList<>();
    private final Map<String, Entity> byGuid = new HashMap<>();
    private final Map<String, Entity> bySystemId = new HashMap<>();

    Table(EntityType type) {
        this.type = type;
    }

    @Nullable
    Entity byGuid(@Nullable String guid) {
        return guid == null ? null : byGuid.get(guid);
    }

    @Nullable
    Entity bySystemId(@Nullable String systemId) {
        return systemId == null ? null : bySystemId.get(systemId);
    }

    /** What a relation's string names: a guid, else a systemId. */
    @Nullable
    Entity find(@Nullable String reference) {
        Entity entity = byGuid(reference);
        return entity != null ? entity : bySystemId(reference);
    }

    void add(Entity entity) {
        entities.add(entity);
        byGuid.put(entity.guid, entity);
    }

    void rename(Entity entity, @Nullable String from, @Nullable String to) {
        if (from != null) {
            bySystemId.remove(from, entity);
        }
        if (to != null) {
            bySystemId.put(to, entity);
        }
    }
}
