package io.frontugateway.api;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a request prefers (RFC 7240), as far as the gateway honours it. What is malformed is passed over, as the RFC says. */
final class Preferences {
    private static final Pattern WAIT =
            Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=$|[,;])");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Preferences() {}

    /** {@code Prefer: wait=N}: how long the caller will wait; more than 60 seconds is taken as 60. */
    static Optional<Duration> longestWait(HttpServerRequest request) {
        if (!request.headers().contains("Prefer")) {
            return Optional.empty();
        }
        var wait = WAIT.matcher(String.join(",", request.headers().getAll("Prefer")));
        if (!wait.find()) {
            return Optional.empty();
        }
        var asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
        return Optional.of(asked.compareTo(LONGEST) > 0 ? LONGEST : asked);
    }
}
