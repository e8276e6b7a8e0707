package io.frontugateway.ops;

import io.frontugateway.quota.SharedSlots;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;

/**
 * What is done when a replica is told to end, before anything stops. In order: it is not ready any more, and answers with
 * {@code Connection: close} (both by Quarkus), while requests that come in all the same are still served for
 * {@code quarkus.shutdown.delay}; who waits for a slot of the quota is told at once to come back, to another replica; what is
 * under way is finished within {@code quarkus.shutdown.timeout}; then the queue's workers finish and let their leases go.
 */
class Draining {
    void begin(@Observes ShutdownDelayInitiatedEvent event, SharedSlots slots) {
        slots.drain();
    }
}
