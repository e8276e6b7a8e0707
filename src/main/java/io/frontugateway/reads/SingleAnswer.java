package io.frontugateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.Normalizer;
import io.frontugateway.catalogue.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the entity that was asked for in what Frontu answered: an object, or a list that holds it.
 *
 * @param id the identity asked for
 */
record SingleAnswer(ResourceType resource, Identity by, String id) {

    /**
     * The entity, normalized; empty where the answer says that there is none.
     *
     * @throws io.frontugateway.problem.ProblemException {@code frontu-bad-answer} where it is another one, or none at all
     */
    Optional<ObjectNode> entityIn(JsonNode answer) {
        if (answer.isNull() || answer.isArray()) {
            return among(answer);
        }
        if (!(answer instanceof ObjectNode object)) {
            throw BadAnswer.because("is a plain value, not an entity");
        }
        var entity = Normalizer.toNormalized(resource, object);
        if (Facts.identity(entity, Identity.GUID) == null) {
            if (object.path("items").isArray()) {
                return among(object.path("items"));
            }
            refuseError(object);
        }
        var got = Facts.identity(entity, by);
        if (got != null && !isSame(got)) {
            throw BadAnswer.because("is another item than the one asked for by " + by.member());
        }
        return Optional.of(entity);
    }

    /** The element with the identity asked for; an only element that does not name its identity is taken at its word. */
    private Optional<ObjectNode> among(JsonNode elements) {
        List<ObjectNode> entities = new ArrayList<>();
        for (var element : elements) {
            if (!(element instanceof ObjectNode object)) {
                throw BadAnswer.because("is a list of something else than objects");
            }
            entities.add(Normalizer.toNormalized(resource, object));
        }
        if (entities.size() == 1 && Facts.identity(entities.get(0), by) == null) {
            refuseError(entities.get(0));
            return Optional.of(entities.get(0));
        }
        return entities.stream().filter(this::isMeant).findFirst();
    }

    private boolean isMeant(ObjectNode entity) {
        var got = Facts.identity(entity, by);
        return got != null && isSame(got);
    }

    /** Case is left to Frontu: a database that ignores it in a look-up answers with its own spelling. */
    private boolean isSame(String got) {
        return got.equalsIgnoreCase(id);
    }

    private static void refuseError(ObjectNode object) {
        if (object.isEmpty()) {
            throw BadAnswer.because("is an object without members");
        }
        if (object.hasNonNull("error")
                || object.hasNonNull("errors")
                || (object.hasNonNull("code") && object.hasNonNull("message"))) {
            throw BadAnswer.because("is an error in the clothes of a success"
                    + JsonKinds.members(JsonKinds.firstNames(object.fieldNames())));
        }
    }
}
