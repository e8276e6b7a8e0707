package io.frontugateway.writes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.Operations.Upsert;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * By what an entity is known in a write.
 *
 * @param guid its guid; null where none was given
 * @param systemId its systemId; null where none was given, or Frontu does not find the resource by it
 */
record Identities(@Nullable String guid, @Nullable String systemId) {
    /** The longest identifier that is taken. Frontu's own limit is not documented. */
    static final int LONGEST = 255;

    /** What the body says; the identities in it have been checked. */
    static Identities in(ObjectNode body, Upsert upsert) {
        return new Identities(
                member(body, Identity.GUID),
                upsert.by().contains(Identity.SYSTEM_ID) ? member(body, Identity.SYSTEM_ID) : null);
    }

    boolean areNone() {
        return guid == null && systemId == null;
    }

    /**
     * Puts the identity of the path into the body.
     *
     * @throws io.frontugateway.problem.ProblemException {@code identity-conflict} where the body has another one
     */
    static void place(ObjectNode body, Identity by, String id) {
        var given = member(body, by);
        if (given != null && !given.equals(id)) {
            throw Problem.of(
                            Reason.IDENTITY_CONFLICT,
                            "The " + by.member() + " in the body is another one than in the path; leave it out.")
                    .with("pointer", "/" + by.member())
                    .asException();
        }
        if (by == Identity.SYSTEM_ID && member(body, Identity.GUID) != null) {
            // Frontu goes by the guid first: it would give the systemId to whatever item that is.
            throw Problem.of(
                            Reason.IDENTITY_CONFLICT,
                            "The item is the one of the systemId in the path; a guid in the body may be another's. Leave it"
                                    + " out.")
                    .with("pointer", "/guid")
                    .asException();
        }
        body.put(by.member(), id);
    }

    /**
     * Gives a body without identity a systemId of the gateway's making: the same one whenever the same client sends the
     * same idempotency key.
     */
    static void make(ObjectNode body, ResourceType resource, Writer writer) {
        var key = writer.idempotencyKey();
        body.put(Identity.SYSTEM_ID.member(), "gw-" + (key == null ? random() : derived(resource, writer, key)));
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String derived(ResourceType resource, Writer writer, String key) {
        return new Digests()
                .with(writer.account())
                .with(writer.submitter().client())
                .with(resource.name())
                .with(key)
                .hex();
    }

    private static @Nullable String member(ObjectNode body, Identity identity) {
        return body.path(identity.member()).textValue();
    }
}
