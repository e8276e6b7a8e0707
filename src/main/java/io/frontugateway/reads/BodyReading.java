package io.frontugateway.reads;

import io.frontugateway.problem.ProblemException;
import io.frontugateway.upstream.Body;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one body to a parser, piece by piece as it arrives. The body is read to its end or discarded, whichever way this
 * ends: with an outcome, with a fault in the body or when nobody waits any more.
 */
final class BodyReading<T> {
    private final Body body;
    private final BodyParser<T> parser;
    private final UniEmitter<? super T> emitter;
    private final @Nullable Context context = Vertx.currentContext();
    private volatile boolean over;

    private BodyReading(Body body, BodyParser<T> parser, UniEmitter<? super T> emitter) {
        this.body = body;
        this.parser = parser;
        this.emitter = emitter;
    }

    /** What the parser makes of the body. To be subscribed to on the context that the body belongs to, once. */
    static <T> Uni<T> read(Body body, BodyParser<T> parser) {
        return Uni.createFrom().emitter(emitter -> new BodyReading<T>(body, parser, emitter).start());
    }

    private void start() {
        emitter.onTermination(this::givenUp);
        body.stream()
                .exceptionHandler(this::broken)
                .endHandler(end -> ended())
                .handler(this::piece)
                .resume();
    }

    private void piece(Buffer bytes) {
        if (over) {
            return;
        }
        try {
            if (!parser.feed(bytes.getBytes())) {
                T outcome = parser.outcome();
                leave();
                emitter.complete(outcome);
            }
        } catch (RuntimeException e) {
            // A fault of ours as well: the connection must not be lost over it, nor the caller be left waiting.
            leave();
            emitter.fail(e);
        }
    }

    private void ended() {
        if (over) {
            return;
        }
        over = true;
        try (parser) {
            parser.end();
            emitter.complete(parser.outcome());
        } catch (RuntimeException e) {
            emitter.fail(e);
        }
    }

    private void broken(Throwable fault) {
        if (over) {
            return;
        }
        over = true;
        parser.close();
        emitter.fail(fault instanceof ProblemException ? fault : BadAnswer.because("broke off"));
    }

    private void leave() {
        over = true;
        parser.close();
        body.discard();
    }

    /** Comes from any thread when it is a cancellation, and also after every regular end. */
    private void givenUp() {
        if (context == null) {
            leaveIfOpen();
        } else if (!over) {
            context.runOnContext(ignored -> leaveIfOpen());
        }
    }

    private void leaveIfOpen() {
        if (!over) {
            leave();
        }
    }
}
