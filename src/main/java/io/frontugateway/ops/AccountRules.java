package io.frontugateway.ops;

import io.frontugateway.upstream.frontu.AccountConfig;
import io.frontugateway.upstream.frontu.Accounts;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What makes the Frontu accounts valid. A base URL is never shown, since it could hold a credential. */
final class AccountRules {
    private static final String URL_EXAMPLE = "=https://acme.frontu.com";
    private static final String FILE_EXAMPLE = "=/run/secrets/frontu-key";
    /** Names and addresses of one's own network, where plain http is no disclosure. */
    private static final Pattern OWN_NETWORK =
            Pattern.compile("[^.:]+|.*\\.(svc|local|internal|localhost|test)|127\\..*|10\\..*"
                    + "|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|\\[(::1|f[cd].*)]");

    private final List<String> faults = new ArrayList<>();

    private AccountRules() {}

    static List<String> faults(Map<String, AccountConfig> accounts) {
        if (accounts.isEmpty()) {
            return List.of("gateway.accounts: no account is set; for example gateway.accounts.default.base-url"
                    + URL_EXAMPLE + " and gateway.accounts.default.api-key-file" + FILE_EXAMPLE);
        }
        var rules = new AccountRules();
        accounts.forEach((name, account) -> rules.check("gateway.accounts." + name, account));
        return rules.faults;
    }

    private void check(String at, AccountConfig account) {
        var wrong = account.baseUrl().isEmpty()
                ? "missing"
                : wrongWithUrl(account.baseUrl().get());
        if (wrong != null) {
            faults.add(at + ".base-url: " + wrong + "; for example " + at + ".base-url" + URL_EXAMPLE);
        }
        checkKey(at, account);
        positive(at + ".timeout", account.timeout(), "10s");
        positive(at + ".transfer-timeout", account.transferTimeout(), "5m");
        range(at + ".page-size", account.pageSize(), 1, 1000, 100);
        range(at + ".max-concurrency", account.maxConcurrency(), 1, 10_000, 32);
        if (account.maxAnswerBytes().asLongValue() < 1) {
            faults.add(
                    at + ".max-answer-bytes: must be more than nothing; for example " + at + ".max-answer-bytes=64M");
        }
    }

    private static @Nullable String wrongWithUrl(String text) {
        URI url;
        try {
            url = new URI(text.strip());
        } catch (URISyntaxException e) {
            return "is no URL";
        }
        if (url.getScheme() == null || !url.getScheme().matches("(?i)https?")) {
            return "must begin with https://";
        }
        if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
            return "holds a user name or a password, which would end up in logs; set the key as api-key-file instead";
        }
        if (url.getHost() == null) {
            return "names no host";
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return "must end with the host or a path, without ? and #";
        }
        if (url.getScheme().equalsIgnoreCase("http")
                && !OWN_NETWORK.matcher(url.getHost()).matches()) {
            return "would send the key readable for all; use https:// (http:// is for one's own network)";
        }
        return null;
    }

    private void checkKey(String at, AccountConfig account) {
        if (account.apiKey().isPresent() && account.apiKeyFile().isPresent()) {
            faults.add(at + ".api-key: api-key-file is set too; keep one of them, for example " + at + ".api-key-file"
                    + FILE_EXAMPLE);
        } else if (account.apiKey().isEmpty() && account.apiKeyFile().isEmpty()) {
            faults.add(at + ".api-key-file: missing, and so is api-key; for example " + at + ".api-key-file"
                    + FILE_EXAMPLE);
        } else {
            var setting = at + (account.apiKey().isPresent() ? ".api-key" : ".api-key-file");
            Accounts.faultOfKey(account)
                    .ifPresent(fault -> faults.add(
                            setting + ": " + fault + "; for example " + at + ".api-key-file" + FILE_EXAMPLE));
        }
    }

    private void positive(String setting, Duration value, String example) {
        if (value.isNegative() || value.isZero()) {
            faults.add(setting + ": must be longer than nothing; for example " + setting + "=" + example);
        }
    }

    private void range(String setting, int value, int least, int most, int example) {
        if (value < least || value > most) {
            faults.add(setting + ": must be from " + least + " to " + most + ", is " + value + "; for example "
                    + setting + "=" + example);
        }
    }
}
