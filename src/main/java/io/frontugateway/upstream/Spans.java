package io.frontugateway.upstream;

import io.frontugateway.problem.ProblemException;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Spans of the gateway's own, between that of the HTTP server and those of requests to Frontu. */
public final class Spans {
    private static final String TRACER = "io.frontugateway";
    /** How a read was answered: the label {@code result} of {@code frontu_cache_requests_total}. */
    public static final AttributeKey<String> CACHE_RESULT = AttributeKey.stringKey("frontu_gateway.cache.result");

    private static final String PROBLEM = "frontu_gateway.problem";

    private Spans() {}

    /**
     * Does a piece of work under a span, a child of the current one, at every subscription.
     *
     * @param name few and fixed, for example {@code quota.wait}
     * @param work is given the span, for attributes: names and numbers only, never an identifier that a caller sent
     */
    public static <T> Uni<T> around(String name, Function<Span, Uni<? extends T>> work) {
        return Uni.createFrom().deferred(() -> around(named(name), work));
    }

    /** A span that is yet to be started, for what needs more than a parent: links, or a time of its own. */
    public static SpanBuilder named(String name) {
        return GlobalOpenTelemetry.getTracer(TRACER).spanBuilder(name);
    }

    /** Does a piece of work under a span that is started now. */
    public static <T> Uni<T> around(SpanBuilder builder, Function<Span, Uni<? extends T>> work) {
        var span = builder.startSpan();
        var scope = enter(span);
        return Uni.createFrom()
                .<T>deferred(() -> work.apply(span))
                .onTermination()
                .invoke((item, failure, cancelled) -> {
                    scope.close();
                    end(span, failure, cancelled);
                });
    }

    /** The current span as W3C's {@code traceparent}, for work that is done later; empty where there is none. */
    public static String traceparent() {
        var current = Span.current().getSpanContext();
        return current.isValid()
                ? "00-" + current.getTraceId() + "-" + current.getSpanId() + "-"
                        + current.getTraceFlags().asHex()
                : "";
    }

    /** The span that {@link #traceparent} named. */
    public static Optional<SpanContext> of(String traceparent) {
        var parts = traceparent.split("-");
        if (parts.length != 4) {
            return Optional.empty();
        }
        var flags = TraceFlags.fromHex(parts[3], 0);
        var span = SpanContext.createFromRemoteParent(parts[1], parts[2], flags, TraceState.getDefault());
        return span.isValid() ? Optional.of(span) : Optional.empty();
    }

    /** Outside of Vert.x the current span would stay with the thread, whatever that does next. */
    @SuppressWarnings("MustBeClosedChecker") // closed when the work is over, which may be much later
    private static Scope enter(Span span) {
        return Vertx.currentContext() == null ? Scope.noop() : span.makeCurrent();
    }

    private static void end(Span span, @Nullable Throwable failure, boolean cancelled) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR);
        }
        if (failure instanceof ProblemException refusal) {
            span.setAttribute(PROBLEM, refusal.problem().reason().slug());
        }
        if (cancelled) {
            span.setAttribute("frontu_gateway.cancelled", true);
        }
        span.end();
    }
}
