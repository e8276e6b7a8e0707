package io.frontugateway.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Short messages from replica to replica, by Redis' publish/subscribe. They make things quick and must never make them
 * right: a message is lost whenever a connection is. Safe for use by any thread.
 */
public final class Hints {
    private static final Logger LOG = Logger.getLogger(Hints.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Vertx vertx;
    private final Redis redis;
    private final RedisConnection store;
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private io.vertx.redis.client.@Nullable RedisConnection open;
    private boolean opening;
    private boolean closed;

    public Hints(Vertx vertx, RedisConnection store) {
        this.vertx = vertx;
        this.redis = store.client();
        this.store = store;
    }

    /**
     * Listens to a channel from now on, also after the connection was lost and made again.
     *
     * @param listener called with each message, on a thread of the connection; must not block. One for each channel
     * @throws IllegalStateException when the channel has a listener
     */
    public void on(String channel, Consumer<String> listener) {
        if (listeners.putIfAbsent(channel, listener) != null) {
            throw new IllegalStateException("channel " + channel + " has a listener");
        }
        synchronized (this) {
            if (open == null) {
                connect();
            } else {
                open.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
            }
        }
    }

    /** Tells all replicas, this one included. Never fails: a hint that cannot be sent is lost. */
    public Uni<Void> publish(String channel, String message) {
        return store.send(Request.cmd(Command.PUBLISH).arg(channel).arg(message))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    /** Listens no more, and connects no more. */
    public synchronized void close() {
        closed = true;
    }

    private synchronized void connect() {
        if (closed || opening || open != null) {
            return;
        }
        opening = true;
        redis.connect().onSuccess(this::connected).onFailure(failure -> {
            LOG.debugf("No connection for hints: %s", failure);
            later();
        });
    }

    private synchronized void connected(io.vertx.redis.client.RedisConnection connection) {
        opening = false;
        open = connection;
        connection.handler(this::received);
        connection.exceptionHandler(failure -> lost(connection));
        connection.endHandler(ended -> lost(connection));
        for (var channel : listeners.keySet()) {
            connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
        }
    }

    private synchronized void lost(io.vertx.redis.client.RedisConnection gone) {
        if (open == gone) {
            open = null;
            later();
        }
    }

    private void later() {
        vertx.setTimer(PAUSE.toMillis(), timer -> {
            synchronized (this) {
                opening = false;
            }
            connect();
        });
    }

    private void received(@Nullable Response push) {
        if (push == null || push.size() != 3 || !"message".equals(push.get(0).toString())) {
            return;
        }
        var listener = listeners.get(push.get(1).toString());
        if (listener != null) {
            listener.accept(push.get(2).toString());
        }
    }
}
