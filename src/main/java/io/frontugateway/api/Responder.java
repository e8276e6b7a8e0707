package io.frontugateway.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** Writes answers. The last step of every request of the api room. */
final class Responder {
    private static final Logger LOG = Logger.getLogger(Responder.class);

    private Responder() {}

    static void write(RoutingContext routing, Answer answer) {
        var response = routing.response();
        if (response.ended() || response.closed()) {
            letGo(answer);
            return;
        }
        response.setStatusCode(answer.status());
        response.headers().addAll(answer.headers());
        if (answer instanceof Answer.Streamed streamed) {
            stream(routing, response, streamed);
        } else if (answer instanceof Answer.Whole whole) {
            whole(routing, response, whole);
        }
    }

    private static void whole(RoutingContext routing, HttpServerResponse response, Answer.Whole answer) {
        if (answer.status() != 204 && answer.status() != 304) {
            response.putHeader("Content-Length", Integer.toString(answer.body().length()));
        }
        if (isHead(routing)) {
            response.end();
        } else {
            response.end(answer.body());
        }
    }

    /**
     * Pipes Frontu's body with back-pressure. When it breaks off the head has long been sent, so the connection is cut:
     * the only way left to tell the caller that what it has is not the whole.
     */
    private static void stream(RoutingContext routing, HttpServerResponse response, Answer.Streamed answer) {
        var body = answer.from().body();
        if (isHead(routing) || answer.status() == 304) {
            body.discard();
            response.end();
            return;
        }
        if (!response.headers().contains("Content-Length")) {
            response.setChunked(true);
        }
        body.stream().pipe().endOnFailure(false).to(response).onFailure(failure -> {
            LOG.debugf("A streamed answer broke off: %s", failure.getMessage());
            body.discard();
            response.reset();
        });
    }

    private static void letGo(Answer answer) {
        if (answer instanceof Answer.Streamed streamed) {
            streamed.from().body().discard();
        }
    }

    private static boolean isHead(RoutingContext routing) {
        return routing.request().method() == HttpMethod.HEAD;
    }
}
