package io.frontugateway.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.Reader;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Frontu's refusals, as replicas tell them to one another. */
final class Outcomes {
    /** In place of a reason. A replica that knows no {@link Refusal} would tell it as what it is not; so it cannot read it. */
    private static final String REFUSAL = "REFUSAL";

    private Outcomes() {}

    static String write(Landing.Failed failed) {
        var problem = failed.problem().problem();
        var document = ExactJson.ANSWERS
                .createObjectNode()
                .put(
                        "reason",
                        problem.members().containsKey(Refusal.MEMBER)
                                ? REFUSAL
                                : problem.reason().name())
                .put("detail", problem.detail())
                .put("status", failed.status())
                .put("generation", failed.generation());
        document.set("members", ExactJson.ANSWERS.valueToTree(problem.members()));
        return document.toString();
    }

    /** What was written; a failure of our own where it cannot be read. */
    static Landing.Failed read(String text, Reader reader) {
        try {
            var document = ExactJson.ANSWERS.readTree(text);
            var problem = Problem.of(
                    reason(document.path("reason").asText()),
                    document.path("detail").asText());
            for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> member :
                    document.path("members").properties()) {
                problem = problem.with(member.getKey(), member.getValue());
            }
            @Nullable
            Integer status =
                    document.hasNonNull("status") ? document.path("status").asInt() : null;
            return new Landing.Failed(
                    problem.asException(),
                    status,
                    true,
                    reader.client(),
                    reader.maxWait(),
                    document.path("generation").asText());
        } catch (JsonProcessingException | IllegalArgumentException unknown) {
            var problem = Problem.of(Reason.FRONTU_UNAVAILABLE, "Frontu did not answer another replica.");
            return new Landing.Failed(
                    problem.asException(), null, false, reader.client(), Duration.ZERO, Stamp.UNKNOWN);
        }
    }

    private static Reason reason(String name) {
        return name.equals(REFUSAL) ? Reason.FRONTU_REFUSED : Reason.valueOf(name);
    }
}
