package io.frontugateway.ops;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueConfig;
import io.frontugateway.catalogue.CatalogueException;
import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.clients.ClientRules;
import io.frontugateway.clients.ClientsBook;
import io.frontugateway.quota.QuotaConfig;
import io.frontugateway.upstream.frontu.AccountConfig;
import io.frontugateway.upstream.frontu.Accounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What settings have to be beyond having the right type: complete, in range, and free of contradictions. */
final class SettingsRules {
    private static final String PASSTHROUGH = "passthrough";
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final List<String> faults = new ArrayList<>();

    private SettingsRules() {}

    /** Everything that is wrong, one line a fault; blocks, since it reads the files that settings name. */
    static List<String> faults(GatewayConfig config, Store store) {
        var rules = new SettingsRules();
        rules.accounts(config.accounts());
        rules.quota(config.quota());
        rules.store(config, store);
        rules.catalogued(config);
        rules.simulator(config);
        return rules.faults;
    }

    private void accounts(Map<String, AccountConfig> accounts) {
        if (accounts.isEmpty()) {
            faults.add("gateway.accounts: no account is set; for example"
                    + " gateway.accounts.default.base-url=https://acme.frontu.com"
                    + " and gateway.accounts.default.api-key-file=/run/secrets/frontu-key");
        }
        accounts.forEach((name, account) -> faults.addAll(Accounts.faults(name, account)));
    }

    /** What the rules for clients go by. */
    static ClientRules clientRules(GatewayConfig config, Collection<ResourceType> resources) {
        return new ClientRules(
                config.accounts().keySet(),
                resources.stream().map(ResourceType::name).collect(Collectors.toSet()),
                config.quota().limit());
    }

    /** What names resources, and so needs the catalogue. */
    private void catalogued(GatewayConfig config) {
        Catalogue catalogue;
        try {
            catalogue = CatalogueLoader.load(config.catalogue());
        } catch (CatalogueException e) {
            e.faults().forEach(fault -> faults.add("gateway.catalogue.overrides: " + fault));
            catalogue = CatalogueLoader.load(NO_OVERRIDES);
        }
        faults.addAll(ClientsBook.faults(config.clients(), config.clientsFile(), clientRules(config, catalogue.all())));
        resources(config, catalogue);
    }

    private void resources(GatewayConfig config, Catalogue catalogue) {
        var names = catalogue.all().stream().map(ResourceType::name).collect(Collectors.toSet());
        faults.addAll(WritesRules.faults(config.writes(), names));
        names.add(PASSTHROUGH);
        faults.addAll(CacheRules.faults(config.cache(), names));
    }

    private static final CatalogueConfig NO_OVERRIDES = java.util.Optional::empty;

    private void quota(QuotaConfig quota) {
        atLeast(1, quota.limit(), "gateway.quota.limit", "1000");
        lasts(quota.window(), MILLISECOND, DAY, "from a millisecond to a day", "gateway.quota.window", "5m");
        lasts(quota.maxWait(), Duration.ZERO, DAY, "from 0 to a day", "gateway.quota.max-wait", "5s");
        lasts(quota.minGap(), Duration.ZERO, HOUR, "from 0 to an hour", "gateway.quota.min-gap", "20ms");
        require(
                quota.egress().matches("[A-Za-z0-9._-]{1,100}"),
                "gateway.quota.egress",
                "must be 1 to 100 letters, digits, dots and dashes",
                "default");
        require(
                quota.reserve().of(quota.limit()) < quota.limit(),
                "gateway.quota.reserve",
                "leaves nothing of the limit",
                "2%");
    }

    private void store(GatewayConfig config, Store store) {
        var embedded = config.redis().embedded();
        lasts(
                config.redis().timeout(),
                MILLISECOND,
                MINUTE,
                "from a millisecond to a minute",
                "gateway.redis.timeout",
                "250ms");
        if (embedded.orElse(false) && store.hostsSet()) {
            faults.add("gateway.redis.embedded: is true although quarkus.redis.hosts is set; keep one of them,"
                    + " for example gateway.redis.embedded=false");
        } else if (!store.hostsSet() && !store.embedded(config.redis())) {
            faults.add("quarkus.redis.hosts: missing; for example quarkus.redis.hosts=redis://redis:6379,"
                    + " or gateway.redis.embedded=true on one machine");
        }
    }

    private void simulator(GatewayConfig config) {
        var simulator = config.simulator();
        var port = simulator.port();
        require(port >= 0 && port <= 65535, "gateway.simulator.port", "must be from 0 to 65535, is " + port, "8090");
        require(!simulator.apiKey().isBlank(), "gateway.simulator.api-key", "is blank", "simulator-key");
        atLeast(1, simulator.limit(), "gateway.simulator.limit", "1000");
        lasts(simulator.window(), MILLISECOND, DAY, "from a millisecond to a day", "gateway.simulator.window", "5m");
        atLeast(1, simulator.clients(), "gateway.simulator.clients", "300");
        atLeast(1, simulator.workspaces(), "gateway.simulator.workspaces", "600");
        atLeast(0, simulator.tasks(), "gateway.simulator.tasks", "5000");
    }

    private void atLeast(int least, int value, String setting, String example) {
        require(value >= least, setting, "must be at least " + least + ", is " + value, example);
    }

    private void require(boolean met, String setting, String wrong, String example) {
        if (!met) {
            faults.add(setting + ": " + wrong + "; for example " + setting + "=" + example);
        }
    }

    private void lasts(Duration value, Duration least, Duration most, String range, String setting, String example) {
        require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, setting, "must be " + range, example);
    }
}
