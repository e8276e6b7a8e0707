package io.frontugateway.writes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.catalogue.Field;
import io.frontugateway.catalogue.FieldType;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.Normalizer;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.queue.Operation.Action;
import io.frontugateway.queue.Submission;
import io.frontugateway.queue.Submission.Answering;
import io.frontugateway.queue.Submission.Idempotency;
import io.frontugateway.queue.Submission.Merging;
import io.frontugateway.queue.Submission.Related;
import io.frontugateway.queue.Submission.Request;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One submission in the making. An upsert that may create, be repeated and be merged, unless something else is said. */
final class Draft {
    private final Writer writer;
    private final String resource;
    private final String target;
    private final List<Related> related = new ArrayList<>();
    private final Map<String, Merging> members = new HashMap<>();

    private String method = "";
    private Action action = Action.UPSERT;
    private Identities identities = new Identities(null, null);
    private boolean mayCreate = true;
    private boolean repeatable = true;
    private boolean mergeable;
    private Answering answering = Answering.ENTITY;
    private String contentType = "application/json";
    private Buffer body = Buffer.buffer();

    /** @param target path of Frontu's, from its host on */
    Draft(Writer writer, String resource, String target) {
        this.writer = writer;
        this.resource = resource;
        this.target = target;
    }

    static ObjectNode object() {
        return ExactJson.REQUESTS.createObjectNode();
    }

    /** Makes it another request than the same write asked for by another method, where an idempotency key is concerned. */
    Draft by(String name) {
        method = name;
        return this;
    }

    Draft action(Action wanted) {
        action = wanted;
        return this;
    }

    Draft identities(Identities known) {
        identities = known;
        return this;
    }

    /** Frontu must not make a new item of it. */
    Draft ofExisting() {
        mayCreate = false;
        return this;
    }

    /** It is not repeated while the outcome of an attempt is open. */
    Draft once() {
        repeatable = false;
        mergeable = false;
        return this;
    }

    Draft unmerged() {
        mergeable = false;
        return this;
    }

    /** Frontu's answer is kept as it comes. */
    Draft verbatim() {
        answering = Answering.VERBATIM;
        return this;
    }

    /** A normalized entity, which is translated. */
    Draft entity(ResourceType type, ObjectNode entity) {
        mergeable = writer.mayMerge() && !entity.has("archived");
        var row = Normalizer.toFrontu(type, entity);
        var byFrontuName = new HashMap<String, Field>();
        for (var field : type.fields().values()) {
            if (entity.has(field.name())) {
                byFrontuName.put(field.writeName(), field);
                relating(field, entity.get(field.name()));
            }
        }
        row.fields().forEachRemaining(member -> {
            var field = byFrontuName.get(member.getKey());
            members.put(member.getKey(), merging(field, member.getValue()));
        });
        return json(row);
    }

    Draft json(ObjectNode document) {
        body = StrictJson.bytes(document);
        return this;
    }

    Draft bytes(String type, Buffer bytes) {
        contentType = type;
        body = bytes;
        return this;
    }

    /** Names what a value refers to: an object with either identity, or a word that can be both. */
    Draft relating(String other, @Nullable JsonNode value) {
        if (value instanceof ObjectNode object) {
            var guid = object.path(Identity.GUID.member()).textValue();
            var systemId = object.path(Identity.SYSTEM_ID.member()).textValue();
            if (guid != null || systemId != null) {
                related.add(new Related(other, guid, systemId));
            }
        } else if (value != null && value.isTextual() && !value.textValue().isEmpty()) {
            related.add(new Related(other, value.textValue(), value.textValue()));
        }
        return this;
    }

    private void relating(Field field, JsonNode value) {
        var other = field.relatesTo();
        if (other == null) {
            return;
        }
        if (field.type() == FieldType.RELATIONS) {
            value.forEach(one -> relating(other, one));
        } else {
            relating(other, value);
        }
    }

    private static Merging merging(@Nullable Field field, JsonNode value) {
        if (value.isContainerNode() || field != null && (field.ordered() || isContainer(field.type()))) {
            return Merging.NEVER_TWICE;
        }
        return Merging.LAST_WINS;
    }

    private static boolean isContainer(FieldType type) {
        return type == FieldType.CUSTOM_VALUES
                || type == FieldType.RELATIONS
                || type == FieldType.OBJECT
                || type == FieldType.ARRAY;
    }

    Submission build() {
        var known = !identities.areNone();
        return new Submission(
                writer.account(),
                writer.submitter(),
                resource,
                action,
                identities.guid(),
                identities.systemId(),
                mayCreate,
                repeatable && known,
                new Request(target, contentType, body),
                answering,
                mergeable && known,
                members,
                related,
                idempotency());
    }

    private @Nullable Idempotency idempotency() {
        var key = writer.idempotencyKey();
        return key == null ? null : new Idempotency(key, fingerprint());
    }

    private String fingerprint() {
        // The method only where it tells two requests apart: what older programs stored of the others has to stay the
        // same.
        return (method.isEmpty() ? new Digests() : new Digests().with(method))
                .with(action.word())
                .with(target)
                .with(mayCreate ? "may create" : "existing")
                .with(identities.guid())
                .with(identities.systemId())
                .with(contentType)
                .with(body.getBytes())
                .hex();
    }
}
