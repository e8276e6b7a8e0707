package io.frontugateway.upstream.frontu;

import io.frontugateway.upstream.Keys;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every Frontu account of this gateway. Closed, it drops its connections and stops watching key files. */
public final class Accounts implements Keys, AutoCloseable {
    private final Map<String, Account> accounts;

    /**
     * Opens the accounts; no connection is made yet. Reads key files, so it blocks.
     *
     * @throws InvalidAccountException with all {@linkplain #faults(String, AccountConfig) faults}, a line each
     */
    public Accounts(Vertx vertx, Map<String, AccountConfig> configs, Outbound outbound) {
        var faults = configs.entrySet().stream()
                .flatMap(entry -> faults(entry.getKey(), entry.getValue()).stream())
                .collect(Collectors.joining("\n"));
        if (!faults.isEmpty()) {
            throw new InvalidAccountException(faults, null);
        }
        var opened = new LinkedHashMap<String, Account>();
        configs.forEach((name, config) -> opened.put(name, new Account(vertx, name, config, outbound)));
        this.accounts = Collections.unmodifiableMap(opened);
    }

    /**
     * What is wrong with an account's settings: one line a fault, naming the setting, what is wrong, and an example. Reads
     * the key file, so it blocks.
     */
    public static List<String> faults(String name, AccountConfig config) {
        return AccountFaults.of(name, config);
    }

    /** What is wrong with an account's key, or with the file that is to hold it; never shows the key. Blocks. */
    public static Optional<String> faultOfKey(AccountConfig config) {
        return config.apiKey()
                .map(key -> KeySource.faultOf(key.reveal()))
                .or(() -> config.apiKeyFile().map(KeySource::faultOf))
                .flatMap(fault -> fault);
    }

    /** Every account. */
    public Collection<Account> all() {
        return accounts.values();
    }

    /** The name of every account. */
    public Set<String> names() {
        return accounts.keySet();
    }

    /** The account of a name. */
    public Optional<Account> find(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /** How many requests may be under way at once, by account. */
    public Map<String, Integer> concurrency() {
        return all().stream().collect(Collectors.toUnmodifiableMap(Account::name, Account::maxConcurrency));
    }

    /** What tells an account's present key from another, and does not give it away. */
    public String fingerprint(String account) {
        return get(account).key().current().fingerprint();
    }

    @Override
    public long generation(String account) {
        return get(account).keyGeneration();
    }

    @Override
    public Uni<Void> reread(String account) {
        return get(account).key().reread();
    }

    @Override
    public void close() {
        all().forEach(Account::close);
    }

    public Account get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no such account: " + name));
    }
}
