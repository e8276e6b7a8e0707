package io.frontugateway.ops;

import io.frontugateway.simulator.Simulator;
import io.frontugateway.simulator.SimulatorConfig;
import io.frontugateway.simulator.SimulatorSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Runs the simulated Frontu beside the gateway, where it is switched on: up before the gateway listens. */
@ApplicationScoped
class SimulatorStart {
    private static final int FIRST = 1;

    private final SimulatorConfig config;
    private final Vertx vertx;
    private @Nullable Simulator simulator;
    private @Nullable Future<Integer> listening;

    SimulatorStart(SimulatorConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    /** Before the routes are built, so that its company is founded beside that. */
    void begin(@Observes @Priority(FIRST) Router router) {
        if (config.enabled().orElse(false)) {
            var starting = new Simulator(vertx, SimulatorSettings.from(config));
            simulator = starting;
            listening = starting.start(config.port());
        }
    }

    void await(@Observes StartupEvent event) {
        if (listening == null) {
            return;
        }
        try {
            listening.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw new StartFault(List.of("gateway.simulator.port: port " + config.port()
                    + " cannot be listened on; for example gateway.simulator.port=8091"));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (simulator != null) {
            simulator.close();
        }
    }
}
