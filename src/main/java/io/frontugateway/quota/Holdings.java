package io.frontugateway.quota;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What this replica holds in the ledger, so that it can enter it again after Redis has forgotten. Bounded by the limit: a
 * slot is forgotten when it has freed. Used on the ledger's own context only.
 */
final class Holdings {
    private final Map<String, HeldSlot> slots = new LinkedHashMap<>();

    void add(HeldSlot slot) {
        slots.put(slot.key().id(), slot);
    }

    void remove(HeldSlot slot) {
        slots.remove(slot.key().id());
    }

    /** Those that still count, after the others were forgotten. */
    List<HeldSlot> counting(long now, long window, long hold) {
        slots.values().removeIf(slot -> slot.left(now, window, hold) <= 0);
        return new ArrayList<>(slots.values());
    }
}
