package io.frontugateway.simulator;

import io.frontugateway.simulator.Store.Draft;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes the company at run time: stamps versions, makes guids, and shows changes to lists when it is time. */
final class Writer {
    private final Store store;
    private final Supplier<Switches> switches;
    private final Delay delay;

    Writer(Store store, Supplier<Switches> switches, Delay delay) {
        this.store = store;
        this.switches = switches;
        this.delay = delay;
    }

    /** @param guid the guid to use; null for a new one */
    Entity create(
            EntityType type,
            @Nullable String guid,
            @Nullable String systemId,
            boolean deleted,
            @Nullable Object[] values) {
        String id = guid == null ? UUID.randomUUID().toString() : guid;
        long now = now();
        return show(store.create(type, id, new Draft(systemId, now, now, deleted, values)));
    }

    Entity create(EntityType type, @Nullable Object[] values) {
        return create(type, null, null, false, values);
    }

    /** The version moves to the present second, and never back. */
    Entity update(Entity entity, @Nullable String systemId, boolean deleted, @Nullable Object[] values) {
        long version = Math.max(now(), entity.current.version);
        return show(store.update(entity, new Draft(systemId, version, entity.current.created, deleted, values)));
    }

    private Entity show(Entity entity) {
        Row row = entity.current;
        long late = switches.get().lists(entity.type.path).listDelayMs();
        if (late == 0) {
            entity.listed = row;
        } else {
            delay.run(late, () -> list(entity, row));
        }
        return entity;
    }

    private static void list(Entity entity, Row row) {
        if (entity.listed == null || entity.listed.number < row.number) {
            entity.listed = row;
        }
    }

    private long now() {
        return switches.get().clock() / 1000;
    }

    /** Runs something later on the thread that owns the store. */
    @FunctionalInterface
    interface Delay {
        void run(long milliseconds, Runnable action);
    }
}
