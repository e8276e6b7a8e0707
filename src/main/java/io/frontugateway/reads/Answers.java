package io.frontugateway.reads;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** Stands in for {@code upstream.Answers}, with the same signatures, until that is there. */
final class Answers {
    private Answers() {}

    static Uni<Reply.Answer> expectSuccess(Reply reply, Reason onNotFound) {
        if (reply instanceof Reply.Answer answer) {
            return answer.isSuccess() ? Uni.createFrom().item(answer) : refuse(answer, onNotFound);
        }
        return Uni.createFrom().failure(((Reply.Failed) reply).problem().asException());
    }

    static Uni<Reply.Answer> expectDocument(Reply reply, Reason onNotFound) {
        return expectSuccess(reply, onNotFound).chain(Answers::refuseHtml);
    }

    private static Uni<Reply.Answer> refuse(Reply.Answer answer, Reason onNotFound) {
        answer.body().discard();
        int status = answer.status();
        var reason = status >= 500
                ? Reason.FRONTU_UNAVAILABLE
                : status < 400 ? Reason.FRONTU_BAD_ANSWER : Reason.FRONTU_REFUSED;
        reason = switch (status) {
            case 401 -> Reason.FRONTU_UNAUTHORIZED;
            case 404 -> onNotFound;
            case 429 -> Reason.QUOTA_EXHAUSTED;
            default -> reason;
        };
        var problem = Problem.of(reason, "Frontu answered " + status).with("upstream", Map.of("status", status));
        return Uni.createFrom().failure(problem.asException());
    }

    private static Uni<Reply.Answer> refuseHtml(Reply.Answer answer) {
        var type = answer.headers().get("Content-Type");
        if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith("text/html")) {
            return Uni.createFrom().item(answer);
        }
        answer.body().discard();
        return Uni.createFrom().failure(BadAnswer.because("is HTML, not JSON"));
    }
}
