package io.frontugateway.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.catalogue.Normalizer;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Operation.Verbatim;
import io.frontugateway.upstream.Answers;
import io.frontugateway.upstream.Departure;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Reply.Answer;
import io.frontugateway.upstream.Reply.Failed;
import io.frontugateway.upstream.Reply.Sent;
import io.frontugateway.upstream.RetryAfter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Frontu's answer, or the lack of one, means for a write. */
final class Judge {
    /** The largest answer that is kept; of a larger one only the fact that it was a success. */
    private static final long MAX_ANSWER = 1024 * 1024;

    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final Catalogue catalogue;
    private final AccountKeys keys;
    private final KeyProbe probe;

    Judge(Catalogue catalogue, AccountKeys keys, KeyProbe probe) {
        this.catalogue = catalogue;
        this.keys = keys;
        this.probe = probe;
    }

    Uni<Verdict> of(String account, Claim claim, Reply reply, Departure departure) {
        return judge(account, claim, reply, departure).map(verdict -> inOutage(verdict, departure));
    }

    /** The verdict on a call that may have been made during an outage. */
    static Verdict inOutage(Verdict verdict, Departure departure) {
        return verdict instanceof Verdict.Failed failed && departure.wasInOutage() ? failed.inOutage() : verdict;
    }

    private Uni<Verdict> judge(String account, Claim claim, Reply reply, Departure departure) {
        if (reply instanceof Failed failed) {
            return item(failed(claim, failed, departure));
        }
        var answer = (Answer) reply;
        if (answer.isSuccess()) {
            return success(claim, answer);
        }
        return claim.lead().verbatim()
                ? whole(answer).chain(body -> refused(account, claim, answer, bare(answer), verbatim(answer, body)))
                : Answers.problemOf(answer, Reason.FRONTU_REFUSED)
                        .chain(problem -> refused(account, claim, answer, problem, null));
    }

    private static Verdict failed(Claim claim, Failed failed, Departure departure) {
        if (failed.sent() == Sent.NOT_TRIED) {
            return unsent(failed.problem());
        }
        if (failed.sent() == Sent.TOO_LATE || (!departure.hasLeft() && !departure.mayLeave())) {
            return new Verdict.Unsent("", Duration.ZERO);
        }
        return failed(claim, failed.problem(), Optional.empty(), failed.sent() == Sent.PERHAPS);
    }

    /** @param asked Frontu's {@code Retry-After} */
    private static Verdict failed(Claim claim, Problem problem, Optional<Duration> asked, boolean open) {
        if (open && !claim.lead().repeatable()) {
            return new Verdict.Unknown(problem, null);
        }
        return new Verdict.Failed(problem, Backoff.after(claim.lead().attempts(), asked), open, true);
    }

    /** The gateway held it back: the quota, the breaker, or too much under way. */
    static Verdict unsent(Problem problem) {
        var why = switch (problem.reason()) {
            case QUOTA_EXHAUSTED, STORE_UNAVAILABLE -> "quota";
            case FRONTU_UNAVAILABLE -> "breaker";
            default -> "";
        };
        var wait = problem.retryAfter();
        return new Verdict.Unsent(why, wait == null ? A_WHILE : wait);
    }

    private Uni<Verdict> success(Claim claim, Answer answer) {
        return answer.body()
                .whole(MAX_ANSWER)
                .map(Optional::of)
                // The head said that it was done; a body that breaks off or is too large does not undo that.
                .onFailure()
                .recoverWithItem(Optional.empty())
                .map(body -> body.map(read -> done(claim, answer, read)).orElseGet(Judge::doneWithoutResult));
    }

    private static Verdict doneWithoutResult() {
        return new Verdict.Done("", Learned.NOTHING, null);
    }

    private Verdict done(Claim claim, Answer answer, Buffer body) {
        var write = claim.lead();
        var verbatim = write.verbatim() ? verbatim(answer, body) : null;
        var json = json(body);
        if (json == null && body.length() > 0 && !write.verbatim()) {
            // A login form or an error page with the status of a success: nobody knows.
            var problem = Problem.of(Reason.FRONTU_BAD_ANSWER, "Frontu's answer to a write is no JSON.");
            return failed(claim, problem, Optional.empty(), true);
        }
        if (json instanceof ObjectNode object) {
            var entity = catalogue
                    .find(write.resource())
                    .<JsonNode>map(type -> Normalizer.toNormalized(type, object))
                    .orElse(object);
            return new Verdict.Done(entity.toString(), Learned.from(entity), verbatim);
        }
        return new Verdict.Done(json == null ? "" : json.toString(), Learned.NOTHING, verbatim);
    }

    private Uni<Verdict> refused(
            String account, Claim claim, Answer answer, Problem problem, @Nullable Verbatim verbatim) {
        int status = answer.status();
        var asked = RetryAfter.of(answer.headers());
        if (status >= 500) {
            // Behind a proxy's 502 and 504 the request may still be under way; after another 5xx it is not.
            boolean open = status == 502 || status == 504;
            return item(
                    claim.lead().repeatable()
                            ? failed(claim, problem, asked, open)
                            : new Verdict.Unknown(problem, verbatim));
        }
        return switch (status) {
            case 401 -> item(keyRefused(account, status));
            case 429 -> item(failed(claim, problem, asked, false));
            case 403 -> refusal(account, claim, status, problem, verbatim);
            default ->
                item(status >= 400 ? new Verdict.Refused(problem, verbatim) : failed(claim, problem, asked, true));
        };
    }

    /** The problem of an answer that is kept as it came, and so need not be quoted. */
    private static Problem bare(Answer answer) {
        var reason = answer.status() >= 500 ? Reason.FRONTU_UNAVAILABLE : Reason.FRONTU_REFUSED;
        var problem = Problem.of(reason, "Frontu answered " + answer.status() + ".");
        return RetryAfter.of(answer.headers()).map(problem::retryAfter).orElse(problem);
    }

    /** A refusal; a 403 only where one cheap read with the same key is not refused as well. */
    Uni<Verdict> refusal(String account, Claim claim, int status, Problem problem) {
        return refusal(account, claim, status, problem, null);
    }

    private Uni<Verdict> refusal(
            String account, Claim claim, int status, Problem problem, @Nullable Verbatim verbatim) {
        if (status != 403) {
            return item(new Verdict.Refused(problem, verbatim));
        }
        return probe.ask(account, claim.lead().client()).map(said -> switch (said) {
            case TAKEN -> new Verdict.Refused(problem, verbatim);
            case REFUSED -> keyRefused(account, status);
            case UNCLEAR -> failed(claim, problem, Optional.empty(), false);
        });
    }

    Verdict keyRefused(String account, int status) {
        return new Verdict.KeyRefused(status, keys.fingerprint(account));
    }

    private static Uni<Buffer> whole(Answer answer) {
        return answer.body().whole(MAX_ANSWER).onFailure().recoverWithItem(Buffer.buffer());
    }

    private static Verbatim verbatim(Answer answer, Buffer body) {
        return new Verbatim(answer.status(), answer.headers().get("Content-Type"), body);
    }

    private static @Nullable JsonNode json(Buffer body) {
        try {
            var json = ExactJson.ANSWERS.readTree(body.getBytes());
            return json == null || json.isMissingNode() ? null : json;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static Uni<Verdict> item(Verdict verdict) {
        return Uni.createFrom().item(verdict);
    }
}
