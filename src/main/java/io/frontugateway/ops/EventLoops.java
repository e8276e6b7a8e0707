package io.frontugateway.ops;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * As many event loops as cores, where Vert.x takes twice as many: nothing here blocks them, and a request that passes between
 * caller, Redis and Frontu changes threads less often. Two that share one core would hold up each other's requests for as long
 * as the system lets each run.
 */
@Singleton
class EventLoops implements VertxOptionsCustomizer {
    private final OptionalInt chosen;

    EventLoops(@ConfigProperty(name = "quarkus.vertx.event-loops-pool-size") OptionalInt chosen) {
        this.chosen = chosen;
    }

    @Override
    public void accept(VertxOptions options) {
        if (chosen.isEmpty()) {
            options.setEventLoopPoolSize(Runtime.getRuntime().availableProcessors());
        }
    }
}
