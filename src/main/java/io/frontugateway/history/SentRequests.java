package io.frontugateway.history;

import io.frontugateway.upstream.Priority;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Counts requests to Frontu by client and class until they are told. Safe for use by any thread. */
@Singleton
public final class SentRequests {
    private final Map<String, Map<Priority, Long>> counts = new HashMap<>();

    /** One request more. */
    synchronized void count(String client, Priority priority) {
        counts.computeIfAbsent(client, name -> new EnumMap<>(Priority.class)).merge(priority, 1L, Long::sum);
    }

    /** What was counted since this was last asked. */
    synchronized Map<String, Long> take() {
        var taken = new HashMap<String, Long>();
        counts.forEach((client, classes) -> classes.forEach((priority, count) ->
                taken.put(Fields.sent(priority.name().toLowerCase(Locale.ROOT), client), count)));
        counts.clear();
        return taken;
    }
}
