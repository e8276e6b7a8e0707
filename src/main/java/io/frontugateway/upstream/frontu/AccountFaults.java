package io.frontugateway.upstream.frontu;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with an account's settings: one line a fault, with the setting, what is wrong, and an example. A base URL
 * is never shown, since it could hold a credential.
 */
final class AccountFaults {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final String KEY_FILE = "/run/secrets/frontu-key";
    /** Names and addresses of one's own network, where plain http is no disclosure. */
    private static final Pattern OWN_NETWORK =
            Pattern.compile("[^.:]+|.*\\.(svc|local|internal|localhost|test)|127\\..*|10\\..*"
                    + "|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|\\[(::1|f[cd].*)]");

    private final String prefix;
    private final List<String> faults = new ArrayList<>();

    private AccountFaults(String account) {
        this.prefix = "gateway.accounts." + account + ".";
    }

    static List<String> of(String account, AccountConfig config) {
        var search = new AccountFaults(account);
        var wrong = wrongWithUrl(config.baseUrl().orElse("").strip());
        if (wrong != null) {
            search.add("base-url", wrong, "https://acme.frontu.com");
        }
        search.key(config);
        search.limits(config);
        return List.copyOf(search.faults);
    }

    private static @Nullable String wrongWithUrl(String text) {
        if (text.isEmpty()) {
            return "missing";
        }
        try {
            return wrongWithUrl(new URI(text));
        } catch (URISyntaxException e) {
            return "is no URL";
        }
    }

    private static @Nullable String wrongWithUrl(URI url) {
        if (url.getScheme() == null || !url.getScheme().matches("(?i)https?")) {
            return "must begin with https://";
        }
        if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
            return "holds a user name or a password, which would end up in logs; set the key as api-key-file instead";
        }
        if (url.getHost() == null) {
            return "names no host";
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            return "names a port that is not from 1 to 65535";
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return "must end with the host or a path, without ? and #";
        }
        if (url.getRawPath() != null && url.getRawPath().contains("/client/api")) {
            return "must end before /client/api, which the gateway adds";
        }
        if (url.getScheme().equalsIgnoreCase("http")
                && !OWN_NETWORK.matcher(url.getHost()).matches()) {
            return "would send the key readable for all; use https:// (http:// is for one's own network)";
        }
        return null;
    }

    private void key(AccountConfig config) {
        if (config.apiKey().isPresent() && config.apiKeyFile().isPresent()) {
            add("api-key", "api-key-file is set too; keep one of them", "api-key-file", KEY_FILE);
        } else if (config.apiKey().isEmpty() && config.apiKeyFile().isEmpty()) {
            add("api-key-file", "missing, and so is api-key", KEY_FILE);
        } else {
            var setting = config.apiKey().isPresent() ? "api-key" : "api-key-file";
            Accounts.faultOfKey(config).ifPresent(fault -> add(setting, fault, "api-key-file", KEY_FILE));
        }
    }

    private void limits(AccountConfig config) {
        time("timeout", config.timeout(), "10s");
        time("transfer-timeout", config.transferTimeout(), "5m");
        range("page-size", config.pageSize(), 1000, "100");
        range("max-concurrency", config.maxConcurrency(), 10_000, "32");
        if (config.maxAnswerBytes().asLongValue() < 1) {
            add("max-answer-bytes", "must be more than nothing", "64M");
        }
    }

    private void time(String setting, Duration value, String example) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            add(setting, "must be from a millisecond to a day", example);
        }
    }

    private void range(String setting, int value, int most, String example) {
        if (value < 1 || value > most) {
            add(setting, "must be from 1 to " + most + ", is " + value, example);
        }
    }

    private void add(String setting, String fault, String example) {
        add(setting, fault, setting, example);
    }

    private void add(String setting, String fault, String better, String example) {
        faults.add(prefix + setting + ": " + fault + "; for example " + prefix + better + "=" + example);
    }
}
