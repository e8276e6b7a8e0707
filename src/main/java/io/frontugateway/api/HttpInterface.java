package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Every path of the gateway's main port, in the order in which they are tried. */
@ApplicationScoped
class HttpInterface {
    /** After everything that the framework serves below {@code /q}. */
    private static final int LAST = Integer.MAX_VALUE;

    private final Authentication authentication;
    private final UnderWay underWay;
    private final ResourcesApi resources;
    private final StatusApi status;
    private final QuotaApi quota;
    private final ContentApi content;
    private final EntitiesApi entities;
    private final WritesApi writes;
    private final OperationsApi operations;
    private final PassthroughApi passthrough;
    private final HistoryApi history;
    private final ConsolePage console;
    private final PassthroughWrites passthroughWrites;

    HttpInterface(
            Authentication authentication,
            UnderWay underWay,
            ResourcesApi resources,
            StatusApi status,
            QuotaApi quota,
            ContentApi content,
            EntitiesApi entities,
            WritesApi writes,
            OperationsApi operations,
            PassthroughApi passthrough,
            PassthroughWrites passthroughWrites,
            HistoryApi history,
            ConsolePage console) {
        this.authentication = authentication;
        this.underWay = underWay;
        this.resources = resources;
        this.status = status;
        this.quota = quota;
        this.content = content;
        this.entities = entities;
        this.writes = writes;
        this.operations = operations;
        this.passthrough = passthrough;
        this.history = history;
        this.console = console;
        this.passthroughWrites = passthroughWrites;
    }

    void register(@Observes Router router) {
        // What a request carries along lies on its Vert.x context, not on threads, so no chain need hand it from one to
        // the next; doing so all the same costs as much as a cached answer.
        Infrastructure.clearInterceptors();
        // by-system-id comes before content and full, so that an external identifier may be any word.
        var paths = new Paths(router, authentication, underWay);
        console.register(router);
        history.register(paths);
        resources.register(paths);
        status.register(paths);
        quota.register(paths);
        operations.register(paths);
        entities.register(paths);
        writes.register(paths);
        content.register(paths);
        passthrough.register(paths);
        passthroughWrites.register(paths);
        router.route().order(LAST).handler(HttpInterface::unknownPath);
        router.errorHandler(400, Paths::fail);
        router.errorHandler(500, Paths::fail);
    }

    private static void unknownPath(RoutingContext routing) {
        var problem =
                Problem.of(Reason.NOT_FOUND, "There is nothing at this path; /q/openapi describes what is offered.");
        Responder.write(routing, Problems.answer(problem, routing));
    }
}
