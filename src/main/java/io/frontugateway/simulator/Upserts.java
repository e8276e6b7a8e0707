package io.frontugateway.simulator;

import io.frontugateway.simulator.Values.Invalid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates or updates what a POST names: by guid, then by systemId. Everything is validated before anything is stored, and
 * fields that are left out keep their value.
 */
final class Upserts {
    private static final String USED = "This value is already used.";
    private static final String BLANK = "This value should not be blank.";

    private final Store store;
    private final Values values;
    private final Writer writer;
    private final TaskRules tasks;
    private final Supplier<Switches> switches;

    Upserts(Store store, Writer writer, Supplier<Switches> switches) {
        this.store = store;
        this.values = new Values(store);
        this.writer = writer;
        this.tasks = new TaskRules(store, writer);
        this.switches = switches;
    }

    Answer apply(EntityType type, Submission submission) {
        Map<String, String> errors = new LinkedHashMap<>();
        Entity found = find(type, submission);
        @Nullable Object[] next = fields(type, submission, found, errors);
        String systemId = systemId(type, submission, found, errors);
        boolean deleted = deleted(submission, found, errors);
        tasks.complete(type, next, found == null, errors);
        requireAll(type, next, errors);
        if (!errors.isEmpty()) {
            return Answers.invalid(errors);
        }
        Object statusBefore = found == null || type != Types.TASK ? null : found.current.get("status");
        Entity stored = found == null
                ? writer.create(type, newGuid(submission), systemId, deleted, next)
                : writer.update(found, systemId, deleted, next);
        tasks.recordStatus(stored, statusBefore);
        return Answer.row(type.postStatus, stored.current).writing(stored);
    }

    private @Nullable Entity find(EntityType type, Submission submission) {
        Table table = store.table(type);
        Entity byGuid = table.byGuid(submission.text("guid"));
        if (byGuid != null || type.matchedByGuidOnly) {
            return byGuid;
        }
        return table.bySystemId(submission.text("systemId"));
    }

    private @Nullable Object[] fields(
            EntityType type, Submission submission, @Nullable Entity found, Map<String, String> errors) {
        @Nullable Object[] next = found == null ? type.blank() : found.current.values.clone();
        for (int i = 0; i < next.length; i++) {
            Field field = type.fields.get(i);
            if (submission.members().containsKey(field.written())) {
                try {
                    next[i] = values.read(field, submission.members().get(field.written()), next[i]);
                } catch (Invalid invalid) {
                    errors.put(field.written(), String.valueOf(invalid.getMessage()));
                }
            }
        }
        return next;
    }

    private @Nullable String systemId(
            EntityType type, Submission submission, @Nullable Entity found, Map<String, String> errors) {
        if (!submission.members().containsKey("systemId")) {
            return found == null ? null : found.current.systemId;
        }
        String systemId = submission.text("systemId");
        Entity owner = store.table(type).bySystemId(systemId);
        if (owner != null && owner != found) {
            errors.put("systemId", USED);
        }
        return systemId;
    }

    private static boolean deleted(Submission submission, @Nullable Entity found, Map<String, String> errors) {
        Object given = submission.members().get("deleted");
        boolean before = found != null && found.current.deleted;
        if (given == null) {
            return before;
        }
        try {
            return Values.flag(given);
        } catch (Invalid invalid) {
            errors.put("deleted", String.valueOf(invalid.getMessage()));
            return before;
        }
    }

    private static void requireAll(EntityType type, @Nullable Object[] next, Map<String, String> errors) {
        for (int i = 0; i < next.length; i++) {
            Field field = type.fields.get(i);
            boolean blank = next[i] == null || (next[i] instanceof String text && text.isBlank());
            if (field.required() && blank) {
                errors.putIfAbsent(field.written(), BLANK);
            }
        }
    }

    private @Nullable String newGuid(Submission submission) {
        return switches.get().keepGuid() ? submission.text("guid") : null;
    }
}
