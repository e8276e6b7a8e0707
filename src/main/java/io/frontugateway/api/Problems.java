package io.frontugateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.redis.StoreUnavailable;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Problems as HTTP: {@code application/problem+json} (RFC 9457), with the fields of the head that belong to the case. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    /** When nobody knows how long Frontu will be away. */
    private static final Duration UNAVAILABLE = Duration.ofSeconds(5);

    private Problems() {}

    /** The answer that tells the problem; on the passthrough with the members that Frontu's own errors have. */
    static Answer answer(Problem problem, RoutingContext routing) {
        var reason = problem.reason();
        var headers = Answer.headers("Content-Type", "application/problem+json").add("Cache-Control", "no-store");
        if (reason == Reason.UNAUTHENTICATED) {
            headers.add("WWW-Authenticate", "Bearer realm=\"frontu-gateway\"");
        }
        retryAfter(problem, headers);
        return new Answer.Whole(reason.status(), headers, Json.bytes(document(problem, routing)));
    }

    /** What a failure means to the caller. What is no problem is a bug: logged here, once, and not explained. */
    static Problem of(Throwable failure) {
        if (failure instanceof ProblemException refusal) {
            return refusal.problem();
        }
        if (failure instanceof StoreUnavailable) {
            return Problem.of(Reason.STORE_UNAVAILABLE, "The shared store does not answer.")
                    .retryAfter(Duration.ofSeconds(1));
        }
        if (failure instanceof HttpException http && http.getStatusCode() == 400) {
            return Problem.of(Reason.INVALID_PARAMETER, "The request line is not properly encoded.");
        }
        if (failure instanceof HttpException http && http.getStatusCode() == 413) {
            return Problem.of(Reason.TOO_LARGE, "The body is larger than what is accepted here.");
        }
        LOG.error("A request failed unexpectedly", failure);
        return Problem.of(Reason.INTERNAL, "The request could not be served. The log has more under this request id.");
    }

    /** The problem of something that is no request of its own: of an operation, or of an item of a batch. */
    static ObjectNode document(Problem problem) {
        var document = beginning(problem);
        problem.members().forEach((name, value) -> document.set(name, Json.tree(value)));
        return document;
    }

    private static ObjectNode document(Problem problem, RoutingContext routing) {
        var id = RequestId.of(routing);
        var document = beginning(problem)
                .put("instance", "urn:frontu-gateway:request:" + id)
                .put("requestId", id);
        problem.members().forEach((name, value) -> document.set(name, Json.tree(value)));
        if (PassthroughApi.serves(routing)) {
            document.put("code", problem.reason().status()).put("message", problem.detail());
        }
        return document;
    }

    private static ObjectNode beginning(Problem problem) {
        var reason = problem.reason();
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", reason.type().toString())
                .put("title", reason.title())
                .put("status", reason.status())
                .put("detail", problem.detail());
    }

    /** Whole seconds, rounded up, since asking a little early fails again. */
    private static void retryAfter(Problem problem, MultiMap headers) {
        var wait = problem.retryAfter() == null && problem.reason() == Reason.FRONTU_UNAVAILABLE
                ? UNAVAILABLE
                : problem.retryAfter();
        if (wait != null) {
            headers.add("Retry-After", Long.toString(Math.max(1, ceilingSeconds(wait))));
        }
    }

    private static long ceilingSeconds(Duration wait) {
        return wait.plusNanos(999_999_999).toSeconds();
    }
}
