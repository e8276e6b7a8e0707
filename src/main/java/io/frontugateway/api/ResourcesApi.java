package io.frontugateway.api;

import io.frontugateway.cache.Answered;
import io.frontugateway.cache.Finished;
import io.frontugateway.cache.Provenance;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code GET /v1/resources}: the catalogue as it is in effect. */
@Singleton
class ResourcesApi {
    /** It stands still until the gateway starts anew, which a caller should notice some time. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Answered answered;

    ResourcesApi(Catalogue catalogue) {
        var document = Finished.of(Json.bytes(CatalogueView.of(catalogue)).getBytes());
        this.answered = new Answered(document, Instant.now(), Duration.ZERO, KEPT, Provenance.hit(KEPT));
    }

    void register(Paths paths) {
        paths.at("/v1/resources").get(this::resources).register();
    }

    private Uni<Answer> resources(Exchange exchange) {
        Negotiation.demandJson(exchange.routing());
        var wanted = Representation.of(exchange.request().headers());
        exchange.query().allowOnly(List.of());
        return wanted.of(answered, exchange.routing().vertx());
    }
}
