package io.frontugateway.reads;

import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Sends the requests of one read, one after another. They share one waiting time: what one request waits until it leaves is
 * no longer there for the next. Belongs to one subscription.
 */
final class Asking {
    private final Upstream upstream;
    private final Reader reader;
    private final ResourceType resource;
    private Duration waitLeft;

    Asking(Upstream upstream, Reader reader, ResourceType resource) {
        this.upstream = upstream;
        this.reader = reader;
        this.resource = resource;
        this.waitLeft = reader.maxWait();
    }

    /** Asks for a JSON document. */
    Uni<Reply> document(String target) {
        return send(target, Map.of(), Call.Shape.DOCUMENT);
    }

    /** Asks for bytes that are passed on. */
    Uni<Reply> transfer(String target, Map<String, String> headers) {
        return send(target, headers, Call.Shape.TRANSFER);
    }

    private Uni<Reply> send(String target, Map<String, String> headers, Call.Shape shape) {
        var begun = Instant.now();
        var call = new Call(
                reader.account(),
                resource.name(),
                reader.client(),
                reader.priority(),
                Call.Method.GET,
                target,
                headers,
                null,
                shape,
                waitLeft,
                reader.progress());
        return upstream.send(call).invoke(reply -> spend(begun, reply));
    }

    private void spend(Instant begun, Reply reply) {
        if (reply instanceof Reply.Answer answer && answer.askedAt().isAfter(begun)) {
            var left = waitLeft.minus(Duration.between(begun, answer.askedAt()));
            waitLeft = left.isNegative() ? Duration.ZERO : left;
        }
    }
}
