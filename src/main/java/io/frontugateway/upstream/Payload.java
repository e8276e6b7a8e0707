package io.frontugateway.upstream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/** What a request to Frontu carries. */
public sealed interface Payload {

    /** A body in memory. */
    record Whole(Buffer bytes) implements Payload {}

    /**
     * A body that is passed on as it comes, with back-pressure. It flows once, so a call that carries it is never sent a
     * second time; nothing of it is read before a slot is had and a connection stands. Where it fails, the request is cut,
     * and the call ends with the {@code ProblemException} that it failed with, or {@code frontu-unavailable}.
     *
     * @param stream the bytes, paused
     * @param length how many there are; negative where that is not known
     * @param within the longest time in which it flows, before it is cut off
     */
    record Streamed(ReadStream<Buffer> stream, long length, Duration within) implements Payload {}

    /** A body in memory. */
    static Payload of(Buffer bytes) {
        return new Whole(bytes);
    }
}
