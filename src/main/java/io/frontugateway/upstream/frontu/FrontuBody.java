package io.frontugateway.upstream.frontu;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Body;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer, bounded in bytes and in time. It fails at most once, and whatever way it ends, the connection is
 * either at the end of the answer or reset. Lives on the context that its answer arrived on.
 */
final class FrontuBody implements Body, ReadStream<Buffer> {
    /** A rest up to this is read to keep the connection; making a new one is cheaper than reading more. */
    private static final int SHORT_REST = 64 * 1024;

    private static final Duration SHORT_WHILE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final HttpClientResponse response;
    private final @Nullable KeyMask mask;
    private final long declared;
    private final List<Runnable> releases = new ArrayList<>();

    private long bound;
    private long received;
    private long timer;
    private boolean over;
    private boolean discarded;
    private @Nullable Problem failure;
    private @Nullable Handler<Buffer> reader;
    private @Nullable Handler<Void> atEnd;
    private @Nullable Handler<Throwable> atFailure;

    /**
     * Takes hold of a response, which is paused.
     *
     * @param maxBytes the longest body that is passed on
     * @param maxTime time until the end must be in
     * @param mask hides the key; null where the body is passed on as it is
     */
    FrontuBody(
            Vertx vertx,
            Context context,
            HttpClientResponse response,
            long maxBytes,
            Duration maxTime,
            @Nullable KeyMask mask) {
        this.vertx = vertx;
        this.context = context;
        this.response = response;
        this.bound = maxBytes;
        this.mask = mask;
        this.declared = declaredLength(response);
        this.timer = vertx.setTimer(maxTime.toMillis(), ignored -> timeUp(maxTime));
        response.exceptionHandler(ignored -> brokeOff());
        response.endHandler(ignored -> end());
        response.handler(this::received);
    }

    @Override
    public ReadStream<Buffer> stream() {
        return this;
    }

    @Override
    public Uni<Buffer> whole(long maxBytes) {
        return Uni.createFrom().emitter(emitter -> {
            emitter.onTermination(this::discard);
            bound = Math.min(bound, maxBytes);
            if (declared > bound) {
                fail(tooLarge());
            }
            collect(emitter);
        });
    }

    private void collect(UniEmitter<? super Buffer> emitter) {
        var whole = Buffer.buffer();
        exceptionHandler(emitter::fail);
        endHandler(ignored -> emitter.complete(whole));
        handler(whole::appendBuffer);
        resume();
    }

    @Override
    public void discard() {
        if (over || discarded) {
            return;
        }
        discarded = true;
        reader = null;
        atEnd = null;
        atFailure = null;
        if (declared - received > SHORT_REST) {
            cut();
            return;
        }
        bound = received + SHORT_REST;
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(SHORT_WHILE.toMillis(), ignored -> timeUp(SHORT_WHILE));
        response.resume();
    }

    @Override
    public void onRelease(Runnable action) {
        if (over) {
            action.run();
        } else {
            releases.add(action);
        }
    }

    private void received(Buffer bytes) {
        if (over) {
            return;
        }
        received += bytes.length();
        if (received > bound) {
            fail(tooLarge());
        } else {
            pass(mask == null ? bytes : mask.piece(bytes));
        }
    }

    private void pass(Buffer bytes) {
        if (reader != null && bytes.length() > 0) {
            reader.handle(bytes);
        }
    }

    private void end() {
        if (over) {
            return;
        }
        if (mask != null) {
            pass(mask.rest());
        }
        release();
        if (atEnd != null) {
            atEnd.handle(null);
        }
    }

    private void brokeOff() {
        fail(Problem.of(Reason.FRONTU_BAD_ANSWER, "Frontu's answer broke off, or could not be decoded."));
    }

    private void timeUp(Duration time) {
        fail(Problem.of(
                Reason.FRONTU_TIMEOUT, "Frontu's answer was not complete " + time.toMillis() + " ms after its head."));
    }

    private Problem tooLarge() {
        return Problem.of(Reason.FRONTU_BAD_ANSWER, "Frontu's answer is larger than " + bound + " bytes.");
    }

    private void fail(Problem problem) {
        if (over) {
            return;
        }
        failure = problem;
        cut();
        if (atFailure != null) {
            atFailure.handle(problem.asException());
        }
    }

    private void cut() {
        release();
        response.request().reset();
    }

    private void release() {
        over = true;
        vertx.cancelTimer(timer);
        releases.forEach(Runnable::run);
        releases.clear();
    }

    // Content-Length, or -1 where there is none (chunked, or compressed on the way).
    private static long declaredLength(HttpClientResponse response) {
        var value = response.getHeader("Content-Length");
        return value != null && value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        reader = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        atEnd = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        atFailure = handler;
        if (failure != null && handler != null) {
            var early = failure.asException();
            context.runOnContext(ignored -> handler.handle(early));
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        response.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        response.resume();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        response.fetch(amount);
        return this;
    }
}
