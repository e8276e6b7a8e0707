package io.frontugateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the members of one JSON object of the admin interface and refuses what it does not know. */
final class Members {
    private final JsonObject json;
    private final String where;
    private final Set<String> known = new LinkedHashSet<>();

    Members(JsonObject json, String where) {
        this.json = json;
        this.where = where;
    }

    boolean flag(String name, boolean otherwise) throws BadSetting {
        Object value = take(name);
        return value == null ? otherwise : as(Boolean.class, name, value, "true or false");
    }

    long number(String name, long otherwise, long least, long most) throws BadSetting {
        Object value = take(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Integer || value instanceof Long)
                || ((Number) value).longValue() < least
                || ((Number) value).longValue() > most) {
            throw wrong(name, "a whole number from " + least + " to " + most);
        }
        return ((Number) value).longValue();
    }

    double rate(String name, double otherwise) throws BadSetting {
        Object value = take(name);
        if (value == null) {
            return otherwise;
        }
        double rate = as(Number.class, name, value, "a number from 0 to 1").doubleValue();
        if (!(rate >= 0 && rate <= 1)) {
            throw wrong(name, "a number from 0 to 1");
        }
        return rate;
    }

    @Nullable
    String text(String name) throws BadSetting {
        Object value = take(name);
        return value == null ? null : as(String.class, name, value, "a string");
    }

    <T> T choice(String name, List<T> choices, Function<T, String> spelling, @Nullable T otherwise) throws BadSetting {
        String value = text(name);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        for (T choice : choices) {
            if (spelling.apply(choice).equals(value)) {
                return choice;
            }
        }
        throw wrong(name, "one of " + choices.stream().map(spelling).toList());
    }

    List<String> texts(String name, List<String> otherwise) throws BadSetting {
        List<Object> values = array(name);
        if (values == null) {
            return otherwise;
        }
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(as(String.class, name, value, "an array of strings"));
        }
        return List.copyOf(texts);
    }

    /** The objects of an array, each as members of its own; none if it is absent. */
    List<Members> objects(String name) throws BadSetting {
        List<Object> values = array(name);
        List<Members> objects = new ArrayList<>();
        for (Object value : values == null ? List.of() : values) {
            objects.add(new Members(as(JsonObject.class, name, value, "an array of objects"), "in " + name));
        }
        return objects;
    }

    /** Refuses members that nobody has asked for. To be called last. */
    void done() throws BadSetting {
        for (String name : json.fieldNames()) {
            if (!known.contains(name)) {
                throw new BadSetting("unknown switch " + name + " " + where + "; there are " + known);
            }
        }
    }

    BadSetting wrong(String name, String expected) {
        return new BadSetting(name + " " + where + " has to be " + expected);
    }

    private @Nullable List<Object> array(String name) throws BadSetting {
        Object value = take(name);
        if (value == null) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        as(JsonArray.class, name, value, "an array").forEach(values::add);
        return values;
    }

    private @Nullable Object take(String name) {
        known.add(name);
        return json.getValue(name);
    }

    private <T> T as(Class<T> type, String name, @Nullable Object value, String expected) throws BadSetting {
        if (!type.isInstance(value)) {
            throw wrong(name, expected);
        }
        return type.cast(value);
    }

    /** A setting that is unknown or outside of what it may be; the message says which and what would do. */
    static final class BadSetting extends Exception {
        private static final long serialVersionUID = 1;

        BadSetting(String message) {
            super(message, null, false, false);
        }
    }
}
