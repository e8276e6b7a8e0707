package io.frontugateway.ops;

import io.frontugateway.cache.CacheConfig;
import io.frontugateway.catalogue.CatalogueConfig;
import io.frontugateway.clients.ClientConfig;
import io.frontugateway.queue.WritesConfig;
import io.frontugateway.quota.QuotaConfig;
import io.frontugateway.redis.RedisConfig;
import io.frontugateway.simulator.SimulatorConfig;
import io.frontugateway.upstream.frontu.AccountConfig;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of the gateway. One root, so that a name that no room knows stops the start instead of being ignored.
 */
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {
    /** The Frontu accounts by name. At least one. */
    Map<String, AccountConfig> accounts();

    /** The clients by name. */
    Map<String, ClientConfig> clients();

    /** A YAML file with further clients under {@code clients:}, in the same form. Read again when it changes. */
    Optional<Path> clientsFile();

    /** Where the operator's own facts about Frontu stand. */
    CatalogueConfig catalogue();

    /** What may be spent, and how it is shared. */
    QuotaConfig quota();

    /** What is kept of Frontu's answers. */
    CacheConfig cache();

    /** How accepted writes are kept and sent. */
    WritesConfig writes();

    /** The shared store. */
    RedisConfig redis();

    /** The simulated Frontu. */
    SimulatorConfig simulator();
}
