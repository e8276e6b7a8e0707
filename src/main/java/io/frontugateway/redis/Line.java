package io.frontugateway.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that all commands of this process share. They are written one behind the other without waiting for
 * answers, and Redis serves them in that order. A line that is lost is opened again by the next command. All of it
 * happens on one event loop, whoever has asked.
 */
final class Line {
    private final Redis redis;
    private final Context reading;
    private @Nullable Future<RedisConnection> current;

    Line(Vertx vertx, Redis redis) {
        this.redis = redis;
        this.reading = vertx.getOrCreateContext();
    }

    /** The connection, which may still be opening. */
    synchronized Future<RedisConnection> connection() {
        if (current == null || current.failed()) {
            var opening = Promise.<RedisConnection>promise();
            reading.runOnContext(turn -> open(opening));
            current = opening.future();
        }
        return current;
    }

    private void open(Promise<RedisConnection> opening) {
        try {
            redis.connect().onSuccess(this::watch).onComplete(opening);
        } catch (RuntimeException goingDown) {
            // A client that is closed throws, where one that finds no server fails.
            opening.fail(goingDown);
        }
    }

    /** Runs an action on the event loop that sends and reads, so not while that is held up. */
    void whenReading(Runnable action) {
        reading.runOnContext(turn -> action.run());
    }

    /** Cuts a connection that does not answer; what waits on it fails. */
    synchronized void drop() {
        var hung = current;
        current = null;
        if (hung != null) {
            hung.onSuccess(Line::cut);
        }
    }

    private void watch(RedisConnection opened) {
        opened.exceptionHandler(failure -> lost(opened));
        opened.endHandler(ended -> lost(opened));
    }

    private synchronized void lost(RedisConnection gone) {
        if (current != null && current.result() == gone) {
            current = null;
        }
    }

    // The pool would keep a plainly closed connection and give it out again, unanswered commands and all, and each
    // answer would go to the one who asks next. One that has seen a command of publish/subscribe is not kept; but it
    // sees commands on its own event loop only, so it is closed once they have been seen. A subscription to nothing is
    // refused right there, in its turn, without being sent.
    static void cut(RedisConnection connection) {
        connection.send(Request.cmd(Command.UNSUBSCRIBE));
        connection.send(Request.cmd(Command.SUBSCRIBE)).onComplete(refused -> connection.close());
    }
}
