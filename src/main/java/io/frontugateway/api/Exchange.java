package io.frontugateway.api;

import io.frontugateway.clients.Client;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** One authenticated request on its way through the api room. */
record Exchange(RoutingContext routing, Client client, String account) {
    HttpServerRequest request() {
        return routing.request();
    }

    /** Where to put what its access line tells. */
    Notes notes() {
        return Notes.of(routing);
    }

    /** A parameter of the path, percent-decoded. */
    String path(String name) {
        return routing.pathParam(name);
    }

    /** The query, not yet checked. */
    Query query() {
        return Query.of(request());
    }

    /** Ends the request here when the client lacks a permission. */
    void demand(boolean permitted, String permission) {
        if (!permitted) {
            throw new ProblemException(Problem.of(
                    Reason.FORBIDDEN,
                    "Client '" + client.name() + "' needs the permission '" + permission + "' for this."));
        }
    }
}
