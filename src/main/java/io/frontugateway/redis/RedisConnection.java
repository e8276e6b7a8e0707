package io.frontugateway.redis;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The way to Redis, and whether it is open. Nothing here fails because Redis is away: it is down until a look says
 * otherwise, and a look is taken every second. Safe for use by any thread.
 */
public final class RedisConnection {
    private static final Logger LOG = Logger.getLogger(RedisConnection.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Redis redis;
    private final Duration timeout;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean up;
    private volatile boolean reached;

    public RedisConnection(Redis redis, RedisConfig config) {
        this.redis = redis;
        this.timeout = config.timeout();
    }

    /** The client itself, for whoever runs commands and scripts. */
    public Redis client() {
        return redis;
    }

    /** Whether Redis answered when last looked at, at most a second and one timeout ago. */
    public boolean isUp() {
        return up;
    }

    /** Whether Redis has answered at least once since the start. */
    public boolean wasReached() {
        return reached;
    }

    /** Asks Redis for a sign of life: false when none comes within {@code gateway.redis.timeout}. Never fails. */
    public Uni<Boolean> ping() {
        return Uni.createFrom()
                .deferred(() -> UniHelper.toUni(redis.send(Request.cmd(Command.PING))))
                .ifNoItem()
                .after(timeout)
                .fail()
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false);
    }

    /** Looks at once, then every second until Vert.x is closed. Called once. */
    public void watch(Vertx vertx) {
        look();
        vertx.setPeriodic(PAUSE.toMillis(), timer -> look());
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            ping().onTermination().invoke(() -> looking.set(false)).subscribe().with(this::note);
        }
    }

    private void note(boolean answered) {
        if (answered != up && (answered || reached)) {
            LOG.info(answered ? "Redis is in reach" : "Redis is out of reach");
        } else if (!answered && !reached) {
            LOG.debug("Redis has not been reached yet");
        }
        up = answered;
        reached = reached || answered;
    }
}
