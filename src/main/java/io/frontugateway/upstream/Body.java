package io.frontugateway.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * The body of an answer, not yet read. It holds a connection and a permit until it has been read to its end, has failed
 * or was discarded; one of these has to happen, exactly once.
 */
public interface Body {
    /**
     * The bytes as they come, with back-pressure: the stream is paused, and flows when the reader asks for it. It fails
     * with a {@code ProblemException} ({@code frontu-bad-answer}, {@code frontu-timeout}) when the connection breaks off,
     * the bound in bytes is passed or the time is up. Used on the context that the reply arrived on.
     */
    ReadStream<Buffer> stream();

    /** Lets the rest go: a short rest is read, so that the connection can be kept, a longer one is cut by a reset. */
    void discard();

    /**
     * Reads it whole.
     *
     * @param maxBytes the most that is kept; a longer body fails with {@code frontu-bad-answer}
     */
    Uni<Buffer> whole(long maxBytes);

    /**
     * Registers what is done once the body holds nothing any more: it was read to its end, failed or was discarded. Each
     * action runs exactly once, at once if that is already so. A body that is in memory holds nothing.
     */
    default void onRelease(Runnable action) {
        action.run();
    }
}
