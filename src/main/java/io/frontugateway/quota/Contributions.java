package io.frontugateway.quota;

import io.frontugateway.clients.Client;
import io.frontugateway.clients.Clients;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this replica tells the ledger with its heartbeat: the clients' shares, when they have changed here since they were last
 * told (so that during a rollout the newer ones stay), and what was saved. Used on the ledger's own context only.
 */
final class Contributions {
    private final Clients clients;
    private final Savings savings;
    private @Nullable Map<String, String> toldShares;

    Contributions(Clients clients, Savings savings) {
        this.clients = clients;
        this.savings = savings;
    }

    /**
     * One heartbeat's load.
     *
     * @param shares null when they have not changed
     */
    record Gift(@Nullable Map<String, String> shares, Map<String, Long> saved) {}

    Gift next() {
        var shares = shares();
        return new Gift(shares.equals(toldShares) ? null : shares, savings.take());
    }

    /** The heartbeat that carried it has been answered, or not. */
    void done(Gift gift, boolean arrived) {
        if (!arrived) {
            savings.putBack(gift.saved());
        } else if (gift.shares() != null) {
            toldShares = gift.shares();
        }
    }

    /** The ledger may have lost the shares: they are told again. */
    void tellAgain() {
        toldShares = null;
    }

    private Map<String, String> shares() {
        var shares = new HashMap<String, String>();
        for (var client : clients.all()) {
            shares.put(SlotKey.clean(client.name()), share(client.share()));
        }
        return shares;
    }

    private static String share(Client.Share share) {
        return share.weight() + " " + share.guaranteed() + " " + share.limit().orElse(-1);
    }
}
