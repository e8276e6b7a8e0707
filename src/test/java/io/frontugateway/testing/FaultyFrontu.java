package io.frontugateway.testing;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;

/**
 * A Frontu over real HTTP that does what a test tells it, right or wrong, and remembers what arrived. Each request takes
 * the next of the {@linkplain #next(Handler) given} behaviours, and the {@linkplain #always(Handler) usual} one when none is
 * left.
 */
public final class FaultyFrontu implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Handler<HttpServerRequest>> nexts = new ConcurrentLinkedQueue<>();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private volatile Handler<HttpServerRequest> usual = json(200, "{}");

    /** One request as it came in. */
    public record Arrival(String method, String uri, MultiMap headers, String body, long nanos) {}

    private FaultyFrontu(Vertx vertx) {
        this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(this::arrived);
    }

    /** Starts one on a free port. */
    public static FaultyFrontu start(Vertx vertx) {
        var frontu = new FaultyFrontu(vertx);
        frontu.server.listen(0).toCompletionStage().toCompletableFuture().join();
        return frontu;
    }

    /** Scheme, host and port. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** What it does from now on. */
    public FaultyFrontu always(Handler<HttpServerRequest> behaviour) {
        usual = behaviour;
        return this;
    }

    /** What it does once, after those given before. */
    public FaultyFrontu next(Handler<HttpServerRequest> behaviour) {
        nexts.add(behaviour);
        return this;
    }

    /** What has arrived, in order. */
    public List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** The URIs of requests whose connection was closed before their answer was complete. */
    public List<String> cutOff() {
        return List.copyOf(closed);
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private void arrived(HttpServerRequest request) {
        long at = System.nanoTime();
        request.response().exceptionHandler(ignored -> closed.add(request.uri()));
        request.bodyHandler(body -> {
            arrivals.add(new Arrival(request.method().name(), request.uri(), request.headers(), body.toString(), at));
            var once = nexts.poll();
            (once == null ? usual : once).handle(request);
        });
    }

    /** A complete answer. */
    public static Handler<HttpServerRequest> json(int status, String body) {
        return answer(status, "application/json", Buffer.buffer(body));
    }

    /** A complete answer of any type, with further headers as name, value, name, value. */
    public static Handler<HttpServerRequest> answer(int status, String type, Buffer body, String... headers) {
        return request -> {
            var response = request.response().setStatusCode(status).putHeader("Content-Type", type);
            for (int i = 0; i < headers.length; i += 2) {
                response.putHeader(headers[i], headers[i + 1]);
            }
            response.end(body);
        };
    }

    /** Closes the connection without a word. */
    public static Handler<HttpServerRequest> drop() {
        return request -> request.connection().close();
    }

    /** Never answers. */
    public static Handler<HttpServerRequest> hang() {
        return request -> {};
    }

    /** Announces more than it sends, then closes the connection. */
    public static Handler<HttpServerRequest> half(String body) {
        return request -> request.response()
                .putHeader("Content-Length", String.valueOf(body.length() * 2))
                .write(body)
                .onComplete(ignored -> request.connection().close());
    }

    /** Sends the head and the first bytes of a body, and nothing more. */
    public static Handler<HttpServerRequest> stall(String begin) {
        return request -> request.response().setChunked(true).write(begin);
    }

    /** Sends bytes as fast as they are taken; of a length below zero, without end. */
    public static Handler<HttpServerRequest> flood(long length) {
        return request -> {
            var response = request.response();
            if (length < 0) {
                response.setChunked(true);
            } else {
                response.putHeader("Content-Length", String.valueOf(length));
            }
            new Flood(response, length).flow();
        };
    }

    /** A small gzip body that inflates to as many zeros. */
    public static Handler<HttpServerRequest> bomb(long inflated) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            var zeros = new byte[1 << 16];
            for (long left = inflated; left > 0; left -= zeros.length) {
                gzip.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer(200, "application/json", Buffer.buffer(bytes.toByteArray()), "Content-Encoding", "gzip");
    }

    private static final class Flood {
        private static final Buffer PIECE = Buffer.buffer(new byte[1 << 16]);
        private final HttpServerResponse response;
        private final boolean endless;
        private long left;

        Flood(HttpServerResponse response, long length) {
            this.response = response;
            this.endless = length < 0;
            this.left = length;
        }

        void flow() {
            while (endless || left > 0) {
                if (response.closed()) {
                    return;
                }
                if (response.writeQueueFull()) {
                    response.drainHandler(ignored -> flow());
                    return;
                }
                var piece = endless || left >= PIECE.length() ? PIECE : PIECE.slice(0, (int) left);
                left -= piece.length();
                response.write(piece);
            }
            response.end();
        }
    }
}
