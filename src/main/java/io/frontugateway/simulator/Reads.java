package io.frontugateway.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers single items. They always show the present state. */
final class Reads {
    private static final List<String> TASK_FILTERS =
            List.of("code", "billStatus", "status", "receivedByExternalSystem");
    private static final List<Part> PARTS_OF_TASK = List.of(
            new Part("works", Types.WORK),
            new Part("materials", Types.MATERIAL),
            new Part("files", Types.FILE),
            new Part("notes", Types.NOTE),
            new Part("statusHistory", Types.STATUS_HISTORY));

    private record Part(String member, EntityType type) {}

    private final Store store;

    Reads(Store store) {
        this.store = store;
    }

    /** By the parameters guid and systemId; both have to fit if both are given. Tasks take further filters. */
    Answer detail(EntityType type, Exchange exchange) {
        Entity entity = named(type, exchange);
        if (entity == null || (type == Types.TASK && !fits(entity.current, exchange))) {
            return Answers.noEntity();
        }
        return Answer.row(200, entity.current);
    }

    Answer byGuid(EntityType type, String guid) {
        Entity entity = store.table(type).byGuid(guid);
        return entity == null ? Answers.noEntity() : Answer.row(200, entity.current);
    }

    /** A task with its works, materials, files, notes and status history. */
    Answer fullTask(Exchange exchange) {
        Entity task = named(Types.TASK, exchange);
        if (task == null) {
            return Answers.noEntity();
        }
        byte[] json = task.current.json();
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length * 4);
        out.write(json, 0, json.length - 1);
        for (Part part : PARTS_OF_TASK) {
            out.writeBytes((",\"" + part.member + "\":").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(array(task.parts(part.type)));
        }
        out.write('}');
        return Answer.document(200, out.toByteArray());
    }

    /** The evaluations of a task, or the one with its own guid, as an array in both cases. */
    Answer evaluations(Exchange exchange) {
        Entity task = named(Types.TASK, exchange);
        if (task != null) {
            return Answer.document(200, array(task.parts(Types.EVALUATION)));
        }
        Entity evaluation = store.table(Types.EVALUATION).byGuid(exchange.parameter("guid"));
        return evaluation == null ? Answers.noEntity() : Answer.document(200, array(List.of(evaluation)));
    }

    private @Nullable Entity named(EntityType type, Exchange exchange) {
        String guid = exchange.parameter("guid");
        String systemId = exchange.parameter("systemId");
        Table table = store.table(type);
        Entity entity = guid != null ? table.byGuid(guid) : table.bySystemId(systemId);
        if (entity != null && systemId != null && !systemId.equals(entity.current.systemId)) {
            return null;
        }
        return entity;
    }

    private static boolean fits(Row task, Exchange exchange) {
        for (String name : TASK_FILTERS) {
            String wanted = exchange.parameter(name);
            if (wanted != null && !Filters.matches(task, name, wanted)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] array(List<Entity> entities) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.write('[');
        for (int i = 0; i < entities.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(entities.get(i).current.json());
        }
        out.write(']');
        return out.toByteArray();
    }
}
