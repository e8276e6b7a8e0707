package io.frontugateway.simulator;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Whether this program also runs a simulated Frontu, and how strict and how large it is. */
public interface SimulatorConfig {
    /** Runs the simulated Frontu beside the gateway. Without a value the profile decides: on in local and dev, else off. */
    Optional<Boolean> enabled();

    /** Port of the simulated Frontu; 0 takes any that is free. It listens on all addresses and is no place for real data. */
    @WithDefault("8090")
    int port();

    /** The key that is accepted after the start. Further keys can be set at run time. */
    @WithDefault("simulator-key")
    String apiKey();

    /** Requests granted to one source address in any {@link #window()}; more are answered 429. */
    @WithDefault("1000")
    int limit();

    /** Length of the window that {@link #limit()} refers to. */
    @WithDefault("5m")
    Duration window();

    /** Clients of the seeded company. */
    @WithDefault("300")
    int clients();

    /** Workspaces of the seeded company, shared out among its clients. */
    @WithDefault("600")
    int workspaces();

    /** Tasks of the seeded company. Works, materials, notes, history and so on grow with them: about nine rows for each. */
    @WithDefault("5000")
    int tasks();
}
