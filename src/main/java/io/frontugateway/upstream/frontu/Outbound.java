package io.frontugateway.upstream.frontu;

import io.vertx.core.http.HttpClientOptions;

/** How connections to Frontu leave: through which proxy, and whom TLS trusts. */
@FunctionalInterface
public interface Outbound {
    /** Straight to the host, with the JVM's own trust. */
    Outbound DIRECT = (account, config, options) -> {};

    /**
     * Adds proxy and trust to an account's client.
     *
     * @throws IllegalArgumentException naming the setting, if it names a configuration that does not exist
     */
    void apply(String account, AccountConfig config, HttpClientOptions options);
}
