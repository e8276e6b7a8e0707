package io.frontugateway.simulator;

import java.util.Locale;
import java.util.Map;

/** The form in which an answer says when to come again. */
enum RetryAfter {
    NONE,
    SECONDS,
    DATE;

    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    Map<String, String> header(long seconds) {
        return switch (this) {
            case NONE -> Map.of();
            case SECONDS -> Map.of("Retry-After", Long.toString(seconds));
            case DATE -> Map.of("Retry-After", Moments.http(System.currentTimeMillis() / 1000 + seconds));
        };
    }
}
