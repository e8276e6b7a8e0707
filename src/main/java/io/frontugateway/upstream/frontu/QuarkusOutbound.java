package io.frontugateway.upstream.frontu;

import io.quarkus.proxy.ProxyConfiguration;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.proxy.ProxyType;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import java.util.Optional;

/**
 * Proxy and trust by Quarkus' means: the named {@code quarkus.proxy.<name>} and {@code quarkus.tls.<name>}, or the default
 * ones ({@code quarkus.proxy.*}, {@code quarkus.tls.*}) where an account names none.
 */
public final class QuarkusOutbound implements Outbound {
    private final TlsConfigurationRegistry tls;
    private final ProxyConfigurationRegistry proxies;

    public QuarkusOutbound(TlsConfigurationRegistry tls, ProxyConfigurationRegistry proxies) {
        this.tls = tls;
        this.proxies = proxies;
    }

    @Override
    public void apply(String account, AccountConfig config, HttpClientOptions options) {
        trust(account, config).ifPresent(found -> TlsConfigUtils.configure(options, found));
        proxy(account, config).ifPresent(found -> use(found, options));
    }

    private Optional<TlsConfiguration> trust(String account, AccountConfig config) {
        try {
            return TlsConfiguration.from(tls, config.tls());
        } catch (RuntimeException e) {
            throw unknown(account, "tls", "quarkus.tls", e);
        }
    }

    private Optional<ProxyConfiguration> proxy(String account, AccountConfig config) {
        try {
            return proxies.get(config.proxy());
        } catch (RuntimeException e) {
            throw unknown(account, "proxy", "quarkus.proxy", e);
        }
    }

    private static InvalidAccountException unknown(String account, String setting, String prefix, Exception cause) {
        return new InvalidAccountException(
                "gateway.accounts." + account + "." + setting + ": names no " + prefix + ".<name> configuration; for"
                        + " example gateway.accounts." + account + "." + setting + "=corporate",
                cause);
    }

    private static void use(ProxyConfiguration proxy, HttpClientOptions options) {
        var chosen = new ProxyOptions()
                .setType(type(proxy.type()))
                .setHost(proxy.host())
                .setPort(proxy.port());
        proxy.username().ifPresent(chosen::setUsername);
        proxy.password().ifPresent(chosen::setPassword);
        proxy.proxyConnectTimeout().ifPresent(chosen::setConnectTimeout);
        options.setProxyOptions(chosen);
        proxy.nonProxyHosts().ifPresent(options::setNonProxyHosts);
    }

    private static io.vertx.core.net.ProxyType type(ProxyType type) {
        return io.vertx.core.net.ProxyType.valueOf(type.name());
    }
}
