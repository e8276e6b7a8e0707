package io.frontugateway.api;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the server does for every request, and what it leaves out. Nothing here speaks WebSocket. And where spans are
 * exported to nobody, none is made for a request, since that costs as much as a cached answer; a caller's own trace is
 * passed on to Frontu all the same.
 */
@ApplicationScoped
class ServerOptions implements HttpServerOptionsCustomizer {
    private static final String TRACE = "traceparent";

    /** After the request id, and before what asks anything. */
    private static final int EARLY = RequestId.BEFORE_ALL_OTHERS - 2;

    private final boolean spans;

    ServerOptions(
            @ConfigProperty(name = "quarkus.otel.exporter.otlp.endpoint") Optional<String> endpoint,
            @ConfigProperty(name = "quarkus.otel.exporter.otlp.traces.endpoint") Optional<String> tracesEndpoint) {
        this.spans =
                Stream.of(endpoint, tracesEndpoint).flatMap(Optional::stream).anyMatch(url -> !url.isBlank())
                        || LaunchMode.current().isDevOrTest();
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false).setPerMessageWebSocketCompressionSupported(false);
        if (!spans) {
            options.setTracingPolicy(TracingPolicy.IGNORE);
        }
    }

    void register(@Observes Filters filters) {
        if (!spans) {
            filters.register(ServerOptions::takeUpTrace, EARLY);
        }
    }

    /** The scope is not closed: it lies on the context of the request, and ends with it. */
    @SuppressWarnings("MustBeClosedChecker")
    private static void takeUpTrace(RoutingContext routing) {
        if (routing.request().headers().contains(TRACE)) {
            W3CTraceContextPropagator.getInstance()
                    .extract(Context.root(), routing.request().headers(), Fields.GETTER)
                    .makeCurrent();
        }
        routing.next();
    }

    private enum Fields implements TextMapGetter<MultiMap> {
        GETTER;

        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        @Override
        public @Nullable String get(@Nullable MultiMap headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    }
}
