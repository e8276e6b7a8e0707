package io.frontugateway.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** Values of custom fields, by the definition of the field; never changed. */
record CustomValues(Map<Entity, String> byField) {
    /** A copy in which {@code changes} win and empty values are gone. */
    CustomValues merged(Map<Entity, String> changes) {
        Map<Entity, String> all = new LinkedHashMap<>(byField);
        all.putAll(changes);
        all.values().removeIf(String::isEmpty);
        return new CustomValues(all);
    }

    long revisions() {
        long sum = 0;
        for (Entity field : byField.keySet()) {
            sum += field.revision;
        }
        return sum;
    }
}
