package io.frontugateway.redis;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis, and whether it is open. Commands share one connection and are answered in the order in which they were
 * sent. An answer that does not come within {@code gateway.redis.timeout} counts as none; where this process was held up
 * meanwhile, it has as long once more, since the command may lie there unsent or its answer unread. After a few without an
 * answer in a row, or when no connection can be made, commands are refused at once until a sign of life is had again, which
 * is looked for every 100 ms. Safe for use by any thread; answers arrive on the Vert.x context of whoever asked.
 */
public final class RedisConnection {
    private static final Logger LOG = Logger.getLogger(RedisConnection.class);
    private static final Duration LOOK_WHILE_UP = Duration.ofSeconds(1);
    private static final Duration LOOK_WHILE_DOWN = Duration.ofMillis(100);

    /** One late answer may be a hiccup; this many in a row are an outage. */
    private static final int LATE_IN_A_ROW = 3;

    /** A first connection takes a while on a machine that is just starting; after this it is worth a word. */
    private static final Duration TO_BE_REACHED = Duration.ofSeconds(3);

    /** Coming so much later than it was due shows that an event loop was held up: a pause of ours, not of Redis. */
    private static final Duration HELD_UP = Duration.ofMillis(50);

    private final Vertx vertx;
    private final Redis redis;
    private final Duration timeout;
    private final Line line;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicInteger late = new AtomicInteger();
    private volatile boolean passedOver;
    private volatile boolean up;
    private volatile boolean reached;
    private volatile String whyNot = "no answer in time";

    public RedisConnection(Vertx vertx, Redis redis, RedisConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.timeout = config.timeout();
        this.line = new Line(vertx, redis);
    }

    /** The client itself, for connections of one's own (publish/subscribe). */
    public Redis client() {
        return redis;
    }

    /** Whether Redis answers, as far as is known: it was looked at a second ago at most. */
    public boolean isUp() {
        return up;
    }

    /** Whether Redis has answered at least once since the start. */
    public boolean wasReached() {
        return reached;
    }

    /**
     * Runs an action on the event loop that writes commands and reads their answers, behind what that has at hand: so what
     * arrives in one turn of it can go to Redis together.
     */
    public void inTurn(Runnable action) {
        line.whenReading(action);
    }

    /**
     * Sends one command.
     *
     * @return Redis' answer, null for nil; fails with {@link StoreUnavailable} where none is had in time, and with Vert.x'
     *     {@link ErrorType} where Redis answers with an error
     */
    public Uni<@Nullable Response> send(Request request) {
        return Uni.createFrom().emitter(caller -> {
            if (passedOver) {
                caller.fail(new StoreUnavailable("Redis is out of reach"));
            } else {
                new Asking(caller).start(request);
            }
        });
    }

    /**
     * Runs a script.
     *
     * @param keys all of one hash slot
     * @param arguments strings, numbers, byte arrays or buffers
     * @return as {@link #send}
     */
    public Uni<@Nullable Response> run(Script script, List<String> keys, List<?> arguments) {
        return send(call(Command.EVALSHA, script.digest(), keys, arguments))
                .onFailure(RedisConnection::isUnknownScript)
                .recoverWithUni(() -> send(call(Command.EVAL, script.text(), keys, arguments)));
    }

    /** Asks for a sign of life, also while commands are refused: false when none comes in time. Never fails. */
    public Uni<Boolean> ping() {
        return Uni.createFrom()
                .<@Nullable Response>emitter(caller -> new Asking(caller).start(Request.cmd(Command.PING)))
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(failure -> failure instanceof ErrorType && !isLoading(failure));
    }

    /** Looks at once, and from then on until Vert.x is closed. Called once. */
    public void watch(Vertx vertx) {
        look();
        vertx.setTimer(TO_BE_REACHED.toMillis(), timer -> sayIfNotReached());
        vertx.setPeriodic(LOOK_WHILE_UP.toMillis(), timer -> look());
        vertx.setPeriodic(LOOK_WHILE_DOWN.toMillis(), timer -> {
            if (!up) {
                look();
            }
        });
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            ping().onTermination().invoke(() -> looking.set(false)).subscribe().with(this::note);
        }
    }

    private synchronized void note(boolean answered) {
        if (answered != up && (answered || reached)) {
            LOG.info(answered ? "Redis is in reach" : "Redis is out of reach");
        }
        up = answered;
        passedOver = !answered;
        reached = reached || answered;
    }

    private void sayIfNotReached() {
        if (!reached) {
            LOG.warnf(
                    "Redis has not been reached yet; the gateway is not ready until it is. See quarkus.redis.hosts. (%s)",
                    whyNot);
        }
    }

    private void answeredInTime() {
        late.set(0);
    }

    private void answeredLate() {
        if (late.incrementAndGet() >= LATE_IN_A_ROW) {
            late.set(0);
            line.drop();
            note(false);
        }
    }

    static Request call(Command how, String script, List<String> keys, List<?> arguments) {
        var request = Request.cmd(how).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(argument -> add(request, argument));
        return request;
    }

    private static void add(Request request, Object argument) {
        if (argument instanceof Buffer buffer) {
            request.arg(buffer);
        } else if (argument instanceof byte[] bytes) {
            request.arg(Buffer.buffer(bytes));
        } else if (argument instanceof String text) {
            request.arg(text);
        } else if (argument instanceof Number number) {
            request.arg(number.toString());
        } else {
            throw new IllegalArgumentException("a script takes strings, numbers and bytes");
        }
    }

    private static boolean isUnknownScript(Throwable failure) {
        return failure instanceof ErrorType error && error.is("NOSCRIPT");
    }

    private static boolean isLoading(Throwable failure) {
        return failure instanceof ErrorType error && (error.is("LOADING") || error.is("MASTERDOWN"));
    }

    /** One command under way. The first of answer, failure and end of patience counts. */
    private final class Asking {
        private final UniEmitter<? super @Nullable Response> caller;
        private final @Nullable Context context = Vertx.currentContext();
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile long timer;
        private volatile long dueAt;
        private volatile boolean onceMore;

        Asking(UniEmitter<? super @Nullable Response> caller) {
            this.caller = caller;
        }

        void start(Request request) {
            waitForIt();
            var connection = line.connection();
            if (connection.succeeded()) {
                connection.result().send(request).onComplete(this::answered);
            } else {
                connection.compose(opened -> opened.send(request)).onComplete(this::answered);
            }
        }

        private void answered(AsyncResult<@Nullable Response> answer) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            vertx.cancelTimer(timer);
            if (answer.succeeded()) {
                answeredInTime();
                onContext(() -> caller.complete(answer.result()));
            } else if (answer.cause() instanceof ErrorType error && !error.is("CONNECTION_CLOSED")) {
                answeredInTime();
                onContext(() -> caller.fail(error));
            } else {
                whyNot = String.valueOf(answer.cause().getMessage());
                LOG.debugf("Redis did not answer: %s", whyNot);
                onContext(() -> caller.fail(new StoreUnavailable("no connection to Redis")));
            }
        }

        private void waitForIt() {
            dueAt = System.nanoTime() + timeout.toNanos();
            timer = vertx.setTimer(timeout.toMillis(), due -> line.whenReading(() -> onContext(this::timeUp)));
        }

        private void timeUp() {
            if (over.get()) {
                return;
            }
            if (!onceMore && System.nanoTime() - dueAt > HELD_UP.toNanos()) {
                onceMore = true;
                waitForIt();
                return;
            }
            if (over.compareAndSet(false, true)) {
                answeredLate();
                caller.fail(new StoreUnavailable("no answer from Redis in time"));
            }
        }

        private void onContext(Runnable action) {
            if (context == null || context == Vertx.currentContext()) {
                action.run();
            } else {
                context.runOnContext(ignored -> action.run());
            }
        }
    }
}
