package io.frontugateway.api;

import java.util.ArrayList;
import java.util.List;

/** Splits header fields that are lists (RFC 9110, section 5.6.1). Takes any text, in time linear to its length. */
final class Elements {
    private Elements() {}

    /** The elements of all lines of a field, in order, without space around them; empty ones are left out. */
    static List<String> of(List<String> lines) {
        return of(lines, true);
    }

    /** The same of entity tags, in which a backslash is a character like any other (RFC 9110, section 8.8.3). */
    static List<String> ofTags(List<String> lines) {
        return of(lines, false);
    }

    private static List<String> of(List<String> lines, boolean escapes) {
        var elements = new ArrayList<String>();
        for (var line : lines) {
            split(line, ',', escapes, elements);
        }
        return elements;
    }

    /** The parts of one element, the first being its value and the others its parameters. */
    static List<String> parts(String element) {
        var parts = new ArrayList<String>();
        split(element, ';', true, parts);
        return parts;
    }

    /** A separator within a quoted string separates nothing. */
    private static void split(String text, char separator, boolean escapes, List<String> into) {
        var quoted = false;
        var from = 0;
        for (var at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            if (escapes && quoted && c == '\\') {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                add(text, from, at, into);
                from = at + 1;
            }
        }
        add(text, from, text.length(), into);
    }

    private static void add(String text, int from, int to, List<String> into) {
        var element = text.substring(from, to).strip();
        if (!element.isEmpty()) {
            into.add(element);
        }
    }
}
