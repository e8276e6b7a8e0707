package io.frontugateway.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads single values as a type; a value that cannot be read so comes back as it is. */
final class Scalars {
    /** As many digits as a JSON number may have. */
    private static final int LONGEST = 1000;
    /** Beyond it a number of a few characters could stand for gigabytes of digits. */
    private static final int LARGEST_EXPONENT = 1000;

    private Scalars() {}

    /** A number becomes its digits: Frontu converts scalars as it likes. */
    static JsonNode text(JsonNode value) {
        return value.isNumber() ? TextNode.valueOf(value.asText()) : value;
    }

    static JsonNode flag(JsonNode value) {
        if (value.isTextual()) {
            switch (value.textValue()) {
                case "1":
                case "true":
                    return BooleanNode.TRUE;
                case "0":
                case "false":
                    return BooleanNode.FALSE;
                default:
                    return value;
            }
        }
        if (value.isInt()) {
            return value.intValue() == 1 ? BooleanNode.TRUE : value.intValue() == 0 ? BooleanNode.FALSE : value;
        }
        return value;
    }

    static JsonNode integer(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        var text = value.textValue();
        return new Digits(text).isInteger() ? whole(text) : value;
    }

    static JsonNode number(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        var text = value.textValue();
        var digits = new Digits(text);
        if (digits.isInteger()) {
            return whole(text);
        }
        return digits.isNumber() ? DecimalNode.valueOf(new BigDecimal(text)) : value;
    }

    private static JsonNode whole(String text) {
        if (text.length() > 18) {
            return BigIntegerNode.valueOf(new BigInteger(text));
        }
        long number = Long.parseLong(text);
        return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
    }

    /** Follows JSON's grammar of a number, which is stricter than Java's. */
    private static final class Digits {
        private final String text;
        private int at;

        Digits(String text) {
            this.text = text.length() <= LONGEST ? text : "";
        }

        boolean isInteger() {
            at = 0;
            return whole() && at == text.length();
        }

        boolean isNumber() {
            at = 0;
            return whole() && fraction() && exponent() && at == text.length();
        }

        private boolean whole() {
            skip('-', '-');
            int begin = at;
            return digits() && (text.charAt(begin) != '0' || at == begin + 1);
        }

        private boolean fraction() {
            return !skip('.', '.') || digits();
        }

        private boolean exponent() {
            if (!skip('e', 'E')) {
                return true;
            }
            skip('+', '-');
            int begin = at;
            return digits() && at - begin <= 4 && Integer.parseInt(text.substring(begin, at)) <= LARGEST_EXPONENT;
        }

        private boolean digits() {
            int begin = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            return at > begin;
        }

        private boolean skip(char one, char other) {
            if (at < text.length() && (text.charAt(at) == one || text.charAt(at) == other)) {
                at++;
                return true;
            }
            return false;
        }
    }
}
