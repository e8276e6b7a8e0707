package io.frontugateway.ops;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueConfig;
import io.frontugateway.catalogue.CatalogueException;
import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.clients.ClientRules;
import io.frontugateway.clients.ClientsBook;
import io.frontugateway.quota.QuotaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What settings have to be beyond having the right type: complete, in range, and free of contradictions. */
final class SettingsRules {
    private static final String PASSTHROUGH = "passthrough";

    private final List<String> faults = new ArrayList<>();

    private SettingsRules() {}

    /** Everything that is wrong, one line a fault; blocks, since it reads the files that settings name. */
    static List<String> faults(GatewayConfig config, Store store) {
        var rules = new SettingsRules();
        rules.faults.addAll(AccountRules.faults(config.accounts()));
        rules.quota(config.quota());
        rules.store(config, store);
        rules.catalogued(config);
        rules.simulator(config);
        return rules.faults;
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
        require(quota.limit() >= 1, "gateway.quota.limit", "must be at least 1, is " + quota.limit(), "1000");
        require(isPositive(quota.window()), "gateway.quota.window", "must be longer than nothing", "5m");
        require(!quota.maxWait().isNegative(), "gateway.quota.max-wait", "must not be negative", "5s");
        require(!quota.minGap().isNegative(), "gateway.quota.min-gap", "must not be negative", "20ms");
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
        require(isPositive(config.redis().timeout()), "gateway.redis.timeout", "must be longer than nothing", "250ms");
        if (embedded.orElse(false) && store.hostsSet()) {
            faults.add("gateway.redis.embedded: is true although quarkus.redis.hosts is set; keep one of them,"
                    + " for example gateway.redis.embedded=false");
        } else if (!store.hostsSet() && !store.embedded(config.redis())) {
            faults.add("quarkus.redis.hosts: missing; for example quarkus.redis.hosts=redis://redis:6379,"
                    + " or gateway.redis.embedded=true on one machine");
        }
    }

    private void simulator(GatewayConfig config) {
        var port = config.simulator().port();
        require(port >= 0 && port <= 65535, "gateway.simulator.port", "must be from 0 to 65535, is " + port, "8090");
    }

    private void require(boolean met, String setting, String wrong, String example) {
        if (!met) {
            faults.add(setting + ": " + wrong + "; for example " + setting + "=" + example);
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
