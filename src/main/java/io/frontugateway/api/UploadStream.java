package io.frontugateway.api;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The body of an upload: its beginning is looked at first, then all of it flows, as fast as it is read and no faster, up to
 * a bound. Lives on the context of its request.
 */
final class UploadStream implements ReadStream<Buffer> {
    private final HttpServerRequest request;
    private final Context context;

    private Buffer begin = Buffer.buffer();
    private long bound = Long.MAX_VALUE;
    private long passed;
    private boolean begun;
    private boolean paused;
    private boolean requestEnded;
    private boolean over;
    private @Nullable Throwable failure;
    private @Nullable Handler<Buffer> reader;
    private @Nullable Handler<Void> atEnd;
    private @Nullable Handler<Throwable> atFailure;

    UploadStream(Vertx vertx, HttpServerRequest request) {
        this.request = request;
        this.context = vertx.getOrCreateContext();
    }

    /**
     * Reads until the beginning tells enough. The rest waits.
     *
     * @param look looks at what is there, and whether no more will come; empty when it needs more
     * @param most bytes that are read before it has to decide
     */
    <T> Uni<T> begin(BiFunction<Buffer, Boolean, Optional<T>> look, int most) {
        return Uni.createFrom().emitter(emitter -> {
            Runnable decide = () -> {
                try {
                    look.apply(begin, requestEnded || begin.length() >= most).ifPresent(found -> {
                        request.pause();
                        emitter.complete(found);
                    });
                } catch (RuntimeException refused) {
                    emitter.fail(refused);
                }
            };
            RequestBodies.demand(request);
            request.exceptionHandler(this::fail);
            request.endHandler(end -> {
                requestEnded = true;
                if (begun) {
                    end();
                } else {
                    decide.run();
                }
            });
            request.handler(piece -> {
                if (begun) {
                    pass(piece);
                } else {
                    begin.appendBuffer(piece);
                    decide.run();
                }
            });
        });
    }

    /** A longer body fails with {@code too-large}. */
    void bound(long bytes) {
        bound = bytes;
    }

    private void flow() {
        if (over || reader == null) {
            return;
        }
        if (!begun) {
            begun = true;
            var first = begin;
            begin = Buffer.buffer();
            pass(first);
            if (requestEnded) {
                end();
                return;
            }
        }
        if (!paused) {
            request.resume();
        }
    }

    private void pass(Buffer piece) {
        passed += piece.length();
        if (passed > bound) {
            fail(RequestBodies.tooLarge(RequestBodies.FILE));
        } else if (reader != null && !over && piece.length() > 0) {
            reader.handle(piece);
        }
    }

    private void end() {
        if (!over) {
            over = true;
            if (atEnd != null) {
                atEnd.handle(null);
            }
        }
    }

    private void fail(Throwable why) {
        if (!over) {
            over = true;
            failure = why;
            if (atFailure != null) {
                atFailure.handle(why);
            }
        }
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
            var early = failure;
            context.runOnContext(ignored -> handler.handle(early));
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        paused = true;
        request.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        // The connection to Frontu may live on another thread, and asks from there.
        context.runOnContext(ignored -> {
            paused = false;
            flow();
        });
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return resume();
    }
}
