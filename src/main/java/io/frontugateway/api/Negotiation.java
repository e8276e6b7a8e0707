package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.Set;

/** Whether the caller can take what is offered (RFC 9110, section 12.5.1). */
final class Negotiation {
    /** What nearly every program sends; there is nothing to weigh in it. */
    private static final Set<String> USUAL = Set.of("application/json", "*/*", "application/json, */*");

    private Negotiation() {}

    /** Refuses a request whose {@code Accept} rules out JSON. */
    static void demandJson(RoutingContext routing) {
        var field = routing.request().getHeader(HttpHeaders.ACCEPT);
        if (field == null || USUAL.contains(field)) {
            return;
        }
        var accepted = routing.parsedHeaders().accept();
        if (accepted.isEmpty()) {
            return;
        }
        // The most specific range that covers JSON decides, so that "application/json;q=0, */*" rules it out.
        var decisive = accepted.stream()
                .filter(range -> specificity(range) > 0)
                .max(Comparator.comparingInt(Negotiation::specificity));
        if (decisive.isEmpty() || decisive.get().weight() == 0) {
            throw Problem.of(Reason.NOT_ACCEPTABLE, "This is offered as application/json only; Accept rules it out.")
                    .asException();
        }
    }

    /** 3 for JSON itself, 2 for its family, 1 for anything, 0 for what is something else. */
    private static int specificity(MIMEHeader range) {
        // Only asking for the weight makes Vert.x parse the range.
        if (range.weight() < 0 || range.component() == null) {
            return 0;
        }
        if ("*".equals(range.component())) {
            return 1;
        }
        if (!"application".equalsIgnoreCase(range.component())) {
            return 0;
        }
        if ("*".equals(range.subComponent())) {
            return 2;
        }
        return "json".equalsIgnoreCase(range.subComponent()) ? 3 : 0;
    }
}
