package io.frontugateway.ops;

import io.frontugateway.problem.Degradation;
import io.frontugateway.problem.StatusPart;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The reasons of {@code GET /v1/status} as health data, one entry a reason. Always up: a gateway that is degraded serves
 * what it can, and were this to turn readiness down, Kubernetes would empty the service.
 */
@Readiness
@Singleton
class DegradationHealth implements HealthCheck {
    private final List<StatusPart> parts;

    DegradationHealth(@All List<StatusPart> parts) {
        this.parts = parts;
    }

    @Override
    public HealthCheckResponse call() {
        var health = HealthCheckResponse.named("gateway").up();
        var byReason = StatusPart.degradations(parts).stream()
                .collect(Collectors.groupingBy(
                        Degradation::reason, Collectors.mapping(Degradation::detail, Collectors.joining(" "))));
        health.withData("degraded", !byReason.isEmpty());
        byReason.forEach(health::withData);
        return health.build();
    }
}
