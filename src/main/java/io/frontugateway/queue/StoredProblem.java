package io.frontugateway.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;

/** A problem as text in Redis and back. */
final class StoredProblem {
    private static final String REASON = "reason";
    private static final String DETAIL = "detail";
    private static final String MEMBERS = "members";
    private static final String RETRY_AFTER = "retryAfterMs";

    private StoredProblem() {}

    static String write(Problem problem) {
        var json = ExactJson.ANSWERS.createObjectNode();
        json.put(REASON, problem.reason().slug()).put(DETAIL, problem.detail());
        json.set(MEMBERS, ExactJson.ANSWERS.valueToTree(problem.members()));
        var wait = problem.retryAfter();
        if (wait != null) {
            json.put(RETRY_AFTER, wait.toMillis());
        }
        return json.toString();
    }

    static Problem read(String text) {
        try {
            return of(ExactJson.ANSWERS.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem in Redis is no JSON", e);
        }
    }

    private static Problem of(JsonNode json) {
        var slug = json.path(REASON).asText();
        // A newer replica may know more reasons than this one.
        var reason = Arrays.stream(Reason.values())
                .filter(one -> one.slug().equals(slug))
                .findFirst()
                .orElse(Reason.INTERNAL);
        var members = new LinkedHashMap<String, Object>();
        json.path(MEMBERS).fields().forEachRemaining(member -> members.put(member.getKey(), member.getValue()));
        var wait = json.path(RETRY_AFTER);
        return new Problem(
                reason,
                json.path(DETAIL).asText(),
                members,
                wait.isNumber() ? Duration.ofMillis(wait.longValue()) : null);
    }
}
