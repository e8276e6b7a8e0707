package io.frontugateway.ops;

import io.frontugateway.quota.SharedSlots;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Leaves the ledger when everything that may still send has stopped, and while the way to Redis is still there. */
@ApplicationScoped
class QuotaStop {
    private static final int AFTER_THE_QUEUE = 4000;

    void stop(@Observes @Priority(AFTER_THE_QUEUE) ShutdownEvent event, SharedSlots slots) {
        slots.close();
    }
}
