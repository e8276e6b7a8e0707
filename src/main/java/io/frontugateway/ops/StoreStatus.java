package io.frontugateway.ops;

import io.frontugateway.problem.Degradation;
import io.frontugateway.problem.StatusPart;
import io.frontugateway.redis.RedisConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Whether Redis is in reach, for the status. The room of Redis knows no use of it, so it cannot say this itself. */
@Singleton
class StoreStatus implements StatusPart {
    private final RedisConnection connection;

    StoreStatus(RedisConnection connection) {
        this.connection = connection;
    }

    @Override
    public List<Degradation> degradations() {
        if (connection.isUp()) {
            return List.of();
        }
        return List.of(new Degradation(
                "store-unreachable",
                "Redis does not answer. What needs it is refused with store-unavailable until it does; check"
                        + " quarkus.redis.hosts, the server and the network between."));
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("redis", Map.of("inReach", connection.isUp(), "reachedSinceStart", connection.wasReached()));
    }
}
