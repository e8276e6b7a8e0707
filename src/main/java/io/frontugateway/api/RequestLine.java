package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Refuses a path or a query that is no URI, for example for a broken percent-encoding, before anything is made of it. The
 * framework would do the same with an empty answer; {@code vertx.disableURIValidation}, set by {@code ops.Main}, leaves it
 * to this.
 */
@ApplicationScoped
class RequestLine {
    void register(@Observes Filters filters) {
        filters.register(RequestLine::check, RequestId.BEFORE_ALL_OTHERS - 2);
    }

    private static void check(RoutingContext routing) {
        if (isUri(routing.request().uri())) {
            routing.next();
            return;
        }
        var problem = Problem.of(
                Reason.INVALID_PARAMETER,
                "The path or the query is not properly percent-encoded: a character that a URL cannot hold is written as"
                        + " % and two hexadecimal digits.");
        Responder.write(routing, Problems.answer(problem, routing));
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
