package io.frontugateway.writes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.catalogue.Field;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.Operations.Upload;
import io.frontugateway.catalogue.Operations.Upsert;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.queue.Operation.Action;
import io.frontugateway.queue.Submission;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes in Frontu's own spelling. They are sent byte for byte; what they say of identities and relations is only read, so
 * that they keep their place among the entity's other writes. A body that cannot be read so has no place to keep. Safe for
 * use from any thread.
 */
public final class PassedWrites {
    /** The resource of a path that belongs to none. */
    public static final String NO_RESOURCE = "passthrough";

    private static final int MOST_MEMBERS = 1000;

    private final Map<String, ResourceType> upserts = new HashMap<>();
    private final Map<String, ResourceType> copies = new HashMap<>();
    private final Map<String, ResourceType> uploads = new HashMap<>();

    public PassedWrites(Catalogue catalogue) {
        for (var resource : catalogue.all()) {
            var operations = resource.operations();
            if (operations.upsert() != null) {
                upserts.put(path(catalogue, operations.upsert().path()), resource);
            }
            if (operations.copy() != null) {
                copies.put(path(catalogue, operations.copy().path()), resource);
            }
            operations.uploads().forEach(upload -> uploads.put(path(catalogue, upload.path()), resource));
        }
    }

    /** Name of the resource that a path belongs to. */
    public String resource(String path) {
        var key = trimmed(path);
        for (var known : List.of(upserts, copies, uploads)) {
            var resource = known.get(key);
            if (resource != null) {
                return resource.name();
            }
        }
        return NO_RESOURCE;
    }

    /** Whether a body is passed on as it comes, instead of through the queue: a form with files, to no path that is queued. */
    public boolean flows(String path, @Nullable String contentType) {
        var key = trimmed(path);
        return MultipartHead.boundary(contentType).isPresent() && !upserts.containsKey(key) && !copies.containsKey(key);
    }

    /** The upload that a path is known for. */
    public Optional<Upload> upload(String path) {
        var key = trimmed(path);
        return Optional.ofNullable(uploads.get(key))
                .flatMap(resource -> resource.operations().uploads().stream()
                        .filter(upload -> key.endsWith(trimmed(upload.path())))
                        .findFirst());
    }

    /**
     * A write as it came.
     *
     * @param path the path, without query
     * @param target path and query as they are sent
     */
    public Submission of(Writer writer, String path, String target, String contentType, Buffer body) {
        var draft =
                new Draft(writer, resource(path), target).verbatim().unmerged().bytes(contentType, body);
        var members = members(contentType, body);
        var upsert = upserts.get(trimmed(path));
        if (upsert != null) {
            entity(draft, upsert, members);
            return draft.build();
        }
        var copy = copies.get(trimmed(path));
        if (copy != null) {
            copy(draft, copy, members);
        }
        return draft.once().build();
    }

    private static void entity(Draft draft, ResourceType resource, ObjectNode members) {
        var upsert = resource.operations().upsert();
        if (upsert == null) {
            return;
        }
        draft.identities(identities(upsert, members));
        resource.fields().values().forEach(field -> relate(draft, field, members.get(field.writeName())));
        if (!upsert.repeatable()) {
            draft.once();
        }
    }

    private static Identities identities(Upsert upsert, ObjectNode members) {
        return new Identities(
                identity(members, Identity.GUID),
                upsert.by().contains(Identity.SYSTEM_ID) ? identity(members, Identity.SYSTEM_ID) : null);
    }

    private static void relate(Draft draft, Field field, @Nullable JsonNode value) {
        if (field.relatesTo() != null && value != null) {
            draft.relating(field.relatesTo(), value);
        }
    }

    private static void copy(Draft draft, ResourceType resource, ObjectNode members) {
        var copy = resource.operations().copy();
        draft.action(Action.COPY).relating("tasks", members.get("task"));
        if (copy != null) {
            draft.relating(resource.name(), members.get(copy.itemMember()));
        }
    }

    /** Frontu turns scalars into texts as it needs them. */
    private static @Nullable String identity(ObjectNode members, Identity identity) {
        var value = members.path(identity.member());
        var text = value.isTextual() || value.isNumber() ? value.asText() : "";
        return text.isEmpty() || text.length() > Identities.LONGEST ? null : text;
    }

    /** The top-level members of a body of any of Frontu's three forms; none where it cannot be read. */
    private static ObjectNode members(String contentType, Buffer body) {
        var type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return form(body);
        }
        var boundary = MultipartHead.boundary(contentType);
        return boundary.isPresent() ? parts(body, boundary.get()) : json(body);
    }

    private static ObjectNode json(Buffer body) {
        try {
            return ExactJson.ANSWERS.readTree(body.getBytes()) instanceof ObjectNode object ? object : Draft.object();
        } catch (IOException | NumberFormatException | ArithmeticException unreadable) {
            return Draft.object();
        }
    }

    private static ObjectNode form(Buffer body) {
        var members = Draft.object();
        try {
            new QueryStringDecoder(body.toString(), java.nio.charset.StandardCharsets.UTF_8, false, MOST_MEMBERS)
                    .parameters()
                    .forEach((name, values) -> members.put(name, values.get(values.size() - 1)));
        } catch (IllegalArgumentException unreadable) {
            members.removeAll();
        }
        return members;
    }

    private static ObjectNode parts(Buffer body, String boundary) {
        var members = Draft.object();
        MultipartHead.of(body, boundary).parts().stream()
                .filter(part -> !part.isFile() && part.value() != null)
                .forEach(part -> members.put(part.name(), part.value()));
        return members;
    }

    private static String path(Catalogue catalogue, String path) {
        return trimmed(catalogue.base() + path);
    }

    /** A slash at the end makes no other path: Frontu has one where one would expect none. */
    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
