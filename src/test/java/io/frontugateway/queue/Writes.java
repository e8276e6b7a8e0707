package io.frontugateway.queue;

import io.frontugateway.queue.Operation.Action;
import io.frontugateway.queue.Submission.Answering;
import io.frontugateway.queue.Submission.Idempotency;
import io.frontugateway.queue.Submission.Merging;
import io.frontugateway.queue.Submission.Related;
import io.frontugateway.queue.Submission.Request;
import io.frontugateway.queue.Submission.Submitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes submissions, which differ from a plain upsert of a task in what a test is about. */
final class Writes {
    private String client = "billing";
    private int weight = 1;
    private int maxQueued = 1000;
    private String resource = "tasks";
    private Action action = Action.UPSERT;
    private @Nullable String guid;
    private @Nullable String systemId;
    private boolean mayCreate = true;
    private boolean repeatable = true;
    private boolean mergeable = true;
    private Answering answering = Answering.ENTITY;
    private final JsonObject body = new JsonObject();
    private final Map<String, Merging> members = new HashMap<>();
    private final List<Related> related = new ArrayList<>();
    private @Nullable Idempotency idempotency;

    static Writes to(@Nullable String guid, @Nullable String systemId) {
        var write = new Writes();
        write.guid = guid;
        write.systemId = systemId;
        if (guid != null) {
            write.body.put("guid", guid);
        }
        if (systemId != null) {
            write.body.put("systemId", systemId);
        }
        return write;
    }

    static Writes bySystemId(String systemId) {
        return to(null, systemId);
    }

    static Writes byGuid(String guid) {
        return to(guid, null);
    }

    Writes with(String member, Object value) {
        body.put(member, value);
        members.put(member, Merging.LAST_WINS);
        return this;
    }

    Writes withNeverTwice(String member, Object value) {
        body.put(member, value);
        members.put(member, Merging.NEVER_TWICE);
        return this;
    }

    Writes from(String other) {
        client = other;
        return this;
    }

    Writes weighing(int other) {
        weight = other;
        return this;
    }

    Writes atMost(int queued) {
        maxQueued = queued;
        return this;
    }

    Writes in(String other) {
        resource = other;
        return this;
    }

    Writes mustExist() {
        mayCreate = false;
        return this;
    }

    Writes once() {
        repeatable = false;
        return this;
    }

    Writes apart() {
        mergeable = false;
        return this;
    }

    Writes verbatim() {
        answering = Answering.VERBATIM;
        mergeable = false;
        return this;
    }

    Writes after(String otherResource, @Nullable String otherGuid, @Nullable String otherSystemId) {
        related.add(new Related(otherResource, otherGuid, otherSystemId));
        return this;
    }

    Writes keyed(String key, String fingerprint) {
        idempotency = new Idempotency(key, fingerprint);
        return this;
    }

    Submission write() {
        return new Submission(
                "default",
                new Submitter(client, weight, maxQueued),
                resource,
                action,
                guid,
                systemId,
                mayCreate,
                repeatable,
                new Request("/client/api/v2/" + resource, "application/json", Buffer.buffer(body.encode())),
                answering,
                mergeable,
                members,
                related,
                idempotency);
    }
}
