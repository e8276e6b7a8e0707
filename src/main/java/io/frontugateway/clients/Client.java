package io.frontugateway.clients;

import java.util.List;
import java.util.OptionalInt;

/**
 * One internal service that calls the gateway.
 *
 * @param name its name in configuration, logs and metrics; never a secret
 * @param accounts the Frontu accounts it may use, its own first; never empty
 * @param permissions what it may do
 * @param share what it may take of the quota and of the queue
 */
public record Client(String name, List<String> accounts, Permissions permissions, Share share) {
    public Client {
        accounts = List.copyOf(accounts);
    }

    /** The account that is meant when a request names none. */
    public String account() {
        return accounts.get(0);
    }

    /**
     * A client's part of what is shared.
     *
     * @param weight its part of the slots that several waiting clients compete for; at least 1
     * @param guaranteed slots per window that are kept for it
     * @param limit most slots per window; empty for no cap of its own
     * @param maxQueued most writes of it that may be queued at a time
     */
    public record Share(int weight, int guaranteed, OptionalInt limit, int maxQueued) {}
}
