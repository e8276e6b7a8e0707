package io.frontugateway.reads;

import io.frontugateway.testing.CannedBody;
import io.frontugateway.upstream.Body;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A body whose bytes never come. */
record StandingBody(CannedBody body) implements Body, ReadStream<Buffer> {
    @Override
    public ReadStream<Buffer> stream() {
        return this;
    }

    @Override
    public void discard() {
        body.discard();
    }

    @Override
    public Uni<Buffer> whole(long maxBytes) {
        return Uni.createFrom().nothing();
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return this;
    }
}
