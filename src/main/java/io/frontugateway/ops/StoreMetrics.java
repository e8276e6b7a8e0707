package io.frontugateway.ops;

import io.frontugateway.redis.RedisConnection;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;

/** Shows the state of Redis as a metric: {@code frontu_store_up}, 1 while it answers, else 0. */
class StoreMetrics {
    void register(@Observes StartupEvent event, MeterRegistry registry, RedisConnection connection) {
        Gauge.builder("frontu.store.up", connection, redis -> redis.isUp() ? 1 : 0)
                .description("1 while Redis answers, else 0")
                .register(registry);
    }
}
