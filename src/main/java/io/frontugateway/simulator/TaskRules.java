package io.frontugateway.simulator;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Frontu adds to tasks and requests by itself: the client of a workspace, a code, the history of the status. */
final class TaskRules {
    private static final Set<Long> STATUSES =
            Set.of(100L, 101L, 102L, 110L, 200L, 300L, 400L, 401L, 402L, 500L, 600L, 900L);

    private final Store store;
    private final Writer writer;

    TaskRules(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Fills what follows from the other values, in place. */
    void complete(EntityType type, @Nullable Object[] values, boolean isNew, Map<String, String> errors) {
        if (type != Types.TASK && type != Types.TASK_REQUEST) {
            return;
        }
        Object workspace = values[type.at("workspace")];
        int client = type.at("client");
        if (values[client] == null && workspace instanceof Entity place) {
            values[client] = place.current.get("client");
        }
        if (type == Types.TASK) {
            completeTask(values, isNew, errors);
        }
    }

    private void completeTask(@Nullable Object[] values, boolean isNew, Map<String, String> errors) {
        if (isNew) {
            begin(values);
        }
        Object status = values[Types.TASK.at("status")];
        if (!(status instanceof Number number) || !STATUSES.contains(number.longValue())) {
            errors.putIfAbsent("status", "This value is not valid.");
        }
        Entity client = (Entity) values[Types.TASK.at("client")];
        put(values, "clientName", client == null ? null : client.title());
        put(values, "clientEmail", client == null ? null : client.current.get("email"));
    }

    private void begin(@Nullable Object[] values) {
        put(values, "code", "WO-" + (100_001 + store.table(Types.TASK).entities.size()));
        for (String flag : List.of("fetched", "pastDue", "reassigned", "filesExists")) {
            put(values, flag, false);
        }
        for (String flag : List.of("billStatus", "receivedByExternalSystem")) {
            otherwise(values, flag, false);
        }
        otherwise(values, "status", 100L);
        otherwise(values, "currency", "EUR");
        put(values, "helpers", List.of());
        put(values, "tags", List.of());
    }

    /** Appends to the history if the status of a task has become another. */
    void recordStatus(Entity task, @Nullable Object before) {
        if (task.type != Types.TASK) {
            return;
        }
        Object status = task.current.get("status");
        if (Objects.equals(number(before), number(status))) {
            return;
        }
        @Nullable Object[] entry = Types.STATUS_HISTORY.blank();
        entry[Types.STATUS_HISTORY.at("task")] = task;
        entry[Types.STATUS_HISTORY.at("status")] = status;
        entry[Types.STATUS_HISTORY.at("user")] = task.current.get("user");
        entry[Types.STATUS_HISTORY.at("stopStatusMessage")] =
                Long.valueOf(300).equals(number(status)) ? task.current.get("stopStatusMessage") : null;
        writer.create(Types.STATUS_HISTORY, entry);
    }

    private static @Nullable Long number(@Nullable Object status) {
        return status instanceof Number number ? (Long) number.longValue() : null;
    }

    private static void put(@Nullable Object[] values, String field, @Nullable Object value) {
        values[Types.TASK.at(field)] = value;
    }

    private static void otherwise(@Nullable Object[] values, String field, Object value) {
        if (values[Types.TASK.at(field)] == null) {
            put(values, field, value);
        }
    }
}
