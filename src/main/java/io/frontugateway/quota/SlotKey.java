package io.frontugateway.quota;

import java.time.Duration;
import java.util.List;

/**
 * A slot's name in the ledger, in the form that the scripts expect: the id begins with the random boot id of the replica, so
 * that a process started anew can never write over what its predecessor holds. A slot that is held longer than others when
 * nobody settles it, because a body may flow first, says so at the end of its id: {@code +} and by how many milliseconds.
 *
 * @param id unique for ever
 * @param kind {@code k} for a slot kept for its client, {@code s} for a shared one
 * @param client whose it is
 */
record SlotKey(String id, String kind, String client) {
    /** Stands between the parts; no name in the settings holds it. */
    static final char SEPARATOR = '\u001f';

    private static final char LONGER = '+';

    static final String SHARED = "s";
    static final String KEPT = "k";

    /** The end of the id of a slot that is held for so much longer. */
    static String longer(Duration flows) {
        return flows.isZero() ? "" : "" + LONGER + flows.toMillis();
    }

    /** Milliseconds for which it is held beyond what others are. */
    long longer() {
        int at = id.lastIndexOf(LONGER);
        return at < 0 ? 0 : Long.parseLong(id.substring(at + 1));
    }

    /** The member of the sorted set. */
    String member() {
        return id + SEPARATOR + kind + SEPARATOR + client;
    }

    /** Both names that a slot can have whose grant was not heard of. */
    static List<SlotKey> either(String id, String client) {
        return List.of(new SlotKey(id, SHARED, client), new SlotKey(id, KEPT, client));
    }

    /** A name as the scripts can take it apart. */
    static String clean(String client) {
        return client.replace(SEPARATOR, '_');
    }
}
