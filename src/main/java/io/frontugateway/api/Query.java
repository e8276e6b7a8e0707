package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query parameters of a request, decoded, and the checks that hold for all of them. */
record Query(Map<String, List<String>> parameters) {
    /** More than any resource has; the rest is not even looked at. */
    private static final int MOST_PARAMETERS = 200;

    /** @throws ProblemException {@code invalid-parameter} when the query is not properly percent-encoded */
    static Query of(HttpServerRequest request) {
        try {
            var decoder = new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MOST_PARAMETERS, true);
            return new Query(decoder.parameters());
        } catch (IllegalArgumentException malformed) {
            throw new ProblemException(
                    Problem.of(Reason.INVALID_PARAMETER, "The query is not properly percent-encoded."));
        }
    }

    /** The value of a parameter that may be left out, but neither be empty nor repeated. */
    Optional<String> one(String name) {
        var values = parameters.get(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw invalid(name, "is given " + values.size() + " times; give it once.");
        }
        if (values.get(0).isEmpty()) {
            throw invalid(name, "is empty; give a value or leave it out.");
        }
        return Optional.of(values.get(0));
    }

    /** Refuses parameters that nothing here knows. */
    void allowOnly(Collection<String> names) {
        for (var name : parameters.keySet()) {
            if (!names.contains(name)) {
                var allowed = names.isEmpty() ? "there are none here." : "allowed: " + String.join(", ", names) + ".";
                throw invalid(name, "is not a parameter of this resource; " + allowed);
            }
        }
    }

    /** A refusal that names the parameter. */
    static ProblemException invalid(String name, String what) {
        var shown = name.length() <= 100 ? name : name.substring(0, 100) + "…";
        return Problem.of(Reason.INVALID_PARAMETER, "Parameter '" + shown + "' " + what)
                .with("parameter", shown)
                .asException();
    }
}
