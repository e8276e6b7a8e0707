package io.frontugateway.api;

import io.frontugateway.cache.Coding;
import io.frontugateway.cache.Provenance;
import io.frontugateway.upstream.Spans;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** Writes answers. The last step of every request of the api room. */
final class Responder {
    private static final Logger LOG = Logger.getLogger(Responder.class);
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

    private Responder() {}

    static void write(RoutingContext routing, Answer answer) {
        var response = routing.response();
        if (response.ended() || response.closed()) {
            letGo(answer);
            return;
        }
        response.setStatusCode(answer.status());
        response.headers().set(HttpHeaders.DATE, HttpDate.now());
        RateHeaders.add(response.headers());
        if (answer instanceof Answer.Document document) {
            document(routing, response, document);
        } else if (answer instanceof Answer.Unchanged unchanged) {
            note(routing, unchanged.answered().provenance().result());
            Freshness.tell(unchanged.answered(), unchanged.etag(), response.headers());
            response.end();
        } else if (answer instanceof Answer.Streamed streamed) {
            tell(streamed.headers(), response);
            stream(routing, response, streamed);
        } else if (answer instanceof Answer.Whole whole) {
            tell(whole.headers(), response);
            whole(routing, response, whole);
        }
    }

    /** Its own date counts where an answer has one. */
    private static void tell(MultiMap headers, HttpServerResponse response) {
        if (headers.contains(HttpHeaders.DATE)) {
            response.headers().remove(HttpHeaders.DATE);
        }
        response.headers().addAll(headers);
    }

    /** The form's bytes go to the socket as they are, however many ask for them. */
    private static void document(RoutingContext routing, HttpServerResponse response, Answer.Document answer) {
        var form = answer.form();
        note(routing, answer.answered().provenance().result());
        var headers = response.headers();
        Freshness.tell(answer.answered(), form.etag(), headers);
        answer.fields().forEach(field -> headers.add(field.getKey(), field.getValue()));
        headers.set(HttpHeaders.CONTENT_TYPE, answer.contentType());
        headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(form.length()));
        if (form.coding() == Coding.GZIP) {
            headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        if (isHead(routing)) {
            response.end();
        } else {
            response.end(form.bytes());
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
            // A response that is reset tells nobody that it has ended.
            Notes.of(routing).over(false);
        });
    }

    private static void letGo(Answer answer) {
        if (answer instanceof Answer.Streamed streamed) {
            streamed.from().body().discard();
        }
    }

    /** Tells log and trace of a request how its read was answered. */
    static void note(RoutingContext routing, Provenance.Result result) {
        Notes.of(routing).cache(result.word());
        Span.current().setAttribute(Spans.CACHE_RESULT, result.word());
    }

    private static boolean isHead(RoutingContext routing) {
        return routing.request().method() == HttpMethod.HEAD;
    }
}
