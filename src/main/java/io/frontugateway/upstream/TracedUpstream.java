package io.frontugateway.upstream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.smallrye.mutiny.Uni;

/** Shows each call that the breaker lets through as a span {@code upstream}, the wait for its slot included. */
public final class TracedUpstream implements Upstream {
    private final Upstream next;

    public TracedUpstream(Upstream next) {
        this.next = next;
    }

    @Override
    public Uni<Reply> send(Call call) {
        return Spans.around("upstream", span -> {
            span.setAttribute("frontu_gateway.account", call.account())
                    .setAttribute("frontu_gateway.resource", call.resource())
                    .setAttribute("frontu_gateway.client", call.client());
            return next.send(call).invoke(reply -> note(span, reply));
        });
    }

    private static void note(Span span, Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            span.setAttribute("http.response.status_code", answer.status());
        } else if (reply instanceof Reply.Failed failed) {
            span.setAttribute(
                    "frontu_gateway.problem", failed.problem().reason().slug());
        }
        if (Replies.isFrontusFault(reply)) {
            span.setStatus(StatusCode.ERROR);
        }
    }
}
