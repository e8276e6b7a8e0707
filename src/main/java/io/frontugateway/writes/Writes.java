package io.frontugateway.writes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.Operations.Copy;
import io.frontugateway.catalogue.Operations.Upsert;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.queue.Operation.Action;
import io.frontugateway.queue.Submission;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writes of the normalized API. Each is checked and translated, or refused with a {@link ProblemException}: {@code
 * invalid-body}, {@code invalid-entity}, {@code identity-conflict}. Bodies that are handed over may be changed. Safe for use
 * from any thread.
 */
public final class Writes {
    /** What a copy is made for; its body names the task in a member of the same name. */
    private static final String TASK = "task";

    private static final String TASKS = "tasks";
    private static final String ARCHIVED = "archived";

    private final String base;

    /** Writes below the base path of the catalogue. */
    public Writes(Catalogue catalogue) {
        this.base = catalogue.base();
    }

    /** A body as callers send it. */
    public ObjectNode read(Buffer body) {
        return StrictJson.object(body);
    }

    /** Creates or updates: what is meant, the body says. */
    public Submission upsert(Writer writer, ResourceType resource, ObjectNode body) {
        var upsert = upsert(resource);
        var given = body.hasNonNull(Identity.GUID.member()) || body.hasNonNull(Identity.SYSTEM_ID.member());
        EntityCheck.demandValid(resource, body, !given);
        if (!given) {
            body.remove(Identity.GUID.member());
            if (upsert.by().contains(Identity.SYSTEM_ID)) {
                Identities.make(body, resource, writer);
            }
        }
        return submission(writer, resource, upsert, body).build();
    }

    /** Creates or updates the item of a systemId. */
    public Submission put(Writer writer, ResourceType resource, String systemId, ObjectNode body) {
        var upsert = upsert(resource);
        EntityCheck.demandValid(resource, body, false);
        Identities.place(body, Identity.SYSTEM_ID, systemId);
        return submission(writer, resource, upsert, body).by("PUT").build();
    }

    /** Changes fields of an item that exists. */
    public Submission patch(Writer writer, ResourceType resource, Identity by, String id, ObjectNode body) {
        var upsert = upsert(resource);
        EntityCheck.demandValid(resource, body, false);
        Identities.place(body, by, id);
        return submission(writer, resource, upsert, body).ofExisting().build();
    }

    /** Archives an item that exists, or takes it back. */
    public Submission archive(Writer writer, ResourceType resource, Identity by, String id, boolean archived) {
        var body = Draft.object().put(by.member(), id).put(ARCHIVED, archived);
        return submission(writer, resource, upsert(resource), body)
                .action(archived ? Action.ARCHIVE : Action.RESTORE)
                .ofExisting()
                .unmerged()
                .build();
    }

    /** Copies an item to another task. */
    public Submission copy(Writer writer, ResourceType resource, ObjectNode body) {
        var copy = copy(resource);
        EntityCheck.demandRelations(body, List.of(copy.itemMember(), TASK));
        return new Draft(writer, resource.name(), base + copy.path())
                .relating(resource.name(), body.get(copy.itemMember()))
                .relating(TASKS, body.get(TASK))
                .action(Action.COPY)
                .once()
                .json(flattened(body, List.of(copy.itemMember(), TASK)))
                .build();
    }

    private Draft submission(Writer writer, ResourceType resource, Upsert upsert, ObjectNode body) {
        var draft = new Draft(writer, resource.name(), base + upsert.path())
                .identities(Identities.in(body, upsert))
                .entity(resource, body);
        return upsert.repeatable() ? draft : draft.once();
    }

    /** Relations as Frontu takes them: a word for each. */
    private static ObjectNode flattened(ObjectNode body, List<String> relations) {
        for (var name : relations) {
            if (body.get(name) instanceof ObjectNode object) {
                body.set(name, identity(object));
            }
        }
        return body;
    }

    private static JsonNode identity(ObjectNode relation) {
        var guid = relation.path(Identity.GUID.member());
        return guid.isTextual() ? guid : relation.path(Identity.SYSTEM_ID.member());
    }

    private static Upsert upsert(ResourceType resource) {
        return offered(resource.operations().upsert());
    }

    private static Copy copy(ResourceType resource) {
        return offered(resource.operations().copy());
    }

    private static <T> T offered(@Nullable T operation) {
        if (operation == null) {
            throw new IllegalArgumentException("the catalogue does not offer this write");
        }
        return operation;
    }
}
