package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The header {@code Idempotency-Key}: a string, bare or quoted, of up to 255 characters. */
final class IdempotencyKey {
    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;

    private IdempotencyKey() {}

    /**
     * The key; null where none is sent.
     *
     * @throws ProblemException {@code invalid-parameter}
     */
    static @Nullable String of(HttpServerRequest request) {
        var sent = request.headers().getAll(HEADER);
        if (sent.isEmpty()) {
            return null;
        }
        if (sent.size() > 1) {
            throw invalid("is given " + sent.size() + " times; give it once.");
        }
        var key = unquoted(sent.get(0).strip());
        if (key.isEmpty() || key.length() > LONGEST) {
            throw invalid("has " + key.length() + " characters; it must have 1 to " + LONGEST + ".");
        }
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw invalid("holds a control character.");
        }
        return key;
    }

    /** A quoted string has its quotes and backslashes escaped (RFC 8941, section 3.3.3). */
    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\([\"\\\\])", "$1") : text;
    }

    private static ProblemException invalid(String what) {
        return Problem.of(Reason.INVALID_PARAMETER, "The header " + HEADER + " " + what)
                .with("parameter", HEADER)
                .asException();
    }
}
