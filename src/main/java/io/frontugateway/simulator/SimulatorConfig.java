package io.frontugateway.simulator;

import io.smallrye.config.WithDefault;

/** The simulated Frontu. */
public interface SimulatorConfig {
    /** Whether it runs. */
    @WithDefault("false")
    boolean enabled();

    /** The port it listens on. */
    @WithDefault("8090")
    int port();
}
