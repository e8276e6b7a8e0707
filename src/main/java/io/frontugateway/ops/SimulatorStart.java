package io.frontugateway.ops;

import io.frontugateway.simulator.Simulator;
import io.frontugateway.simulator.SimulatorConfig;
import io.frontugateway.simulator.SimulatorSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Runs the simulated Frontu beside the gateway, where it is switched on: up before the gateway listens. */
@ApplicationScoped
class SimulatorStart {
    private final SimulatorConfig config;
    private final Vertx vertx;
    private @Nullable Simulator simulator;

    SimulatorStart(SimulatorConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled().orElse(false)) {
            return;
        }
        var starting = new Simulator(vertx, SimulatorSettings.from(config));
        try {
            starting.start(config.port())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            throw new StartFault(List.of("gateway.simulator.port: port " + config.port()
                    + " cannot be listened on; for example gateway.simulator.port=8091"));
        }
        simulator = starting;
    }

    void stop(@Observes ShutdownEvent event) {
        if (simulator != null) {
            simulator.close();
        }
    }
}
