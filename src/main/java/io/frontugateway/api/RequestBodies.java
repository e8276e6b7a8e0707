package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Reads the bodies of requests: each within its bound, all together within one for this replica. */
@Singleton
class RequestBodies {
    /** A body of JSON. */
    static final long WRITE = 1 << 20;

    /** A batch. */
    static final long BATCH = 32 << 20;

    /** A file. */
    static final long FILE = 100 << 20;

    /** What all bodies that are in memory at a time may have together. */
    private static final long ALL = 192 << 20;

    /** A rest of a refused body that is still read, so that its caller can read the refusal. */
    private static final long REST = 4 << 20;

    private final AtomicLong held = new AtomicLong();

    /**
     * Reads a body whole and hands it over. Its bytes count as held until the answer is there. To be subscribed to while
     * the request is being handled first.
     *
     * @param most bytes of it; a longer one fails with {@code too-large}
     */
    Uni<Answer> whole(Exchange exchange, long most, Function<? super Buffer, Uni<? extends Answer>> use) {
        var reading = new Reading(exchange.request(), most);
        return Uni.createFrom()
                .<Buffer>emitter(reading::begin)
                .<Answer>chain(use)
                .onTermination()
                .invoke(reading::release);
    }

    /** A body that is not read any more: a short rest is let pass, so that the connection can be kept, a long one cut. */
    static void letGo(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        var rest = new AtomicLong();
        try {
            request.handler(piece -> {
                if (rest.addAndGet(piece.length()) > REST) {
                    request.connection().close();
                }
            });
            request.resume();
        } catch (IllegalStateException over) {
            // It ended, or its connection did, in the meantime.
        }
    }

    /** Lets a caller that asked first send its body. */
    static void demand(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
    }

    /** Bytes that were announced; negative where none were. */
    static long announced(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
    }

    static ProblemException tooLarge(long most) {
        return Problem.of(Reason.TOO_LARGE, "The body is larger than the " + most + " bytes that are taken here.")
                .asException();
    }

    private final class Reading {
        private final HttpServerRequest request;
        private final long most;
        private final Buffer body = Buffer.buffer();
        private long own;
        private boolean over;

        Reading(HttpServerRequest request, long most) {
            this.request = request;
            this.most = most;
        }

        void begin(UniEmitter<? super Buffer> reader) {
            if (announced(request) > most) {
                reader.fail(tooLarge(most));
                return;
            }
            if (request.isEnded()) {
                reader.complete(body);
                return;
            }
            demand(request);
            request.exceptionHandler(gone -> refuse(reader, brokeOff()));
            request.endHandler(end -> {
                if (!over) {
                    reader.complete(body);
                }
            });
            request.handler(piece -> take(reader, piece));
        }

        private void take(UniEmitter<? super Buffer> reader, Buffer piece) {
            if (over) {
                return;
            }
            if (body.length() + piece.length() > most) {
                refuse(reader, tooLarge(most));
            } else if (held.addAndGet(piece.length()) > ALL) {
                held.addAndGet(-piece.length());
                refuse(reader, full());
            } else {
                own += piece.length();
                body.appendBuffer(piece);
            }
        }

        private void refuse(UniEmitter<? super Buffer> reader, ProblemException why) {
            if (!over) {
                over = true;
                reader.fail(why);
            }
        }

        /** What is done with the bytes is over, whatever it came to. */
        void release() {
            over = true;
            held.addAndGet(-own);
            own = 0;
        }
    }

    private static ProblemException brokeOff() {
        return Problem.of(Reason.INVALID_BODY, "The body broke off.").asException();
    }

    private static ProblemException full() {
        return Problem.of(Reason.QUEUE_FULL, "Too many large bodies are being read at once.")
                .retryAfter(Duration.ofSeconds(1))
                .asException();
    }
}
