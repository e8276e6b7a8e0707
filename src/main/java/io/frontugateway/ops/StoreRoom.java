package io.frontugateway.ops;

import io.frontugateway.redis.EmbeddedRedisHosts;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.RedisConfig;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.Replica;
import io.quarkus.redis.client.RedisHostsProvider;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Sets up the way to Redis, and the embedded server where one is wanted. */
class StoreRoom {
    /** Asked by Quarkus' client only where no hosts are set; then the settings have been found to want a server of our own. */
    @Produces
    @Singleton
    @Identifier("embedded")
    RedisHostsProvider embedded(Settings checked, RedisConfig config) {
        if (!checked.embeddedRedis()) {
            throw new IllegalStateException("Redis hosts are asked for although none are set");
        }
        return LaunchMode.current() == LaunchMode.TEST
                ? EmbeddedRedisHosts.forgetful()
                : EmbeddedRedisHosts.keeping(config.data());
    }

    /** After everything that may still want Redis: beans go when the events of the shutdown are over. */
    void end(@Disposes @Identifier("embedded") RedisHostsProvider hosts) throws Exception {
        if (hosts instanceof AutoCloseable server) {
            server.close();
        }
    }

    @Produces
    @Singleton
    RedisConnection connection(Vertx vertx, Redis redis, RedisConfig config) {
        return new RedisConnection(vertx, redis, config);
    }

    @Produces
    @Singleton
    Hints hints(Vertx vertx, RedisConnection connection) {
        return new Hints(vertx, connection);
    }

    @Produces
    @Singleton
    Replica replica() {
        return Replica.random();
    }

    /** The client goes right after; whoever connected then would find none. */
    void stop(@Observes ShutdownEvent event, Hints hints) {
        hints.close();
    }

    void start(@Observes StartupEvent event, RedisConnection connection, Vertx vertx) {
        connection.watch(vertx);
    }
}
