package io.frontugateway.quota;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what was served without Frontu: reads answered from what is kept, and writes merged into others. Shown as {@code
 * saved} by {@code GET /v1/quota}, over all replicas. Safe for use by any thread.
 */
public final class Savings {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    /** One request less for Frontu, on behalf of a client. */
    public void count(String client) {
        counts.merge(SlotKey.clean(client), 1L, Long::sum);
    }

    /** What has been counted since this was last asked. */
    Map<String, Long> take() {
        var taken = new HashMap<String, Long>();
        for (var client : counts.keySet()) {
            var count = counts.remove(client);
            if (count != null) {
                taken.put(client, count);
            }
        }
        return taken;
    }

    /** Counts again what could not be told. */
    void putBack(Map<String, Long> taken) {
        taken.forEach((client, count) -> counts.merge(client, count, Long::sum));
    }
}
