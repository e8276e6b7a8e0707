package io.frontugateway.reads;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** Words for what stands in a document, without its values. */
final class JsonKinds {
    private static final int NAMES_TOLD = 5;
    private static final int NAME_LENGTH_TOLD = 40;

    private JsonKinds() {}

    /** What begins with this token, with its article. */
    static String of(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }

    /** Keeps a name to be told of later, if it is one of the first. */
    static void note(String name, Collection<String> names) {
        if (names.size() < NAMES_TOLD) {
            names.add(name.substring(0, Math.min(name.length(), NAME_LENGTH_TOLD)));
        }
    }

    /** The first of some names, cut to a bearable length. */
    static List<String> firstNames(Iterator<String> all) {
        List<String> names = new ArrayList<>();
        all.forEachRemaining(name -> note(name, names));
        return names;
    }

    /** The names of an object's members, as the end of a sentence; empty if there are none. */
    static String members(Collection<String> names) {
        return names.isEmpty() ? "" : "; it has the members " + String.join(", ", names);
    }
}
