package io.frontugateway.api;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads a moment that a caller gave as RFC 3339 date-time or as Unix seconds. */
final class UnixSeconds {
    /** The end of the year 9999, the last moment that RFC 3339 can spell. */
    private static final long LAST = 253_402_300_799L;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");

    /** A query turns the plus of an offset into a space when it was not percent-encoded. */
    private static final Pattern LOST_PLUS = Pattern.compile(" (?=\\d{2}:\\d{2}$)");

    static final String FORM = "an RFC 3339 date-time such as 2026-01-31T08:15:30Z, or Unix seconds, from 1970 to 9999";

    private UnixSeconds() {}

    /** Whole seconds, fractions cut; empty when the text is neither form or out of range. */
    static OptionalLong parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            return inRange(new BigDecimal(text).longValue());
        }
        try {
            var moment = OffsetDateTime.parse(LOST_PLUS.matcher(text).replaceFirst("+"));
            return inRange(moment.toEpochSecond());
        } catch (DateTimeException malformed) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong inRange(long seconds) {
        return seconds >= 0 && seconds <= LAST ? OptionalLong.of(seconds) : OptionalLong.empty();
    }
}
