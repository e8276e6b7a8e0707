package io.frontugateway.cache;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that go to sockets as they are, any number of times. Long ones that are sent often move out of the heap, since what
 * lies within it is copied once more on its way to a socket. Safe for use by any thread; the buffers handed out are shared and
 * must not be written to.
 */
final class Payload {
    /** What is shorter is copied in less time than the call to the kernel takes. */
    private static final int LONG = 16 * 1024;

    /** Most documents are sent a few times before they change; those are not worth the move. */
    private static final int OFTEN = 16;

    /** Bytes that may lie outside of the heap, also those that nobody needs any more and that are not collected yet. */
    private static final long ROOM = 32L << 20;

    private static final AtomicLong OUTSIDE = new AtomicLong();
    private static final Cleaner CLEANER = Cleaner.create();

    private final int length;
    private final AtomicInteger sent = new AtomicInteger();
    private volatile Buffer bytes;

    /** @param bytes belong to it from now on */
    Payload(byte[] bytes) {
        this.length = bytes.length;
        this.bytes = Buffer.buffer(bytes);
    }

    int length() {
        return length;
    }

    /** For a socket. */
    Buffer bytes() {
        if (length >= LONG && sent.get() < OFTEN && sent.incrementAndGet() == OFTEN) {
            move();
        }
        return bytes;
    }

    byte[] copy() {
        return bytes.getBytes();
    }

    private void move() {
        if (OUTSIDE.addAndGet(length) > ROOM) {
            OUTSIDE.addAndGet(-length);
            return;
        }
        var outside = ByteBuffer.allocateDirect(length);
        CLEANER.register(outside, new Release(length));
        outside.put(bytes.getBytes()).flip();
        bytes = Buffer.buffer(
                Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(outside).asReadOnly()));
    }

    /** Holds nothing of the payload, so that it does not keep it from being collected. */
    private record Release(int length) implements Runnable {
        @Override
        public void run() {
            OUTSIDE.addAndGet(-length);
        }
    }
}
