package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * {@code /console}: the operator's page. The page itself is open, since it holds nothing; its data comes from the API with
 * the key that the operator enters. The content security policy lets the page load and ask nothing but this gateway, and
 * nobody show it in a frame.
 */
@Singleton
class ConsolePage {
    static final String PATH = "/console";

    private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Not static: a native image would have to take up the buffers while it is built, and Netty's cannot be. */
    private final List<File> files = List.of(
            File.of(PATH, "console/index.html", "text/html; charset=utf-8"),
            File.of(PATH + "/console.css", "console/console.css", "text/css; charset=utf-8"),
            File.of(PATH + "/console.js", "console/console.js", "text/javascript; charset=utf-8"),
            File.of(PATH + "/charts.js", "console/charts.js", "text/javascript; charset=utf-8"),
            File.of(PATH + "/uplot.css", UPLOT + "uPlot.min.css", "text/css; charset=utf-8"),
            File.of(PATH + "/uplot.js", UPLOT + "uPlot.iife.min.js", "text/javascript; charset=utf-8"));

    /** One of its files: where it is served, what it is, and the tag by which a browser knows that it is unchanged. */
    private record File(String path, Buffer bytes, String type, String etag) {
        static File of(String path, String name, String type) {
            try (var file = ConsolePage.class.getClassLoader().getResourceAsStream(name)) {
                if (file == null) {
                    throw new IllegalStateException(name + " is not on the class path");
                }
                var bytes = file.readAllBytes();
                return new File(path, Buffer.buffer(bytes), type, '"' + digest(bytes) + '"');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String digest(byte[] bytes) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return HexFormat.of().formatHex(digest, 0, 12);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime has SHA-256", e);
            }
        }
    }

    void register(Router router) {
        for (var file : files) {
            router.route(file.path()).handler(routing -> serve(routing, file)).failureHandler(Paths::fail);
        }
    }

    private static void serve(RoutingContext routing, File file) {
        var method = routing.request().method();
        if (HttpMethod.OPTIONS.equals(method)) {
            Responder.write(routing, Answer.empty(204, Answer.headers("Allow", "GET, HEAD, OPTIONS")));
        } else if (HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method)) {
            Responder.write(routing, answer(routing, file));
        } else {
            Responder.write(routing, notAllowed(routing));
        }
    }

    private static Answer answer(RoutingContext routing, File file) {
        var headers = Answer.headers("Content-Security-Policy", POLICY)
                .add("X-Content-Type-Options", "nosniff")
                .add("Referrer-Policy", "no-referrer")
                .add("Cache-Control", "no-cache")
                .add("ETag", file.etag());
        if (file.etag().equals(routing.request().getHeader("If-None-Match"))) {
            return Answer.empty(304, headers);
        }
        headers.add("Content-Type", file.type());
        return new Answer.Whole(200, headers, file.bytes());
    }

    private static Answer notAllowed(RoutingContext routing) {
        var answer = Problems.answer(
                Problem.of(Reason.NOT_ALLOWED, "The page can only be read; allowed: GET, HEAD, OPTIONS."), routing);
        answer.headers().set("Allow", "GET, HEAD, OPTIONS");
        return answer;
    }
}
