package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which path is answered by what, and what every path has in common: the client is known, {@code HEAD} works where
 * {@code GET} does, {@code OPTIONS} answers 204 and other methods 405, both with {@code Allow}, and every failure is a
 * problem document.
 */
final class Paths {
    private final Router router;
    private final Authentication authentication;
    private final UnderWay underWay;
    private final Map<String, At> known = new HashMap<>();

    Paths(Router router, Authentication authentication, UnderWay underWay) {
        this.router = router;
        this.authentication = authentication;
        this.underWay = underWay;
    }

    /**
     * One path, in Vert.x' spelling ({@code /v1/:resource}). Asked for again it is the same, so that reads and writes of one
     * path can be added one after the other.
     */
    At at(String path) {
        return known.computeIfAbsent(path, At::new);
    }

    /** A value as one segment of a path. */
    static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What is served at one path. */
    final class At {
        private final String path;
        private final Map<HttpMethod, Endpoint> endpoints = new LinkedHashMap<>();
        private final List<Function<Exchange, Set<HttpMethod>>> offers = new ArrayList<>();
        private boolean credentialInQuery;
        private boolean forOperators;
        private boolean registered;

        private At(String path) {
            this.path = path;
        }

        At get(Endpoint endpoint) {
            return on(HttpMethod.GET, endpoint);
        }

        At post(Endpoint endpoint) {
            return on(HttpMethod.POST, endpoint);
        }

        At put(Endpoint endpoint) {
            return on(HttpMethod.PUT, endpoint);
        }

        At patch(Endpoint endpoint) {
            return on(HttpMethod.PATCH, endpoint);
        }

        At delete(Endpoint endpoint) {
            return on(HttpMethod.DELETE, endpoint);
        }

        private At on(HttpMethod method, Endpoint endpoint) {
            endpoints.put(method, endpoint);
            return this;
        }

        /** Which of the methods are offered depends on the request, for example on its resource. Offers add up. */
        At offering(Function<Exchange, Set<HttpMethod>> methods) {
            offers.add(methods);
            return this;
        }

        /** Here a credential in the query counts too. */
        At credentialInQuery() {
            credentialInQuery = true;
            return this;
        }

        /** Here a client that may operate may name every account, also those that it may not read or write. */
        At forOperators() {
            forOperators = true;
            return this;
        }

        void register() {
            if (!registered) {
                registered = true;
                router.route(path).handler(this::handle).failureHandler(Paths::fail);
            }
        }

        private boolean isOffered(Exchange exchange, HttpMethod method) {
            for (var offer : offers) {
                if (offer.apply(exchange).contains(method)) {
                    return true;
                }
            }
            return offers.isEmpty();
        }

        private Set<HttpMethod> offered(Exchange exchange) {
            if (offers.isEmpty()) {
                return endpoints.keySet();
            }
            return offers.stream()
                    .flatMap(offer -> offer.apply(exchange).stream())
                    .collect(Collectors.toSet());
        }

        private void handle(RoutingContext routing) {
            // Added before anything is asked, because an answer that is there at once ends the response at once.
            var running = new AtomicReference<@Nullable Cancellable>();
            routing.addEndHandler(ended -> {
                giveUp(running.get());
                RequestBodies.letGo(routing.request());
            });
            underWay.add(routing, () -> giveUp(running.get()));
            running.set(answer(routing)
                    .subscribe()
                    .with(
                            done -> Responder.write(routing, done),
                            failure -> Responder.write(routing, Problems.answer(Problems.of(failure), routing))));
        }

        private Uni<Answer> answer(RoutingContext routing) {
            try {
                return dispatch(exchange(routing));
            } catch (RuntimeException refused) {
                return Uni.createFrom().failure(refused);
            }
        }

        private Exchange exchange(RoutingContext routing) {
            var notes = Notes.of(routing).route(path);
            var client = authentication.of(routing.request(), credentialInQuery);
            notes.client(client.name());
            var account = authentication.account(routing.request(), client, forOperators);
            notes.account(account);
            return new Exchange(routing, client, account);
        }

        private Uni<Answer> dispatch(Exchange exchange) {
            var asked = exchange.request().method();
            var method = HttpMethod.HEAD.equals(asked) ? HttpMethod.GET : asked;
            var endpoint = endpoints.get(method);
            if (endpoint != null && isOffered(exchange, method)) {
                return endpoint.answer(exchange);
            }
            var methods = offered(exchange);
            return Uni.createFrom()
                    .item(
                            HttpMethod.OPTIONS.equals(method)
                                    ? Answer.empty(204, Answer.headers("Allow", allow(methods)))
                                    : notAllowed(exchange, methods));
        }
    }

    /** Answers a failure that came up outside of an endpoint. */
    static void fail(RoutingContext routing) {
        var failure = routing.failure();
        Responder.write(
                routing,
                Problems.answer(
                        Problems.of(failure != null ? failure : new IllegalStateException("no cause")), routing));
    }

    private static Answer notAllowed(Exchange exchange, Set<HttpMethod> methods) {
        var allow = allow(methods);
        var problem = Problem.of(
                Reason.NOT_ALLOWED, exchange.request().method() + " is not offered here; allowed: " + allow + ".");
        var answer = Problems.answer(problem, exchange.routing());
        answer.headers().set("Allow", allow);
        return answer;
    }

    /** A caller that goes away gives up what is done for it; after a whole answer there is nothing left to give up. */
    private static void giveUp(@Nullable Cancellable running) {
        if (running != null) {
            running.cancel();
        }
    }

    private static String allow(Set<HttpMethod> methods) {
        var names = new TreeSet<String>();
        methods.forEach(method -> names.add(method.name()));
        if (methods.contains(HttpMethod.GET)) {
            names.add("HEAD");
        }
        names.add("OPTIONS");
        return String.join(", ", names);
    }
}
