package io.frontugateway.ops;

import io.frontugateway.redis.RedisConnection;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once Redis has been reached since the start. A later loss shows in the data only: were it to turn readiness down,
 * Kubernetes would empty the service although cached reads still work.
 */
@Readiness
@Singleton
class StoreReadiness implements HealthCheck {
    private final RedisConnection connection;

    StoreReadiness(RedisConnection connection) {
        this.connection = connection;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("redis")
                .status(connection.wasReached())
                .withData("inReach", connection.isUp())
                .build();
    }
}
