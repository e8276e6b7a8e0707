package io.frontugateway.quota;

/**
 * The few slots that this replica may spend while it cannot reach the ledger. They stand in the ledger all the time: a replica
 * cannot tell "Redis is down" from "I am cut off", and what it spends on its own must be charged already. Used on the ledger's
 * own context only.
 */
final class Reserve {
    private int slots;
    private long renewed;

    /**
     * The ledger has renewed the lease.
     *
     * @param part how many slots are this replica's
     * @param sent monotonic time before the renewal was sent: the lease ends no later by this clock than by the ledger's
     */
    void renew(int part, long sent) {
        slots = part;
        renewed = sent;
    }

    /** Spends one of them, if there is one. */
    boolean spend(long now) {
        if (slots == 0 || now - renewed > Terms.LEASE.toNanos()) {
            return false;
        }
        slots--;
        return true;
    }
}
