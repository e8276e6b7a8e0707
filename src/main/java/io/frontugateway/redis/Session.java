package io.frontugateway.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one Redis, for whoever must know that what answers now is what answered before: a session ends with its
 * connection, and with the first answer that does not come in time. It is never opened again; open another one. Safe for
 * use by any thread; answers arrive on any.
 */
public final class Session {
    private final Vertx vertx;
    private final RedisConnection connection;
    private final Duration timeout;
    private final Promise<Void> ended = Promise.promise();

    private Session(Vertx vertx, RedisConnection connection, Duration timeout) {
        this.vertx = vertx;
        this.connection = connection;
        this.timeout = timeout;
        connection.exceptionHandler(failure -> ended.tryComplete());
        connection.endHandler(nothing -> ended.tryComplete());
    }

    /** Opens one; fails with {@link StoreUnavailable} when that does not succeed in time. */
    public static Future<Session> open(Vertx vertx, Redis redis, Duration timeout) {
        Promise<Session> opened = Promise.promise();
        long timer = vertx.setTimer(
                timeout.toMillis(), late -> opened.tryFail(new StoreUnavailable("no connection to Redis in time")));
        redis.connect().onComplete(connected -> {
            vertx.cancelTimer(timer);
            if (connected.failed()) {
                opened.tryFail(new StoreUnavailable("no connection to Redis"));
                return;
            }
            var session = new Session(vertx, connected.result(), timeout);
            if (!opened.tryComplete(session)) {
                session.close();
            }
        });
        return opened.future();
    }

    /** Completes, once, when the session is over. */
    public Future<Void> ended() {
        return ended.future();
    }

    /** Whether commands may still be answered. */
    public boolean isOpen() {
        return !ended.future().isComplete();
    }

    /**
     * Sends one command. Commands are served in the order in which they are sent.
     *
     * @return Redis' answer, null for nil; fails with {@link StoreUnavailable} when none comes, and with {@link ErrorType}
     *     where Redis answers with an error
     */
    public Future<@Nullable Response> send(Request request) {
        if (!isOpen()) {
            return Future.failedFuture(new StoreUnavailable("the connection to Redis is gone"));
        }
        Promise<@Nullable Response> answer = Promise.promise();
        long timer = vertx.setTimer(timeout.toMillis(), late -> timeUp(answer));
        connection.send(request).onComplete(result -> {
            vertx.cancelTimer(timer);
            answered(answer, result);
        });
        return answer.future();
    }

    /** Runs a script; a Redis that does not know it yet is given its text. Answers as {@link #send}. */
    public Future<@Nullable Response> run(Script script, List<String> keys, List<?> arguments) {
        return send(io.frontugateway.redis.RedisConnection.call(Command.EVALSHA, script.digest(), keys, arguments))
                .recover(failure -> failure instanceof ErrorType error && error.is("NOSCRIPT")
                        ? send(io.frontugateway.redis.RedisConnection.call(
                                Command.EVAL, script.text(), keys, arguments))
                        : Future.failedFuture(failure));
    }

    /** Ends the session; what waits for an answer fails. */
    public void close() {
        if (ended.tryComplete()) {
            Line.cut(connection);
        }
    }

    private void timeUp(Promise<@Nullable Response> answer) {
        if (answer.tryFail(new StoreUnavailable("no answer from Redis in time"))) {
            close();
        }
    }

    private void answered(Promise<@Nullable Response> answer, AsyncResult<@Nullable Response> result) {
        if (result.succeeded()) {
            answer.tryComplete(result.result());
        } else if (result.cause() instanceof ErrorType error && !error.is("CONNECTION_CLOSED")) {
            answer.tryFail(error);
        } else {
            answer.tryFail(new StoreUnavailable("the connection to Redis is gone"));
            close();
        }
    }
}
