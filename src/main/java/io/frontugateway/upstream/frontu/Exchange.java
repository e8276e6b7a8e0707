package io.frontugateway.upstream.frontu;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Payload;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Reply.Sent;
import io.frontugateway.upstream.Slot;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.streams.Pipe;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer's head, as a small state machine on one context.
 *
 * <pre>
 * connecting ─── no connection, given up, slot too old ──▶ over   slot given back, nothing was sent
 *     │
 *     ▼ connected: the slot is marked as sent, and the request leaves at once
 *   sent ─────── lost, timed out, given up ──────────────▶ over   reset; the slot stays unsettled
 *     │
 *     ▼ the head is in: the slot is settled
 *   over         the body lives on
 * </pre>
 *
 * <p>A body that flows does so while the exchange is sent; its own time is over when the last byte
 * has left, and that for the answer begins.
 */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Context context;
    private final Account account;
    private final Call call;
    private final Slot slot;
    private final Secret key;
    private final UniEmitter<? super Reply> caller;

    private @Nullable HttpClientRequest sent;

    /** The caller's bytes on their way to Frontu; null when there are none, or all have been sent. */
    private @Nullable Pipe<Buffer> flowing;

    private Instant askedAt = Instant.EPOCH;
    private long timer;
    private Duration allowed = Duration.ZERO;
    private boolean over;
    private boolean told;

    /** Set on the connection's own thread, for what goes wrong before the body has an owner. */
    private volatile boolean brokeOffEarly;

    Exchange(Vertx vertx, Account account, Secret key, Call call, Slot slot, UniEmitter<? super Reply> caller) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.account = account;
        this.call = call;
        this.slot = slot;
        this.key = key;
        this.caller = caller;
    }

    /** Begins. The caller hears of the outcome once, on the context that this was made on. */
    void start(RequestOptions request) {
        onContext(() -> guarded(() -> connect(request)));
        caller.onTermination(() -> onContext(this::giveUp));
    }

    private void connect(RequestOptions request) {
        allow(account.timeout());
        account.client().request(request).onComplete(connected -> onContext(() -> guarded(() -> connected(connected))));
    }

    private void connected(AsyncResult<HttpClientRequest> connected) {
        if (connected.failed()) {
            LOG.debugf("Account %s: no connection to %s: %s", account.name(), account.host(), connected.cause());
            neverSent("No connection to Frontu could be made.", Sent.NO);
            return;
        }
        var request = connected.result();
        if (over) {
            handBack(request);
        } else if (!slot.markSent()) {
            handBack(request);
            neverSent("The connection to Frontu came too late to be used.", Sent.TOO_LATE);
        } else {
            send(request);
        }
    }

    private static void handBack(HttpClientRequest unused) {
        // Without a handler the client logs its own reset as an error.
        letFailuresBe(unused);
        unused.reset();
    }

    private void send(HttpClientRequest request) {
        sent = request;
        askedAt = Instant.now();
        // Paused at once, on the connection's own thread: what comes before a reader is there would be lost.
        request.response()
                .onSuccess(this::hold)
                .onComplete(answered -> onContext(() -> guarded(() -> answered(answered))));
        if (call.body() instanceof Payload.Streamed body) {
            flow(request, body);
        } else if (call.body() instanceof Payload.Whole body) {
            request.end(body.bytes()).onSuccess(this::written);
        } else {
            request.end().onSuccess(this::written);
        }
    }

    private void written(@Nullable Void all) {
        call.progress().written(System.nanoTime());
    }

    /** Passes the caller's bytes on. The time for the head of the answer begins when the last of them has left. */
    private void flow(HttpClientRequest request, Payload.Streamed body) {
        if (body.length() < 0) {
            request.setChunked(true);
        } else {
            request.putHeader("Content-Length", Long.toString(body.length()));
        }
        allow(body.within());
        flowing = body.stream().pipe().endOnFailure(false);
        flowing.to(request).onComplete(done -> onContext(() -> guarded(() -> flowed(done))));
    }

    private void flowed(AsyncResult<Void> done) {
        if (over) {
            return;
        }
        if (done.succeeded()) {
            flowing = null;
            allow(account.timeout());
            return;
        }
        LOG.debugf("Account %s: a body on its way broke off: %s", account.name(), done.cause());
        var problem = done.cause() instanceof ProblemException refused
                ? refused.problem()
                : unavailable("The body broke off on its way to Frontu.");
        end(new Reply.Failed(problem, Sent.PERHAPS));
        reset();
    }

    private void allow(Duration time) {
        vertx.cancelTimer(timer);
        allowed = time;
        timer = vertx.setTimer(time.toMillis(), ignored -> timeUp());
    }

    private void hold(HttpClientResponse response) {
        response.pause();
        response.exceptionHandler(ignored -> brokeOffEarly = true);
    }

    private void answered(AsyncResult<HttpClientResponse> answered) {
        if (over) {
            return;
        }
        if (answered.failed()) {
            lost(answered.cause());
            return;
        }
        var response = answered.result();
        slot.settle(response.statusCode(), response.headers());
        var mask = response.statusCode() >= 300 ? new KeyMask(key) : null;
        if (mask != null) {
            mask.head(response.headers());
        }
        boolean early = flowing != null;
        over();
        var body = body(response, mask);
        if (brokeOffEarly) {
            body.brokeOff();
        }
        if (early) {
            // The connection still waits for the rest of the request and cannot be used again.
            body.onRelease(this::reset);
        }
        tell(new Reply.Answer(response.statusCode(), response.headers(), body, askedAt));
    }

    private FrontuBody body(HttpClientResponse response, @Nullable KeyMask mask) {
        boolean document = call.shape() == Call.Shape.DOCUMENT;
        long maxBytes = document ? account.maxAnswerBytes() : Long.MAX_VALUE;
        return new FrontuBody(vertx, context, response, maxBytes, account.transferTimeout(), mask);
    }

    private void lost(Throwable cause) {
        LOG.debugf("Account %s: no answer from %s: %s", account.name(), account.host(), cause);
        reset();
        var problem = isUnreadable(cause)
                ? Problem.of(Reason.FRONTU_BAD_ANSWER, "The head of Frontu's answer could not be read.")
                : unavailable("The connection to Frontu broke off before an answer was in.");
        end(new Reply.Failed(problem, Sent.PERHAPS));
    }

    // What Netty says of a head that is too long or no HTTP; everything else is a lost connection.
    private static boolean isUnreadable(Throwable cause) {
        return cause instanceof io.netty.handler.codec.DecoderException || cause instanceof IllegalArgumentException;
    }

    private void timeUp() {
        if (over) {
            return;
        }
        if (sent == null) {
            neverSent("No connection to Frontu could be made in time.", Sent.NO);
            return;
        }
        // Ended before the reset, which would report a lost connection.
        var detail = "Frontu did not answer within " + allowed.toMillis() + " ms.";
        end(new Reply.Failed(Problem.of(Reason.FRONTU_TIMEOUT, detail), Sent.PERHAPS));
        reset();
    }

    private void giveUp() {
        if (over) {
            return;
        }
        told = true;
        over();
        if (sent == null) {
            slot.giveBack();
        } else {
            reset();
        }
    }

    private void neverSent(String detail, Sent why) {
        if (over) {
            return;
        }
        slot.giveBack();
        end(new Reply.Failed(unavailable(detail), why));
    }

    private static Problem unavailable(String detail) {
        return Problem.of(Reason.FRONTU_UNAVAILABLE, detail).retryAfter(LATER);
    }

    private void reset() {
        if (sent != null) {
            sent.reset();
        }
    }

    private void end(Reply.Failed failed) {
        over();
        tell(failed);
    }

    private void tell(Reply reply) {
        told = true;
        caller.complete(reply);
    }

    private void over() {
        over = true;
        vertx.cancelTimer(timer);
        if (flowing != null && sent != null) {
            flowing.close();
            flowing = null;
            // The pipe takes its own along, and without any the reset that is to come would be logged as an error.
            letFailuresBe(sent);
        }
    }

    private static void letFailuresBe(HttpClientRequest request) {
        try {
            request.exceptionHandler(ignored -> {});
        } catch (IllegalStateException ended) {
            // All of it is written, and only this side has not heard of it yet: nothing of it can fail any more.
        }
    }

    // A fault of the gateway's own must end the exchange too, or the caller would wait for ever.
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "Account %s: a request to Frontu failed unexpectedly.", account.name());
            if (!told) {
                over = true;
                slot.giveBack();
                reset();
                var problem = Problem.of(Reason.INTERNAL, "The gateway failed to ask Frontu.");
                tell(new Reply.Failed(problem, sent == null ? Sent.NO : Sent.PERHAPS));
            }
        }
    }

    private void onContext(Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(ignored -> action.run());
        }
    }
}
