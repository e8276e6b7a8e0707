package io.frontugateway.simulator;

import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Frontu's key: as a Bearer header or as the parameter {@code access_token}, never both. */
final class Access {
    private static final String BEARER = "Bearer ";

    private Access() {}

    /** Null if the request may pass, else the answer that turns it away. */
    @Nullable
    static Answer check(HttpServerRequest request, @Nullable String parameter, Switches switches) {
        String header = request.getHeader("Authorization");
        String bearer = header != null && header.startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : null;
        if (bearer != null && parameter != null) {
            return Answers.oauth(400, "invalid_request", "Give the access token in one place only.");
        }
        String key = bearer != null ? bearer : parameter;
        if (key == null) {
            return challenge("access_denied", "OAuth2 authentication required");
        }
        return switches.apiKeys().contains(key)
                ? null
                : challenge("invalid_grant", "The access token provided is invalid.");
    }

    private static Answer challenge(String error, String description) {
        return Answers.oauth(401, error, description)
                .with(Map.of("WWW-Authenticate", "Bearer realm=\"Service\", error=\"" + error + "\""));
    }
}
