package io.frontugateway.api;

import io.frontugateway.clients.Client;
import io.frontugateway.clients.Clients;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.frontu.Accounts;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.MDC;

/** Finds out who is calling, from {@code Authorization: Bearer}, {@code X-Api-Key} or, on the passthrough, {@code access_token}. */
@Singleton
class Authentication {
    private static final String BEARER = "bearer ";

    /** Stands for a credential of another scheme: it counts as one, and is never valid, since no header can hold it. */
    private static final String OTHER_SCHEME = "\n";

    private final Clients clients;
    private final Accounts accounts;

    Authentication(Clients clients, Accounts accounts) {
        this.clients = clients;
        this.accounts = accounts;
    }

    /**
     * The client that a request comes from.
     *
     * @param inQuery whether a credential in the query counts
     * @throws io.frontugateway.problem.ProblemException {@code unauthenticated} without a valid credential,
     *     {@code invalid-parameter} with two different ones
     */
    Client of(HttpServerRequest request, boolean inQuery) {
        var presented = credentials(request, inQuery);
        if (presented.size() > 1) {
            throw Problem.of(
                            Reason.INVALID_PARAMETER,
                            "The request carries two different credentials; send exactly one client key.")
                    .asException();
        }
        if (presented.isEmpty()) {
            throw unauthenticated(true, inQuery).asException();
        }
        var client = clients.authenticate(presented.iterator().next())
                .orElseThrow(() -> unauthenticated(false, inQuery).asException());
        MDC.put("client", client.name());
        return client;
    }

    /**
     * The account that a request means: the client's own, or the one it names and may use.
     *
     * @param forOperators whether a client that may operate may name any
     */
    String account(HttpServerRequest request, Client client, boolean forOperators) {
        var named = request.getHeader("Frontu-Account");
        if (named == null) {
            return client.account();
        }
        var allowed = forOperators && client.permissions().mayOperate() ? accounts.names() : client.accounts();
        if (!allowed.contains(named)) {
            throw Problem.of(
                            Reason.FORBIDDEN,
                            "Client '" + client.name() + "' may not use the account named in Frontu-Account; allowed: "
                                    + String.join(", ", allowed) + ".")
                    .asException();
        }
        return named;
    }

    private static Set<String> credentials(HttpServerRequest request, boolean inQuery) {
        var found = new LinkedHashSet<String>();
        for (var authorization : request.headers().getAll("Authorization")) {
            // A scheme of another kind is a credential too, only never a valid one.
            found.add(
                    isBearer(authorization)
                            ? authorization.substring(BEARER.length()).strip()
                            : OTHER_SCHEME);
        }
        found.addAll(request.headers().getAll("X-Api-Key"));
        if (inQuery) {
            found.addAll(accessTokens(request));
        }
        return found;
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    private static List<String> accessTokens(HttpServerRequest request) {
        return new ArrayList<>(Query.of(request).parameters().getOrDefault(PassthroughApi.ACCESS_TOKEN, List.of()));
    }

    private static Problem unauthenticated(boolean absent, boolean inQuery) {
        var places = inQuery
                ? "as 'Authorization: Bearer <key>', as 'X-Api-Key: <key>' or as '?access_token=<key>'"
                : "as 'Authorization: Bearer <key>' or as 'X-Api-Key: <key>'";
        return Problem.of(
                Reason.UNAUTHENTICATED,
                (absent ? "No client key was sent" : "The client key is not known") + "; send one " + places + ".");
    }
}
