package io.frontugateway.api;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.reads.EntityReads;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /v1/files/{guid}/content} and {@code /v1/images/{guid}/content}: bytes, streamed and never buffered whole. */
@Singleton
class ContentApi {
    private static final List<String> ASKED =
            List.of("Range", "If-Range", "If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since");
    private static final List<String> ANSWERED = List.of(
            "Content-Type",
            "Content-Length",
            "Content-Range",
            "Content-Disposition",
            "Accept-Ranges",
            "ETag",
            "Last-Modified");

    private final Catalogue catalogue;
    private final EntityReads reads;
    private final Readers readers;

    ContentApi(Catalogue catalogue, EntityReads reads, Readers readers) {
        this.catalogue = catalogue;
        this.reads = reads;
        this.readers = readers;
    }

    void register(Paths paths) {
        paths.at("/v1/:resource/:guid/content")
                .get(this::content)
                .offering(exchange ->
                        resource(exchange).operations().content() == null ? Set.of() : Set.of(HttpMethod.GET))
                .register();
    }

    private Uni<Answer> content(Exchange exchange) {
        var resource = resource(exchange);
        exchange.demand(exchange.client().permissions().mayRead(resource.name()), resource.name() + ":read");
        exchange.query().allowOnly(List.of());
        Demands.requireAsking(exchange.request().headers());
        return reads.content(
                        readers.of(exchange),
                        resource,
                        EntitiesApi.id(exchange, Identity.GUID),
                        asked(exchange.request().headers()))
                .map(ContentApi::answer);
    }

    private ResourceType resource(Exchange exchange) {
        return Resources.named(catalogue, exchange);
    }

    private static Map<String, String> asked(MultiMap headers) {
        var asked = new HashMap<String, String>();
        for (var name : ASKED) {
            var value = headers.get(name);
            if (value != null) {
                asked.put(name, value);
            }
        }
        return asked;
    }

    private static Answer answer(Reply.Answer reply) {
        var headers = Answer.headers("Cache-Control", "private, no-cache").add("X-Content-Type-Options", "nosniff");
        for (var name : ANSWERED) {
            var value = reply.headers().get(name);
            if (value != null) {
                headers.set(name, value);
            }
        }
        return new Answer.Streamed(reply.status(), headers, reply);
    }
}
