package io.frontugateway.upstream;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After}: seconds, or a date, which is taken relative to the sender's own {@code Date}. */
public final class RetryAfter {
    /** The longest wait that is believed. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private RetryAfter() {}

    /** The wait that a head asks for, between zero and {@link #LONGEST}; empty if it names none that can be read. */
    public static Optional<Duration> of(MultiMap headers) {
        var value = headers.get("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        var wait = value.strip().matches("[0-9]{1,9}") ? seconds(value.strip()) : until(value, headers.get("Date"));
        return Optional.ofNullable(wait).map(RetryAfter::bounded);
    }

    private static Duration seconds(String digits) {
        return Duration.ofSeconds(Long.parseLong(digits));
    }

    private static @Nullable Duration until(String value, @Nullable String sendersNow) {
        var at = date(value);
        if (at == null) {
            return null;
        }
        var now = sendersNow == null ? null : date(sendersNow);
        return Duration.between(now == null ? Instant.now() : now, at);
    }

    private static @Nullable Instant date(String value) {
        try {
            return ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
