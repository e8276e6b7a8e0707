package io.frontugateway.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one resource, and sees to it that no two have the same name on Frontu's side. */
final class FieldReader {
    static final Pattern CAMEL = Pattern.compile("[a-z][A-Za-z0-9]{0,99}");
    private static final Pattern FRONTU = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");

    private enum Access {
        BOTH,
        READ,
        WRITE
    }

    /** Answers null for a known resource, else what is wrong. */
    private final Function<String, @Nullable String> unknown;

    private final List<String> gone;
    private final Map<String, String> read = new HashMap<>();
    private final Map<String, String> written = new HashMap<>();

    FieldReader(Function<String, @Nullable String> unknown, List<String> gone) {
        this.unknown = unknown;
        this.gone = gone;
    }

    Field read(String name, Section section) {
        section.only(
                "type",
                "to",
                "frontu",
                "read",
                "write",
                "alsoRead",
                "required",
                "access",
                "ordered",
                "values",
                "source",
                "description");
        if (!CAMEL.matcher(name).matches()) {
            section.fault("the name of a field is in camelCase, for example plannedTime");
        }
        var type = section.choice("type", "a type", FieldType.STRING, FieldType.values());
        var access = section.choice("access", "an access", Access.BOTH, Access.values());
        var both = section.text("frontu", name);
        var field = new Field(
                name,
                section.text("read", both),
                section.text("write", both),
                section.texts("alsoRead"),
                type,
                relatesTo(section, type),
                section.flag("required", false),
                access != Access.WRITE,
                access != Access.READ,
                section.flag("ordered", false),
                section.texts("values"),
                section.source(),
                section.text("description", ""));
        check(section, field);
        return field;
    }

    private @Nullable String relatesTo(Section section, FieldType type) {
        var to = section.text("to");
        if (to == null) {
            return null;
        }
        if (type != FieldType.RELATION && type != FieldType.RELATIONS) {
            section.fault("to", "only a field of type relation or relations names a resource");
        }
        if (gone.contains(to) && !section.overridden("to")) {
            return null;
        }
        var fault = unknown.apply(to);
        if (fault != null) {
            section.fault("to", fault);
        }
        return to;
    }

    private void check(Section section, Field field) {
        if (field.required() && !field.writable()) {
            section.fault("required", "a field that cannot be written cannot be required");
        }
        if (!field.values().isEmpty() && !takesValues(field.type())) {
            section.fault("values", "only fields of type string, integer or number have a list of values");
        }
        if (field.readable()) {
            claim(section, field.readName(), field.name(), read, "read");
            field.alsoRead().forEach(also -> claim(section, also, field.name(), read, "alsoRead"));
        }
        if (field.writable()) {
            claim(section, field.writeName(), field.name(), written, "write");
        }
    }

    private static boolean takesValues(FieldType type) {
        return type == FieldType.STRING || type == FieldType.INTEGER || type == FieldType.NUMBER;
    }

    private static void claim(Section section, String frontu, String name, Map<String, String> taken, String how) {
        if (!FRONTU.matcher(frontu).matches()) {
            section.fault(how, "\"" + frontu + "\" is not a name of Frontu's; allowed: letters, digits, _ . -");
        }
        var other = taken.putIfAbsent(frontu, name);
        if (other != null) {
            section.fault(how, "Frontu's name \"" + frontu + "\" is also that of the field " + other);
        }
    }
}
