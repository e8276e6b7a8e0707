package io.frontugateway.simulator;

import java.util.List;
import java.util.Map;

/** Tasks and all that hangs on them. */
final class SeedTasks {
    private static final int[] STATUSES = {
        400, 400, 400, 400, 401, 402, 402, 100, 101, 102, 200, 300, 110, 500, 600, 900
    };
    private static final long HOUR = 3600;

    private final Seed seed;
    private final int count;

    private SeedTasks(Seed seed, int count) {
        this.seed = seed;
        this.count = count;
    }

    static void sow(Seed seed, int count) {
        SeedTasks tasks = new SeedTasks(seed, count);
        for (int i = 0; i < count / 20; i++) {
            tasks.request(i);
        }
        for (int i = 0; i < count; i++) {
            tasks.task(i);
        }
    }

    private void request(int i) {
        Entity workspace = seed.pick(Types.WORKSPACE);
        seed.plan(Types.TASK_REQUEST)
                .set("title", seed.pick(Words.JOBS))
                .set("description", i % 2 == 0 ? seed.pick(Words.NOTES) : null)
                .set("client", workspace.current.get("client"))
                .set("workspace", workspace)
                .systemId(i % 3 == 0 ? null : "REQ-" + (1 + i))
                .at(seed.moment(i, Math.max(1, count / 20)))
                .add();
    }

    private void task(int i) {
        int status = STATUSES[seed.number(STATUSES.length)];
        boolean finished = status == 400 || status == 401 || status == 402;
        long created = seed.moment(i, count);
        long done = created + seed.between(2, 72) * HOUR;
        Entity workspace = seed.pick(Types.WORKSPACE);
        Entity task = describe(seed.plan(Types.TASK), i, workspace)
                .set("status", status)
                .set("stopStatusMessage", status == 300 ? seed.pick(Words.REASONS) : null)
                .set("abortMessage", status == 600 ? "Cancelled by the customer" : null)
                .set("user", status == 102 || status == 900 ? null : seed.pick(Types.USER))
                .set("plannedTime", status == 900 ? null : created + 24 * HOUR)
                .set("plannedEndTime", status == 900 ? null : created + 26 * HOUR)
                .set("ended", finished ? Moments.text(done) : null)
                .set("rating", finished && i % 3 == 0 ? seed.between(3, 5) : null)
                .set("duration", finished ? seed.between(20, 400) : null)
                .set("billStatus", status == 402)
                .set("receivedByExternalSystem", finished && i % 2 == 0)
                .systemId(i % 3 == 2 ? null : "ORD-" + (100_000 + i))
                .at(created)
                .changed(finished || status == 600 ? done : created)
                .archived(i % 30 == 29)
                .add();
        history(task, status, created, done);
        if (finished) {
            bill(task, i, done);
        }
        attachments(task, i, created);
    }

    private Seed.Plan describe(Seed.Plan plan, int i, Entity workspace) {
        Entity client = (Entity) workspace.current.get("client");
        List<Entity> requests = seed.store.table(Types.TASK_REQUEST).entities;
        return plan.set("code", "WO-" + (100_001 + i))
                .set("title", seed.pick(Words.JOBS))
                .set("clientName", client == null ? null : client.title())
                .set("clientEmail", client == null ? null : client.current.get("email"))
                .set("description", i % 4 == 0 ? null : seed.pick(Words.NOTES))
                .set("vat", 21)
                .set("currency", "EUR")
                .set("fetched", i % 2 == 0)
                .set("pastDue", false)
                .set("reassigned", false)
                .set("filesExists", i % 8 == 0)
                .set("taskType", seed.pick(Types.TASK_TYPE))
                .set("workspace", workspace)
                .set("client", client)
                .set("createdBy", seed.pick(Types.USER))
                .set("taskRequest", i % 20 == 0 && i / 20 < requests.size() ? requests.get(i / 20) : null)
                .set("requireObjectCode", false)
                .set("requireSignature", i % 3 == 0)
                .set("helpers", List.of())
                .set("tags", i % 10 == 0 ? List.of(Map.of("title", "urgent")) : List.of())
                .set("customValues", SeedCustomers.value(seed, Types.TASK_FIELD, i % 5 == 0, "PO-" + (7000 + i)));
    }

    private void history(Entity task, int status, long created, long done) {
        entry(task, 100, created);
        if (status == 200 || status == 300 || status >= 400 && status < 600) {
            entry(task, 200, created + HOUR);
        }
        if (status != 100 && status != 200) {
            entry(task, status, status == 900 ? created : done);
        }
    }

    private void entry(Entity task, int status, long at) {
        seed.plan(Types.STATUS_HISTORY)
                .set("task", task)
                .set("status", status)
                .set("user", task.current.get("user"))
                .set("stopStatusMessage", status == 300 ? task.current.get("stopStatusMessage") : null)
                .at(at)
                .add();
    }

    private void bill(Entity task, int i, long done) {
        Object user = task.current.get("user");
        int cents = seed.between(2_000, 40_000);
        seed.plan(Types.WORK)
                .set("title", seed.pick(Words.WORKS))
                .set("duration", seed.between(1, 16) * 15)
                .set("currency", "EUR")
                .set("vat", "21")
                .set("rate", 45)
                .set("price", Money.cents(cents))
                .set("priceWithVat", Money.withVat(cents))
                .set("standartizedWork", seed.pick(Types.STANDARTIZED_WORK))
                .set("object", task.current.get("workspace"))
                .set("task", task)
                .set("user", user)
                .systemId(i % 2 == 0 ? "JOB-" + i : null)
                .at(done)
                .add();
        if (i % 2 == 0) {
            material(task, i, done);
        }
        if (i % 3 == 0) {
            seed.plan(Types.ROUTE_HISTORY)
                    .set("distance", seed.between(500, 90_000))
                    .set("task", task)
                    .set("user", user)
                    .at(done)
                    .add();
            seed.plan(Types.TRAVEL).set("task", task).set("user", user).at(done).add();
        }
        if (i % 4 == 0) {
            seed.plan(Types.USER_TASK_TIME)
                    .set("user", user)
                    .set("task", task)
                    .set("duration", seed.between(15, 300))
                    .at(done)
                    .add();
            evaluation(task, done);
        }
    }

    private void material(Entity task, int i, long done) {
        Entity item = seed.pick(Types.STANDARTIZED_MATERIAL);
        int cents = seed.between(500, 20_000);
        seed.plan(Types.MATERIAL)
                .set("title", item.title())
                .set("serialNumber", item.current.get("serialNumber"))
                .set("vat", 21)
                .set("currency", "EUR")
                .set("amount", seed.between(1, 9))
                .set("rate", Money.cents(cents))
                .set("price", Money.cents(cents))
                .set("priceWithVat", Money.withVat(cents))
                .set("materialType", item.current.get("materialType"))
                .set("standartizedMaterial", item)
                .set("user", task.current.get("user"))
                .set("debited", i % 4 == 0)
                .set("workspace", task.current.get("workspace"))
                .set("task", task)
                .at(done)
                .add();
    }

    private void evaluation(Entity task, long done) {
        seed.plan(Types.EVALUATION)
                .set("task", task)
                .set("form", seed.pick(Types.EVALUATION_FORM))
                .set("user", task.current.get("user"))
                .set("answers", List.of(Map.of("question", "Is the place left clean?", "answer", "Yes")))
                .at(done)
                .add();
    }

    private void attachments(Entity task, int i, long created) {
        if (i % 3 == 0) {
            seed.plan(Types.NOTE)
                    .set("title", "Note " + (i + 1))
                    .set("visible", true)
                    .set("description", seed.pick(Words.NOTES))
                    .set("task", task)
                    .set("user", task.current.get("user"))
                    .at(created)
                    .add();
        }
        if (i % 8 == 0) {
            file(Types.FILE, task, "report-" + i + ".pdf", "application/pdf", created);
        }
        if (i % 16 == 0) {
            file(Types.IMAGE, task, "photo-" + i + ".jpg", "image/jpeg", created);
        }
        if (i % 500 == 0) {
            SeedCustomers.caution(seed, seed.pick(Types.WORKSPACE), "PIP1", task);
        }
    }

    private void file(EntityType type, Entity task, String name, String mediaType, long created) {
        Entity file = seed.plan(type)
                .set("originalName", name)
                .set("path", "uploads/" + name)
                .set("title", name)
                .set("task", task)
                .at(created)
                .add();
        file.content = new Content.Generated(mediaType, seed.between(2_000, 200_000), seed.number(1 << 30), created);
    }
}
