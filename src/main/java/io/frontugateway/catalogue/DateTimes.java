package io.frontugateway.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Date-times between Frontu's form, {@code 2021-06-08T10:14:16+0000}, and RFC 3339 in UTC, {@code 2021-06-08T10:14:16Z}.
 * What is neither comes back as it is; so does a time without an offset, since nobody said where it is meant.
 */
public final class DateTimes {
    /** Length of {@code 2021-06-08T10:14:16}. */
    private static final int SECONDS = 19;
    /** More digits of a second than anyone has. */
    private static final int LONGEST = 64;

    private DateTimes() {}

    /** Whether a text is a date-time of either form, with its offset. */
    public static boolean isMoment(String text) {
        return moment(text) != null;
    }

    static JsonNode normalized(JsonNode value) {
        var moment = value.isTextual() ? moment(value.textValue()) : null;
        return moment == null ? value : TextNode.valueOf(moment.seconds + moment.fraction + "Z");
    }

    /** In Frontu's form, whose resolution is a second: a fraction is cut. */
    static JsonNode toFrontu(JsonNode value) {
        var moment = value.isTextual() ? moment(value.textValue()) : null;
        return moment == null ? value : TextNode.valueOf(moment.seconds + "+0000");
    }

    /**
     * A moment in UTC.
     *
     * @param seconds date and time to the second
     * @param fraction the fraction as it was written, with its point; empty for none
     */
    private record Moment(String seconds, String fraction) {}

    private static @Nullable Moment moment(String text) {
        if (text.length() <= SECONDS || text.length() > LONGEST || text.charAt(10) != 'T') {
            return null;
        }
        int end = fractionEnd(text);
        var offset = end < 0 ? null : offset(text, end);
        if (offset == null) {
            return null;
        }
        try {
            var seconds = text.substring(0, SECONDS);
            var local = LocalDateTime.parse(seconds, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            var utc = offset == 0 ? seconds : shifted(local, offset);
            return utc == null ? null : new Moment(utc, text.substring(SECONDS, end));
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static @Nullable String shifted(LocalDateTime local, int offset) {
        var utc = local.minusSeconds(offset);
        if (utc.getYear() < 0 || utc.getYear() > 9999) {
            return null;
        }
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(utc);
    }

    /** Where the offset begins; negative if there is a point without digits. */
    private static int fractionEnd(String text) {
        if (text.charAt(SECONDS) != '.') {
            return SECONDS;
        }
        int at = SECONDS + 1;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at > SECONDS + 1 ? at : -1;
    }

    /** Seconds east of UTC: {@code Z}, {@code +02:00}, {@code +0200} or {@code +02}; null if it is none of these. */
    private static @Nullable Integer offset(String text, int at) {
        int rest = text.length() - at;
        if (rest == 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
            return 0;
        }
        boolean colon = rest == 6 && text.charAt(at + 3) == ':';
        if (!colon && rest != 5 && rest != 3 || text.charAt(at) != '+' && text.charAt(at) != '-') {
            return null;
        }
        int hours = twoDigits(text, at + 1);
        int minutes = rest == 3 ? 0 : twoDigits(text, at + (colon ? 4 : 3));
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return null;
        }
        int seconds = hours * 3600 + minutes * 60;
        return text.charAt(at) == '-' ? -seconds : seconds;
    }

    private static int twoDigits(String text, int at) {
        char tens = text.charAt(at);
        char ones = text.charAt(at + 1);
        return isDigit(tens) && isDigit(ones) ? (tens - '0') * 10 + ones - '0' : -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
