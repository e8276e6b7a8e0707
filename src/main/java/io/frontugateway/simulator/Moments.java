package io.frontugateway.simulator;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;

/** Frontu's form of a date-time: {@code 2021-06-08T10:14:16+0000}. */
final class Moments {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx");
    private static final DateTimeFormatter HTTP = DateTimeFormatter.RFC_1123_DATE_TIME;

    private Moments() {}

    static String text(long unixSeconds) {
        return FORM.format(Instant.ofEpochSecond(unixSeconds).atOffset(ZoneOffset.UTC));
    }

    static String http(long unixSeconds) {
        return HTTP.format(Instant.ofEpochSecond(unixSeconds).atOffset(ZoneOffset.UTC));
    }

    /** Unix seconds of a date-time with a zone, with or without a colon in it; empty if it is none. */
    static OptionalLong parse(String text) {
        try {
            DateTimeFormatter form = text.endsWith("Z") || text.lastIndexOf(':') > text.length() - 5
                    ? DateTimeFormatter.ISO_OFFSET_DATE_TIME
                    : FORM;
            return OptionalLong.of(OffsetDateTime.parse(text, form).toEpochSecond());
        } catch (DateTimeException notADate) {
            return OptionalLong.empty();
        }
    }
}
