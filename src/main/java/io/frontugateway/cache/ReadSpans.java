package io.frontugateway.cache;

import io.frontugateway.cache.Provenance.Result;
import io.frontugateway.upstream.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Shows a read that is not answered from memory at once as a span {@code cache}, with how it was answered. What it costs Frontu
 * lies below it; a read that joined another's ask has nothing there.
 */
final class ReadSpans {
    private static final AttributeKey<String> RESOURCE = AttributeKey.stringKey("frontu_gateway.resource");

    private ReadSpans() {}

    static Uni<Answered> around(String resource, Supplier<Uni<Answered>> read) {
        return around(resource, read, answered -> answered.provenance().result());
    }

    /** @param result how what the read has ended with was come by */
    static <T> Uni<T> around(String resource, Supplier<Uni<T>> read, Function<T, Result> result) {
        return Spans.around("cache", span -> {
            span.setAttribute(RESOURCE, resource);
            return read.get()
                    .invoke(answer -> span.setAttribute(
                            Spans.CACHE_RESULT, result.apply(answer).word()));
        });
    }
}
