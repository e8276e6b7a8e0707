package io.frontugateway.reads;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads the member {@code next_page}, which comes as a number, as digits in a text, or as one of several nothings. */
final class NextPage {
    private NextPage() {}

    /** The page number; 0 for null, false and an empty text. Below 0 and beyond what a page number can be: as it stands. */
    static long read(JsonToken token, JsonParser parser) {
        try {
            return switch (token) {
                case VALUE_NULL, VALUE_FALSE -> 0;
                case VALUE_NUMBER_INT -> parser.getLongValue();
                case VALUE_STRING -> digits(parser.getText().strip());
                default -> throw unreadable(token);
            };
        } catch (IOException | NumberFormatException e) {
            throw unreadable(token);
        }
    }

    private static long digits(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static RuntimeException unreadable(JsonToken token) {
        return BadAnswer.because("has %s in \"next_page\" that is no page number".formatted(JsonKinds.of(token)));
    }
}
