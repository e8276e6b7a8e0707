package io.frontugateway.api;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;

/** Finds the resource that a path names. */
final class Resources {
    private Resources() {}

    /** @throws io.frontugateway.problem.ProblemException {@code unknown-resource} */
    static ResourceType named(Catalogue catalogue, Exchange exchange) {
        var resource = find(catalogue, exchange.path("resource"));
        exchange.notes().resource(resource.name());
        return resource;
    }

    private static ResourceType find(Catalogue catalogue, String name) {
        return catalogue
                .find(name)
                .orElseThrow(() -> Problem.of(
                                Reason.UNKNOWN_RESOURCE,
                                "There is no resource of that name; GET /v1/resources lists those there are.")
                        .asException());
    }
}
