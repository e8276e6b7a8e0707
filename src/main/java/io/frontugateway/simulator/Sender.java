package io.frontugateway.simulator;

import io.frontugateway.simulator.Answer.Part;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;

/** Puts answers on the wire: documents whole and compressed if wished, contents in pieces as they are read. */
final class Sender {
    private static final int PIECE = 64 * 1024;
    private static final int WORTH_COMPRESSING = 512;
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final LongSupplier clock;
    private long dateSecond;
    private String date = "";

    /** @param clock what Frontu's clock shows, in Unix milliseconds */
    Sender(LongSupplier clock) {
        this.clock = clock;
    }

    void send(Exchange exchange, Answer answer) {
        HttpServerResponse response = exchange.request.response();
        if (response.closed()) {
            return;
        }
        begin(response, answer);
        if (answer.part() != null) {
            stream(response, answer.part());
        } else if (answer.isDocument()) {
            document(exchange, response, answer);
        } else {
            response.end();
        }
    }

    /** Announces the whole answer, sends its first half and cuts the connection. */
    void cut(Exchange exchange, Answer answer) {
        HttpServerResponse response = exchange.request.response();
        byte[] bytes = answer.bytes();
        begin(response, Answer.document(answer.status(), bytes));
        response.putHeader("Content-Length", Integer.toString(bytes.length));
        response.write(Buffer.buffer(bytes).slice(0, bytes.length / 2)).onComplete(written -> drop(exchange));
    }

    void drop(Exchange exchange) {
        exchange.request.connection().close();
    }

    private void begin(HttpServerResponse response, Answer answer) {
        response.setStatusCode(answer.status()).putHeader("Date", now());
        (answer.isDocument() ? JSON : Map.<String, String>of()).forEach(response::putHeader);
        answer.headers().forEach(response::putHeader);
    }

    private static void document(Exchange exchange, HttpServerResponse response, Answer answer) {
        byte[] bytes = answer.bytes();
        response.putHeader("Vary", "Accept-Encoding");
        if (bytes.length >= WORTH_COMPRESSING && exchange.acceptsGzip()) {
            response.putHeader("Content-Encoding", "gzip");
            bytes = answer.compressed();
        }
        response.end(Buffer.buffer(bytes));
    }

    private static void stream(HttpServerResponse response, Part part) {
        response.putHeader("Content-Type", part.content().mediaType());
        if (part.to() == Long.MAX_VALUE) {
            response.setChunked(true);
        } else {
            response.putHeader("Content-Length", Long.toString(part.to() - part.from()));
        }
        new Stream(response, part).run();
    }

    private String now() {
        long second = clock.getAsLong() / 1000;
        if (second != dateSecond) {
            dateSecond = second;
            date = Moments.http(second);
        }
        return date;
    }

    /** The first half of an answer, as if it were the whole. */
    static Answer half(Answer answer) {
        byte[] bytes = answer.bytes();
        return Answer.document(answer.status(), Arrays.copyOf(bytes, bytes.length / 2));
    }

    static Answer page() {
        byte[] html = "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>".getBytes(StandardCharsets.UTF_8);
        return Answer.document(200, html).with(Map.of("Content-Type", "text/html; charset=UTF-8"));
    }

    /** Writes while the connection takes it, and goes on when it drains. */
    private static final class Stream {
        private final HttpServerResponse response;
        private final Part part;
        private long position;

        Stream(HttpServerResponse response, Part part) {
            this.response = response;
            this.part = part;
            this.position = part.from();
            response.exceptionHandler(gone -> {});
        }

        void run() {
            while (!response.closed() && position < part.to()) {
                if (response.writeQueueFull()) {
                    response.drainHandler(drained -> run());
                    return;
                }
                int length = (int) Math.min(PIECE, part.to() - position);
                response.write(Buffer.buffer(part.content().read(position, length)));
                position += length;
            }
            if (!response.closed()) {
                response.end();
            }
        }
    }
}
