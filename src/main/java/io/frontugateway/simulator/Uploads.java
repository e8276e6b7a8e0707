package io.frontugateway.simulator;

import io.frontugateway.simulator.Submission.Upload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files and images that are sent, and copies of files and notes. The bytes of all uploads together are bounded. */
final class Uploads {
    /** Bytes kept of all uploads together. */
    static final long MOST_KEPT = 256L << 20;

    private static final String INVALID = "This value is not valid.";

    private final Store store;
    private final Writer writer;
    private long kept;

    Uploads(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    Answer taskFile(Submission body) {
        return upload(Types.FILE, "file", "task", true, body);
    }

    Answer requestFile(Submission body) {
        return upload(Types.FILE, "file", "taskRequest", true, body);
    }

    Answer image(Submission body) {
        return upload(Types.IMAGE, body.uploads().containsKey("image") ? "image" : "file", "task", false, body);
    }

    /** A new file for the task with this guid, or new bytes for the file with it. */
    Answer fileAt(String guid, Submission body) {
        Entity file = store.table(Types.FILE).byGuid(guid);
        Entity task = store.table(Types.TASK).byGuid(guid);
        if (file == null && task == null) {
            return Answers.noEntity();
        }
        if (task != null) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>(body.members());
            members.put("task", guid);
            return taskFile(new Submission(members, body.uploads()));
        }
        return replace(Objects.requireNonNull(file), body);
    }

    Answer copyFile(Submission body) {
        return copy(Types.FILE, "file", body);
    }

    Answer copyNote(Submission body) {
        return copy(Types.NOTE, "note", body);
    }

    private Answer upload(EntityType type, String part, String owner, boolean ownerNeeded, Submission body) {
        Map<String, String> errors = new LinkedHashMap<>();
        Upload upload = body.uploads().get(part);
        if (upload == null) {
            errors.put(part, "This value should not be blank.");
        }
        String reference = body.text(owner);
        Field field = type.fields.get(type.at(owner));
        Entity target = store.table(field.target()).find(reference);
        if (target == null && (ownerNeeded || reference != null)) {
            errors.put(owner, reference == null ? "This value should not be blank." : INVALID);
        }
        if (upload == null || !errors.isEmpty()) {
            return Answers.invalid(errors);
        }
        if (kept + upload.bytes().length > MOST_KEPT) {
            return Answers.error(413, "No room for more uploads");
        }
        @Nullable Object[] values = named(type, upload, body.text("title"));
        values[type.at(owner)] = target;
        Entity entity = writer.create(type, values);
        keep(entity, upload);
        return Answer.row(201, entity.current).writing(entity);
    }

    private Answer replace(Entity file, Submission body) {
        Upload upload = body.uploads().get("file");
        if (upload == null) {
            return Answers.invalid(Map.of("file", "This value should not be blank."));
        }
        @Nullable Object[] values = file.current.values.clone();
        values[Types.FILE.at("originalName")] = upload.fileName();
        writer.update(file, file.current.systemId, file.current.deleted, values);
        keep(file, upload);
        return Answer.row(201, file.current).writing(file);
    }

    private static @Nullable Object[] named(EntityType type, Upload upload, @Nullable String title) {
        @Nullable Object[] values = type.blank();
        values[type.at("originalName")] = upload.fileName();
        values[type.at("path")] = "uploads/" + upload.fileName();
        values[type.at("title")] = title == null ? upload.fileName() : title;
        return values;
    }

    private void keep(Entity entity, Upload upload) {
        kept += upload.bytes().length;
        String etag = '"' + Recorder.digest(upload.bytes()).substring(0, 32) + '"';
        entity.content = new Content.Kept(upload.mediaType(), upload.bytes(), etag, entity.current.version);
    }

    private Answer copy(EntityType type, String member, Submission body) {
        Entity original = store.table(type).find(body.text(member));
        Entity task = store.table(Types.TASK).find(body.text("task"));
        Map<String, String> errors = new LinkedHashMap<>();
        if (original == null) {
            errors.put(member, INVALID);
        }
        if (task == null) {
            errors.put("task", INVALID);
        }
        if (original == null || !errors.isEmpty()) {
            return Answers.invalid(errors);
        }
        @Nullable Object[] values = original.current.values.clone();
        values[type.at("task")] = task;
        Entity copy = writer.create(type, values);
        copy.content = original.content;
        return Answer.row(201, copy.current).writing(copy);
    }
}
