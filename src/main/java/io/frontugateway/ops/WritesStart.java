package io.frontugateway.ops;

import io.frontugateway.queue.Writing;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Starts the workers of the write queue, and lets them finish what they have sent before everything else ends. */
class WritesStart {
    /** Kubernetes grants 30 s; what is not over by then is taken over by another replica. */
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    void start(@Observes StartupEvent event, Writing writing) {
        writing.start();
    }

    void stop(@Observes ShutdownEvent event, Writing writing) {
        writing.stop(PATIENCE);
    }
}
