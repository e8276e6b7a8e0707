package io.frontugateway.simulator;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns the members of a request into what a row keeps. */
final class Values {
    private final Store store;

    Values(Store store) {
        this.store = store;
    }

    /** The value to keep; null for an unset one. {@code before} is what the row holds now. */
    @Nullable
    Object read(Field field, @Nullable Object given, @Nullable Object before) throws Invalid {
        if (given == null || "".equals(given)) {
            return null;
        }
        return switch (field.kind()) {
            case TEXT -> scalar(given);
            case INTEGER -> integer(given);
            case NUMBER -> number(given);
            case FLAG -> flag(given);
            case TIME -> time(given);
            case RELATION, REFERENCE -> related(field, given);
            case CUSTOM_VALUES -> custom(field, given, (CustomValues) before);
            case ARRAY -> array(given);
        };
    }

    static boolean flag(Object given) throws Invalid {
        String text = given.toString();
        if (text.equals("true") || text.equals("1")) {
            return true;
        }
        if (text.equals("false") || text.equals("0") || text.isEmpty()) {
            return false;
        }
        throw new Invalid();
    }

    static String scalar(Object given) throws Invalid {
        if (given instanceof Map || given instanceof List) {
            throw new Invalid();
        }
        return given instanceof BigDecimal number ? number.toPlainString() : given.toString();
    }

    private static Object integer(Object given) throws Invalid {
        try {
            return new BigDecimal(scalar(given)).longValueExact();
        } catch (ArithmeticException | NumberFormatException notWhole) {
            throw new Invalid();
        }
    }

    private static Object number(Object given) throws Invalid {
        try {
            BigDecimal number = new BigDecimal(scalar(given));
            if (Math.abs(number.scale()) > 30 || number.precision() > 40) {
                throw new Invalid();
            }
            return number;
        } catch (NumberFormatException notANumber) {
            throw new Invalid();
        }
    }

    private static Object time(Object given) throws Invalid {
        OptionalLong second = Moments.parse(scalar(given));
        if (second.isEmpty()) {
            throw new Invalid();
        }
        return second.getAsLong();
    }

    private Entity related(Field field, Object given) throws Invalid {
        Entity entity = store.table(field.target()).find(scalar(given));
        if (entity == null) {
            throw new Invalid();
        }
        return entity;
    }

    private CustomValues custom(Field field, Object given, @Nullable CustomValues before) throws Invalid {
        Object parsed = given instanceof String text ? Bodies.value(text) : given;
        if (!(parsed instanceof Map<?, ?> map)) {
            throw new Invalid();
        }
        Map<Entity, String> changes = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Entity definition = store.table(field.target()).byGuid(String.valueOf(entry.getKey()));
            if (definition == null) {
                throw new Invalid();
            }
            Object value = entry.getValue();
            changes.put(definition, value == null ? "" : scalar(value));
        }
        return (before == null ? new CustomValues(Map.of()) : before).merged(changes);
    }

    private static Object array(Object given) throws Invalid {
        Object parsed = given instanceof String text ? Bodies.value(text) : given;
        if (!(parsed instanceof List)) {
            throw new Invalid();
        }
        return parsed;
    }

    /** A member that does not fit its field. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1;

        Invalid() {
            super("This value is not valid.", null, false, false);
        }
    }
}
