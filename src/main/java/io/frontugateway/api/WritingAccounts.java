package io.frontugateway.api;

import io.frontugateway.queue.AccountKeys;
import io.frontugateway.upstream.frontu.Accounts;
import java.time.Duration;
import java.util.Collection;

/** The accounts, as the queue sees them. */
record WritingAccounts(Accounts all) implements AccountKeys {
    @Override
    public Collection<String> accounts() {
        return all.names();
    }

    @Override
    public String fingerprint(String account) {
        return all.fingerprint(account);
    }

    @Override
    public Duration timeout(String account) {
        return all.find(account).orElseThrow().timeout();
    }
}
