package io.frontugateway.simulator;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request under {@code /client/api/v2}, with what is known of it so far. */
final class Exchange {
    final HttpServerRequest request;
    final String method;
    /** Path below {@code /client/api/v2}, beginning with a slash. */
    final String path;

    final Recorder.Arrival arrival;
    byte[] body = new byte[0];
    Submission submission = Submission.EMPTY;

    private @Nullable MultiMap parameters;

    Exchange(HttpServerRequest request, String path, Recorder.Arrival arrival) {
        this.request = request;
        this.method = request.method().name();
        this.path = path;
        this.arrival = arrival;
    }

    /** A query parameter; null if it is absent or empty. */
    @Nullable
    String parameter(String name) {
        if (request.query() == null) {
            return null;
        }
        if (parameters == null) {
            parameters = request.params();
        }
        String value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** A parameter of digits only; anything else counts as absent, as in the reference. */
    long digits(String name, long otherwise) {
        String value = parameter(name);
        return value != null && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(value)
                : otherwise;
    }

    boolean isPost() {
        return method.equals("POST");
    }

    /** Whether the caller takes compressed documents. */
    boolean acceptsGzip() {
        return Objects.requireNonNullElse(request.getHeader("Accept-Encoding"), "")
                .contains("gzip");
    }
}
