package io.frontugateway.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * One line a request, when it is over, under the category {@code io.frontugateway.access}: who asked for which resource, what
 * it was answered, how long that took and what it cost. Paths and queries are not in it, since they hold identifiers. In JSON
 * each fact is a member of {@code mdc} as well.
 */
@ApplicationScoped
class AccessLog {
    private static final Logger LOG = Logger.getLogger("io.frontugateway.access");

    void register(@Observes Filters filters) {
        filters.register(AccessLog::begin, RequestId.BEFORE_ALL_OTHERS - 1);
    }

    private static void begin(RoutingContext routing) {
        if (LOG.isInfoEnabled()) {
            var began = System.nanoTime();
            var notes = Notes.begin(routing);
            notes.whenOver(whole -> write(routing, notes, System.nanoTime() - began, whole));
            routing.addEndHandler(ended -> notes.over(ended.succeeded()));
        }
        routing.next();
    }

    private static void write(RoutingContext routing, Notes notes, long nanos, boolean whole) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("requestId", RequestId.of(routing));
        facts.put("method", routing.request().method().name());
        facts.putAll(notes.facts());
        facts.put("status", Integer.toString(routing.response().getStatusCode()));
        if (!whole) {
            facts.put("cut", "true");
        }
        facts.put("durationMs", millis(nanos));
        facts.put("upstreamRequests", Integer.toString(notes.spending().requests()));
        facts.put("waitMs", millis(notes.spending().waited().toNanos()));
        facts.forEach(MDC::put);
        try {
            LOG.info(line(facts));
        } finally {
            facts.keySet().forEach(MDC::remove);
        }
    }

    private static String line(Map<String, String> facts) {
        var line = new StringBuilder("request");
        facts.forEach((name, value) -> {
            // These two stand at the beginning of every line of the request anyway.
            if (!name.equals("requestId") && !name.equals("client")) {
                line.append(' ').append(name).append('=').append(value);
            }
        });
        return line.toString();
    }

    private static String millis(long nanos) {
        return Long.toString((nanos + 500_000) / 1_000_000);
    }
}
