package io.frontugateway.ops;

import io.frontugateway.cache.CacheConfig;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.clients.Clients;
import io.frontugateway.clients.ClientsBook;
import io.frontugateway.queue.WritesConfig;
import io.frontugateway.quota.QuotaConfig;
import io.frontugateway.redis.RedisConfig;
import io.frontugateway.simulator.SimulatorConfig;
import io.frontugateway.upstream.frontu.AccountConfig;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * The settings, checked, and each room's own part of them, so that no room sees the root. Whoever is given one of these
 * beans can rely on the whole being valid.
 */
@Singleton
class Settings {
    private final GatewayConfig config;
    private final Store store;

    Settings(GatewayConfig config, SmallRyeConfig all) {
        this.config = config;
        this.store = Store.of(all);
        var faults = SettingsRules.faults(config, store);
        if (!faults.isEmpty()) {
            throw new StartFault(faults);
        }
    }

    /** Whether a redis-server of our own is to run. */
    boolean embeddedRedis() {
        return store.embedded(config.redis());
    }

    @Produces
    @Singleton
    Map<String, AccountConfig> accounts() {
        return config.accounts();
    }

    @Produces
    @Singleton
    QuotaConfig quota() {
        return config.quota();
    }

    @Produces
    @Singleton
    CacheConfig cache() {
        return config.cache();
    }

    @Produces
    @Singleton
    WritesConfig writes() {
        return config.writes();
    }

    @Produces
    @Singleton
    RedisConfig redis() {
        return config.redis();
    }

    @Produces
    @Singleton
    SimulatorConfig simulator() {
        return config.simulator();
    }

    @Produces
    @Singleton
    Catalogue catalogue() {
        return CatalogueLoader.load(config.catalogue());
    }

    @Produces
    @Singleton
    Clients clients(Catalogue catalogue, Vertx vertx) {
        var book = ClientsBook.open(
                config.clients(), config.clientsFile(), SettingsRules.clientRules(config, catalogue.all()));
        book.watch(vertx);
        return book.clients();
    }
}
