package io.frontugateway.testing;

import io.frontugateway.upstream.Body;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** A body that is known beforehand, or made while it is read. It flows on the thread that resumes it, and honours pauses. */
public final class CannedBody implements Body, ReadStream<Buffer> {
    private final Iterator<Buffer> pieces;
    private Handler<Buffer> handler = ignored -> {};
    private Handler<Void> endHandler = ignored -> {};
    private Handler<Throwable> exceptionHandler = ignored -> {};
    private Throwable failure;
    private long demand;
    private boolean flowing;
    private boolean discarded;
    private boolean ended;
    private long bytesTaken;

    private CannedBody(Iterator<Buffer> pieces) {
        this.pieces = pieces;
    }

    /** A text, in one piece. */
    public static CannedBody of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    /** Bytes, cut into pieces of a size. */
    public static CannedBody of(byte[] bytes, int pieceSize) {
        List<Buffer> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += Math.min(pieceSize, bytes.length - at)) {
            pieces.add(Buffer.buffer().appendBytes(bytes, at, Math.min(pieceSize, bytes.length - at)));
        }
        return new CannedBody(pieces.iterator());
    }

    /** Pieces that are made when they are read. */
    public static CannedBody of(Iterator<Buffer> pieces) {
        return new CannedBody(pieces);
    }

    public static CannedBody empty() {
        return new CannedBody(Collections.emptyIterator());
    }

    /** The same, which breaks off where it would have ended. */
    public CannedBody breakingOff(Throwable failure) {
        this.failure = failure;
        return this;
    }

    /** Whether the rest was let go. */
    public boolean isDiscarded() {
        return discarded;
    }

    /** Whether it holds a connection no longer: it was read to its end, has failed, or was discarded. */
    public boolean isReleased() {
        return ended || discarded;
    }

    /** How many bytes a reader has had. */
    public long bytesTaken() {
        return bytesTaken;
    }

    @Override
    public ReadStream<Buffer> stream() {
        return this;
    }

    @Override
    public void discard() {
        if (isReleased()) {
            throw new AssertionError("released twice");
        }
        discarded = true;
    }

    @Override
    public Uni<Buffer> whole(long maxBytes) {
        return Uni.createFrom().emitter(emitter -> {
            var whole = Buffer.buffer();
            exceptionHandler(emitter::fail).endHandler(end -> emitter.complete(whole));
            handler(whole::appendBuffer).resume();
        });
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        this.handler = handler == null ? ignored -> {} : handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
        this.endHandler = handler == null ? ignored -> {} : handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        this.exceptionHandler = handler == null ? ignored -> {} : handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        demand = 0;
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        if (!flowing) {
            flowing = true;
            flow();
            flowing = false;
        }
        return this;
    }

    private void flow() {
        while (!isReleased() && demand > 0) {
            if (pieces.hasNext()) {
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
                var piece = pieces.next();
                bytesTaken += piece.length();
                handler.handle(piece);
            } else {
                ended = true;
                if (failure == null) {
                    endHandler.handle(null);
                } else {
                    exceptionHandler.handle(failure);
                }
            }
        }
    }
}
