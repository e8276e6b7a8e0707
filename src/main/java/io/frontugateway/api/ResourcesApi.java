package io.frontugateway.api;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code GET /v1/resources}: the catalogue as it is in effect. */
@Singleton
class ResourcesApi {
    private final Answer answer;

    ResourcesApi(Catalogue catalogue) {
        this.answer = Answer.json(CatalogueView.of(catalogue));
    }

    void register(Paths paths) {
        paths.at("/v1/resources").get(this::resources).register();
    }

    private Uni<Answer> resources(Exchange exchange) {
        Negotiation.demandJson(exchange.routing());
        exchange.query().allowOnly(List.of());
        return Uni.createFrom().item(answer);
    }
}
