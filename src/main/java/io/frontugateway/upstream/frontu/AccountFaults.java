package io.frontugateway.upstream.frontu;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with an account's settings: one line a fault, with the setting, what is wrong, and an example. */
final class AccountFaults {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final String prefix;
    private final List<String> faults = new ArrayList<>();

    private AccountFaults(String account) {
        this.prefix = "gateway.accounts." + account + ".";
    }

    static List<String> of(String account, AccountConfig config) {
        var search = new AccountFaults(account);
        search.baseUrl(config.baseUrl().orElse(null));
        search.key(config);
        search.limits(config);
        return List.copyOf(search.faults);
    }

    private void baseUrl(@Nullable String value) {
        if (value == null || value.isBlank()) {
            baseUrlFault("is missing");
            return;
        }
        URI uri;
        try {
            uri = new URI(value.strip());
        } catch (URISyntaxException e) {
            // Not the value: it may hold a credential.
            baseUrlFault("is no URL");
            return;
        }
        baseUrl(uri);
    }

    private void baseUrl(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
            baseUrlFault("must begin with https:// (or http://)");
        } else if (uri.getRawUserInfo() != null) {
            baseUrlFault("must hold no credentials; the key belongs into " + prefix + "api-key-file");
        } else if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            baseUrlFault("names no valid host and port");
        } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            baseUrlFault("must have no query and no fragment");
        } else if (uri.getRawPath() != null && uri.getRawPath().contains("/client/api")) {
            baseUrlFault("must end before /client/api, which the gateway adds");
        }
    }

    private void baseUrlFault(String fault) {
        add("base-url", fault, "https://acme.frontu.com");
    }

    private void key(AccountConfig config) {
        if (config.apiKey().isPresent() && config.apiKeyFile().isPresent()) {
            add("api-key-file", "is set, and api-key too; only one can be", "/run/secrets/frontu-key");
        } else if (config.apiKey().isPresent()) {
            KeySource.faultOf(config.apiKey().get().reveal())
                    .ifPresent(fault -> add("api-key", fault, "the key from Frontu, Settings > API"));
        } else if (config.apiKeyFile().isPresent()) {
            KeySource.faultOf(config.apiKeyFile().get())
                    .ifPresent(fault -> add("api-key-file", fault, "/run/secrets/frontu-key"));
        } else {
            add("api-key-file", "is missing, and so is api-key", "/run/secrets/frontu-key");
        }
    }

    private void limits(AccountConfig config) {
        time("timeout", config.timeout(), "10s");
        time("transfer-timeout", config.transferTimeout(), "5m");
        atLeastOne("page-size", config.pageSize(), "100");
        atLeastOne("max-concurrency", config.maxConcurrency(), "32");
        atLeastOne("max-answer-bytes", config.maxAnswerBytes().asLongValue(), "64M");
    }

    private void time(String setting, Duration value, String example) {
        if (value.isNegative() || value.toMillis() == 0 || value.compareTo(LONGEST) > 0) {
            add(setting, "must be longer than 0 and at most a day", example);
        }
    }

    private void atLeastOne(String setting, long value, String example) {
        if (value < 1) {
            add(setting, "must be at least 1, and is " + value, example);
        }
    }

    private void add(String setting, String fault, String example) {
        faults.add(prefix + setting + ": " + fault + "; for example " + prefix + setting + "=" + example);
    }
}
