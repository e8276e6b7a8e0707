package io.frontugateway.cache;

import io.frontugateway.upstream.Body;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A body whose beginning is in memory, which may be all of it; the rest follows as if nothing had been read yet. Used on the
 * context of the body that it was made of.
 */
final class Peeked implements Body, ReadStream<Buffer> {
    private final Buffer beginning;
    private final @Nullable Body rest;

    private @Nullable Handler<Buffer> reader;
    private @Nullable Handler<Void> atEnd;
    private boolean flowing;
    private boolean begun;
    private boolean ended;

    private Peeked(Buffer beginning, @Nullable Body rest) {
        this.beginning = beginning;
        this.rest = rest;
    }

    /** All of a body. */
    static Peeked whole(Buffer bytes) {
        return new Peeked(bytes, null);
    }

    /** A body, read to its end where it has at most so many bytes. Fails as the body does. */
    static Uni<Peeked> of(Body body, int most) {
        return Uni.createFrom().emitter(emitter -> {
            var stream = body.stream();
            var beginning = Buffer.buffer();
            stream.exceptionHandler(emitter::fail)
                    .endHandler(end -> emitter.complete(whole(beginning)))
                    .handler(bytes -> {
                        beginning.appendBuffer(bytes);
                        if (beginning.length() > most) {
                            stream.pause();
                            emitter.complete(new Peeked(beginning, body));
                        }
                    })
                    .resume();
        });
    }

    /** The bytes, where they are all there. */
    @Nullable
    Buffer all() {
        return rest == null ? beginning : null;
    }

    @Override
    public ReadStream<Buffer> stream() {
        return this;
    }

    @Override
    public void discard() {
        if (rest != null) {
            rest.discard();
        }
    }

    @Override
    public Uni<Buffer> whole(long maxBytes) {
        return rest == null
                ? Uni.createFrom().item(beginning)
                : rest.whole(maxBytes)
                        .map(more -> Buffer.buffer().appendBuffer(beginning).appendBuffer(more));
    }

    @Override
    public void onRelease(Runnable action) {
        if (rest == null) {
            action.run();
        } else {
            rest.onRelease(action);
        }
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        reader = handler;
        if (rest != null) {
            rest.stream().handler(handler);
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        atEnd = handler;
        if (rest != null) {
            rest.stream().endHandler(handler);
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        if (rest != null) {
            rest.stream().exceptionHandler(handler);
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        flowing = false;
        if (rest != null) {
            rest.stream().pause();
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        flowing = true;
        long left = amount;
        if (!begun) {
            begun = true;
            left = amount == Long.MAX_VALUE ? amount : amount - 1;
            if (reader != null && beginning.length() > 0) {
                reader.handle(beginning);
            }
        }
        if (flowing) {
            goOn(left);
        }
        return this;
    }

    /** What holds nothing more ends without being asked for more. */
    private void goOn(long amount) {
        if (rest != null) {
            if (amount > 0) {
                rest.stream().fetch(amount);
            }
        } else if (!ended) {
            ended = true;
            if (atEnd != null) {
                atEnd.handle(null);
            }
        }
    }
}
