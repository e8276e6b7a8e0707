package io.frontugateway.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the parameters of a request ask of a row; all have to hold. */
final class Filters {
    private final long version;
    private final long versionTo;
    private final boolean inclusive;
    private final boolean hideArchived;
    private final Map<String, String> fields = new LinkedHashMap<>();

    Filters(EntityType type, Exchange exchange, ListSwitches how) {
        this.version = exchange.digits("version", 0);
        this.versionTo = type.upTo ? exchange.digits("versionTo", 0) : 0;
        this.inclusive = how.inclusiveVersion();
        this.hideArchived = how.hideArchived();
        for (String name : type.filters) {
            String value = exchange.parameter(name);
            if (value != null && !name.equals("task")) {
                fields.put(name, value);
            }
        }
    }

    boolean admit(Row row) {
        return admitVersion(row) && admitFields(row);
    }

    /** {@code version} is strict unless switched; {@code versionTo} is strict, and 0 means no bound. */
    boolean admitVersion(Row row) {
        return (inclusive ? row.version >= version : row.version > version)
                && (versionTo == 0 || row.version < versionTo)
                && !(hideArchived && row.deleted);
    }

    private boolean admitFields(Row row) {
        for (Map.Entry<String, String> wanted : fields.entrySet()) {
            if (!matches(row, wanted.getKey(), wanted.getValue())) {
                return false;
            }
        }
        return true;
    }

    static boolean matches(Row row, String name, String wanted) {
        return switch (name) {
            case "guid" -> wanted.equals(row.entity.guid);
            case "systemId" -> wanted.equals(row.systemId);
            case "status" -> isOneOf(row, name, wanted);
            default -> same(row.get(name), wanted);
        };
    }

    /** Whether a field has one of the values, which commas separate. */
    static boolean isOneOf(Row row, String field, String values) {
        String value = Objects.toString(row.get(field));
        for (String each : values.split(",", -1)) {
            if (each.strip().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(@Nullable Object value, String wanted) {
        if (value instanceof Boolean flag) {
            return wanted.equals(flag ? "1" : "0") || wanted.equals(flag.toString());
        }
        return value == null ? false : value.toString().equals(wanted);
    }
}
