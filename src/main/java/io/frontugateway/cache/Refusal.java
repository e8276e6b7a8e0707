package io.frontugateway.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A short refusal of Frontu in its own spelling, which is told to all who wait for the same and kept for nobody. It goes the way
 * of a failure, within a replica and between them; that failure is never told as such.
 *
 * @param head what of Frontu's head is passed on
 */
record Refusal(int status, MultiMap head, Buffer body, Instant askedAt) {
    /** Longer ones are passed to each by itself. */
    static final int LONGEST = 16 * 1024;

    /** Of the failure that it goes as. */
    static final String MEMBER = "refusal";

    /** Whether others are refused in the same way, who ask the same a moment later: not for who asks, or when. */
    static boolean concernsAll(int status) {
        return status >= 400
                && status < 500
                && switch (status) {
                    case 401, 403, 407, 408, 425, 429 -> false;
                    default -> true;
                };
    }

    static Refusal of(Reply.Answer answer, Buffer body, Predicate<String> passedOn) {
        var head = MultiMap.caseInsensitiveMultiMap();
        answer.headers().forEach(field -> {
            if (passedOn.test(field.getKey().toLowerCase(Locale.ROOT))) {
                head.add(field.getKey(), field.getValue());
            }
        });
        return new Refusal(answer.status(), head, body, answer.askedAt());
    }

    /** As Frontu's reply to one more. */
    Reply.Answer reply() {
        return new Reply.Answer(status, head, Peeked.whole(body), askedAt);
    }

    ProblemException asFailure() {
        var document = ExactJson.ANSWERS
                .createObjectNode()
                .put("status", status)
                .put("body", body.getBytes())
                .put("askedAt", askedAt.toString());
        var fields = document.putArray("head");
        head.forEach(field -> fields.addArray().add(field.getKey()).add(field.getValue()));
        return Problem.of(Reason.FRONTU_REFUSED, "Frontu's refusal is passed on as it is.")
                .with(MEMBER, document)
                .asException();
    }

    /** The one that a failure stands for; empty where it stands for none, or cannot be read. */
    static Optional<Refusal> in(Landing landing) {
        if (!(landing instanceof Landing.Failed failed)
                || !(failed.problem().problem().members().get(MEMBER) instanceof JsonNode document)) {
            return Optional.empty();
        }
        try {
            var head = MultiMap.caseInsensitiveMultiMap();
            document.path("head")
                    .forEach(field ->
                            head.add(field.path(0).asText(), field.path(1).asText()));
            var body = Buffer.buffer(document.path("body").binaryValue());
            var askedAt = Instant.parse(document.path("askedAt").asText());
            return Optional.of(new Refusal(document.path("status").asInt(), head, body, askedAt));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
