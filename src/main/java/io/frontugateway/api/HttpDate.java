package io.frontugateway.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} of answers (RFC 9110), written once a second however many there are. */
final class HttpDate {
    /** Java's own form of RFC 1123 writes the days 1 to 9 with one digit, HTTP wants two. */
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private static volatile HttpDate last = new HttpDate(0);

    private final long second;
    private final String text;

    private HttpDate(long second) {
        this.second = second;
        this.text = FORM.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
    }

    /** Now. */
    static String now() {
        long second = System.currentTimeMillis() / 1000;
        var known = last;
        if (known.second != second) {
            known = new HttpDate(second);
            last = known;
        }
        return known.text;
    }
}
