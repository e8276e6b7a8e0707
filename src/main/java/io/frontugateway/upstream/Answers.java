package io.frontugateway.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Reply.Answer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a reply means to a caller: a success, or one of the known problems, with Frontu's own words kept in the member
 * {@code upstream}: {@code {"status":400,"body":{…}}}, the body as JSON where it is JSON, else as text, left out where it
 * is HTML, larger than 16 KiB, or cannot be read.
 */
public final class Answers {
    private static final int QUOTED = 16 * 1024;
    private static final Duration AFTER_429 = Duration.ofSeconds(60);
    private static final Duration AFTER_5XX = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Answers() {}

    /** {@link #expectSuccess(Reply, Reason)}, where a 404 says that there is no such item. */
    public static Uni<Answer> expectSuccess(Reply reply) {
        return expectSuccess(reply, Reason.NOT_FOUND);
    }

    /**
     * The answer, if it is a success (2xx).
     *
     * @param onNotFound what a 404 of Frontu is: {@link Reason#NOT_FOUND} where one item was asked for, else
     *     {@link Reason#FRONTU_REFUSED}
     * @return fails with a {@link ProblemException} for every other reply, whose body has then been dealt with
     */
    public static Uni<Answer> expectSuccess(Reply reply, Reason onNotFound) {
        if (reply instanceof Answer answer) {
            return answer.isSuccess() ? Uni.createFrom().item(answer) : refuse(answer, onNotFound);
        }
        return Uni.createFrom().failure(((Reply.Failed) reply).problem().asException());
    }

    /** The same, and the answer must not be an HTML page: a login form or an error page with the status 200. */
    public static Uni<Answer> expectDocument(Reply reply, Reason onNotFound) {
        return expectSuccess(reply, onNotFound).chain(Answers::refuseHtml);
    }

    /** The problem that an answer other than a success stands for. Its body is read or discarded. */
    public static Uni<Problem> problemOf(Answer answer, Reason onNotFound) {
        var problem = withoutBody(answer, onNotFound);
        if (problem.reason() != Reason.FRONTU_REFUSED && problem.reason() != Reason.FRONTU_UNAVAILABLE) {
            answer.body().discard();
            return Uni.createFrom().item(problem);
        }
        return quote(answer).map(upstream -> problem.with("upstream", upstream));
    }

    private static Uni<Answer> refuse(Answer answer, Reason onNotFound) {
        return problemOf(answer, onNotFound).chain(problem -> Uni.createFrom().failure(problem.asException()));
    }

    private static Uni<Answer> refuseHtml(Answer answer) {
        if (!isHtml(answer)) {
            return Uni.createFrom().item(answer);
        }
        answer.body().discard();
        var problem = Problem.of(Reason.FRONTU_BAD_ANSWER, "Frontu answered with an HTML page instead of JSON.");
        return Uni.createFrom().failure(problem.asException());
    }

    private static Problem withoutBody(Answer answer, Reason onNotFound) {
        int status = answer.status();
        if (status >= 500) {
            return Problem.of(Reason.FRONTU_UNAVAILABLE, "Frontu answered " + status + ".")
                    .retryAfter(RetryAfter.of(answer.headers()).orElse(AFTER_5XX));
        }
        return switch (status) {
            case 401 ->
                Problem.of(Reason.FRONTU_UNAUTHORIZED, "Frontu answered 401: the account's key is wrong or expired.");
            case 404 -> Problem.of(onNotFound, "Frontu answered 404.");
            case 429 ->
                Problem.of(Reason.QUOTA_EXHAUSTED, "Frontu answered 429: its limit is spent.")
                        .retryAfter(RetryAfter.of(answer.headers()).orElse(AFTER_429));
            default ->
                status >= 400
                        ? Problem.of(Reason.FRONTU_REFUSED, "Frontu answered " + status + "; see upstream.")
                        : Problem.of(
                                Reason.FRONTU_BAD_ANSWER, "Frontu answered " + status + ", which is not expected.");
        };
    }

    private static Uni<Map<String, Object>> quote(Answer answer) {
        if (isHtml(answer)) {
            answer.body().discard();
            return Uni.createFrom().item(upstream(answer, Optional.empty()));
        }
        return answer.body()
                .whole(QUOTED)
                .map(Answers::readable)
                .onFailure(ProblemException.class)
                .recoverWithItem(Optional.empty())
                .map(body -> upstream(answer, body));
    }

    private static Map<String, Object> upstream(Answer answer, Optional<Object> body) {
        var upstream = new LinkedHashMap<String, Object>();
        upstream.put("status", answer.status());
        body.ifPresent(value -> upstream.put("body", value));
        return upstream;
    }

    private static Optional<Object> readable(Buffer body) {
        var text = body.toString(StandardCharsets.UTF_8).strip();
        if (text.isEmpty() || text.startsWith("<")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.of(text);
        }
    }

    private static boolean isHtml(Answer answer) {
        var type = answer.headers().get("Content-Type");
        return type != null && type.strip().toLowerCase(Locale.ROOT).matches("(text/html|application/xhtml).*");
    }
}
