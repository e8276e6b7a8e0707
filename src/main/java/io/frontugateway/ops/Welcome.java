package io.frontugateway.ops;

import io.frontugateway.simulator.SimulatorConfig;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.event.ObservesAsync;
import java.io.PrintStream;
import java.util.List;

/** Tells who tries the gateway out where it listens, and what to ask it. Silent in other profiles than local and dev. */
class Welcome {
    private static final List<String> PROFILES = List.of("local", "dev");

    private final SmallRyeConfig config;
    private final SimulatorConfig simulator;
    private final PrintStream console = System.out;

    Welcome(SmallRyeConfig config, SimulatorConfig simulator) {
        this.config = config;
        this.simulator = simulator;
    }

    void say(@ObservesAsync HttpServerStart listening) {
        if (config.getProfiles().stream().anyMatch(PROFILES::contains)) {
            lines(listening.options().getPort()).forEach(console::println);
        }
    }

    private List<String> lines(int port) {
        var gateway = "http://localhost:" + port;
        var simulated = simulator.enabled().orElse(false)
                ? "http://localhost:" + simulator.port() + "  (API key " + simulator.apiKey() + ")"
                : "off";
        return List.of(
                "",
                "  Frontu Gateway  " + gateway,
                "  Swagger UI      " + gateway + "/q/swagger-ui",
                "  Health          http://localhost:" + config.getValue("quarkus.management.port", Integer.class)
                        + "/q/health",
                "  Simulator       " + simulated,
                "",
                "  Try             curl -H 'Authorization: Bearer demo-key' '" + gateway + "/v1/tasks?limit=2'",
                "");
    }
}
