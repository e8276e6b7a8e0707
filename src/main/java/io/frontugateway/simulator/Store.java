package io.frontugateway.simulator;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The company: all tables, and the one way in which they change. Belongs to one thread at a time. */
final class Store {
    private final Map<EntityType, Table> tables = new LinkedHashMap<>();
    private final Map<String, Table> byName = new HashMap<>();
    private long rows;

    Store() {
        for (EntityType type : Types.ALL) {
            Table table = new Table(type);
            tables.put(type, table);
            byName.put(type.name, table);
        }
    }

    Table table(EntityType type) {
        return Objects.requireNonNull(tables.get(type));
    }

    /** The table that a relation points into. */
    Table table(String typeName) {
        return Objects.requireNonNull(byName.get(typeName));
    }

    Iterable<Table> tables() {
        return tables.values();
    }

    Entity create(EntityType type, String guid, Draft draft) {
        Entity entity = new Entity(type, guid);
        table(type).add(entity);
        entity.current = row(entity, draft, draft.created());
        index(entity, null, entity.current);
        return entity;
    }

    Entity update(Entity entity, Draft draft) {
        Row before = entity.current;
        entity.current = row(entity, draft, before.created);
        entity.revision++;
        index(entity, before, entity.current);
        return entity;
    }

    private Row row(Entity entity, Draft draft, long created) {
        return new Row(entity, ++rows, draft.systemId(), draft.version(), created, draft.deleted(), draft.values());
    }

    private void index(Entity entity, @Nullable Row before, Row after) {
        String oldSystemId = before == null ? null : before.systemId;
        if (!Objects.equals(oldSystemId, after.systemId)) {
            table(entity.type).rename(entity, oldSystemId, after.systemId);
        }
        if (entity.type.has("task")) {
            attach(entity, before == null ? null : (Entity) before.get("task"), (Entity) after.get("task"));
        }
    }

    private static void attach(Entity part, @Nullable Entity from, @Nullable Entity to) {
        if (from == to) {
            return;
        }
        if (from != null) {
            from.detach(part);
        }
        if (to != null) {
            to.attach(part);
        }
    }

    /** The state that an entity is to have; times in Unix seconds. {@code created} counts for new entities only. */
    record Draft(
            @Nullable String systemId,
            long version,
            long created,
            boolean deleted,
            @Nullable Object[] values) {}
}
