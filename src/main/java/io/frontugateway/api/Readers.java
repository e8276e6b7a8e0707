package io.frontugateway.api;

import io.frontugateway.quota.QuotaConfig;
import io.frontugateway.reads.Reader;
import io.frontugateway.upstream.frontu.Accounts;
import jakarta.inject.Singleton;

/** On whose behalf, and within which bounds, a request may ask Frontu. */
@Singleton
class Readers {
    private final Accounts accounts;
    private final QuotaConfig quota;

    Readers(Accounts accounts, QuotaConfig quota) {
        this.accounts = accounts;
        this.quota = quota;
    }

    Reader of(Exchange exchange) {
        var wait = Preferences.longestWait(exchange.request()).orElse(quota.maxWait());
        return new Reader(exchange.account(), exchange.client().name(), wait, pageSize(exchange));
    }

    /** Rows that the account asks for in one of Frontu's pages. */
    int pageSize(Exchange exchange) {
        return accounts.find(exchange.account()).orElseThrow().pageSize();
    }
}
