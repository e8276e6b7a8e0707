package io.frontugateway.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Gives every request an id, answers with it and puts it on every log line: the caller's own, if it is sane, so that one
 * id can be followed through several services.
 */
@ApplicationScoped
class RequestId {
    static final String HEADER = "X-Request-Id";

    /** Late ids would miss the answers of the filters before, so this one runs first. */
    static final int BEFORE_ALL_OTHERS = 10_000;

    private static final String KEY = "requestId";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._~:/+=@-]{1,128}");

    void register(@Observes Filters filters) {
        filters.register(RequestId::identify, BEFORE_ALL_OTHERS);
    }

    /** The id of the request. */
    static String of(RoutingContext routing) {
        return routing.get(KEY, "");
    }

    private static void identify(RoutingContext routing) {
        var offered = routing.request().getHeader(HEADER);
        var id = offered != null && SANE.matcher(offered).matches() ? offered : random();
        routing.put(KEY, id);
        MDC.put(KEY, id);
        routing.response().putHeader(HEADER, id);
        routing.next();
    }

    /** It need not be hard to guess, so it need not wait for the one source of secrets that all threads share. */
    private static String random() {
        var random = ThreadLocalRandom.current();
        var version4 = random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
        var variant2 = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(version4, variant2).toString();
    }
}
