package io.frontugateway.simulator;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Helps to write down a company: chance, time and new rows, the same at each start. */
final class Seed {
    /** The company was founded in the simulator at this moment: 2025-01-06T06:00:00Z, a Monday. */
    static final long FIRST = 1_736_143_200L;

    /** Nothing in the seeded company is younger: 2025-07-01T06:00:00Z. */
    static final long LAST = 1_751_349_600L;

    final Store store;
    private final Guids guids = new Guids();
    private final SplittableRandom random = new SplittableRandom(20250106);

    Seed(Store store) {
        this.store = store;
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    /** A number in {@code from..to}, both included. */
    int between(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    Entity pick(EntityType type) {
        List<Entity> all = store.table(type).entities;
        return all.get(random.nextInt(all.size()));
    }

    /** The moment of the {@code i}-th of {@code count} events; neighbours often share a second. */
    long moment(int i, int count) {
        long step = Math.max(1, (LAST - FIRST) / Math.max(1, count));
        return FIRST + (i - i % 3) * step;
    }

    Plan plan(EntityType type) {
        return new Plan(type);
    }

    /** A row in the making. */
    final class Plan {
        private final EntityType type;
        private final @Nullable Object[] values;
        private @Nullable String systemId;
        private long created = FIRST;
        private long version = FIRST;
        private boolean deleted;

        private Plan(EntityType type) {
            this.type = type;
            this.values = type.blank();
        }

        Plan set(String field, @Nullable Object value) {
            values[type.at(field)] = value;
            return this;
        }

        Plan systemId(@Nullable String id) {
            this.systemId = id;
            return this;
        }

        Plan at(long second) {
            this.created = second;
            this.version = second;
            return this;
        }

        /** Changed last at {@code second}, if that is after its making. */
        Plan changed(long second) {
            this.version = Math.max(created, second);
            return this;
        }

        Plan archived(boolean archived) {
            this.deleted = archived;
            return this;
        }

        Entity add() {
            Entity entity =
                    store.create(type, guids.next(), new Store.Draft(systemId, version, created, deleted, values));
            entity.listed = entity.current;
            return entity;
        }
    }
}
