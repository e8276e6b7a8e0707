package io.frontugateway.ops;

import io.frontugateway.catalogue.CatalogueConfig;
import io.frontugateway.clients.Clients;
import io.frontugateway.quota.QuotaConfig;
import io.frontugateway.redis.RedisConfig;
import io.frontugateway.simulator.SimulatorConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands each room its own part of the settings, so that no room sees the root. */
@ApplicationScoped
class Settings {
    private final GatewayConfig config;

    Settings(GatewayConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    QuotaConfig quota() {
        return config.quota();
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
    CatalogueConfig catalogue() {
        return config.catalogue();
    }

    @Produces
    @Singleton
    Clients clients() {
        return Clients.of(config.clients());
    }
}
