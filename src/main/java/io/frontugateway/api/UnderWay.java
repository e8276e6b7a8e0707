package io.frontugateway.api;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The requests that wait for their answer. When the replica goes, most are answered in time by themselves; who still waits
 * shortly before the end is told to come back, which leads to another replica, instead of being cut off.
 */
@Singleton
class UnderWay {
    private static final Logger LOG = Logger.getLogger(UnderWay.class);

    /** Time for the refusals to be written before the server closes. */
    private static final Duration TO_SPARE = Duration.ofSeconds(3);

    private final Set<Request> requests = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final Duration untilLastCall;

    UnderWay(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.shutdown.delay", defaultValue = "0s") Duration delay,
            @ConfigProperty(name = "quarkus.shutdown.timeout", defaultValue = "0s") Duration timeout) {
        this.vertx = vertx;
        this.untilLastCall = delay.plus(timeout).minus(TO_SPARE);
    }

    /** One request, and how it is given up. */
    private record Request(RoutingContext routing, Context context, Runnable giveUp) {}

    /**
     * Takes note of a request until it is over. Called on its context.
     *
     * @param giveUp ends what is done for it
     */
    void add(RoutingContext routing, Runnable giveUp) {
        var request = new Request(routing, vertx.getOrCreateContext(), giveUp);
        requests.add(request);
        routing.addEndHandler(ended -> requests.remove(request));
    }

    void goingDown(@Observes ShutdownDelayInitiatedEvent event) {
        LOG.infof("Going down: not ready any more, %d requests under way", requests.size());
        vertx.setTimer(Math.max(1, untilLastCall.toMillis()), timer -> requests.forEach(this::tellToComeBack));
    }

    private void tellToComeBack(Request request) {
        request.context().runOnContext(now -> {
            var response = request.routing().response();
            if (requests.remove(request) && !response.headWritten()) {
                request.giveUp().run();
                var problem = Problem.of(Reason.SHUTTING_DOWN, "This replica goes; another one answers.")
                        .retryAfter(Duration.ofSeconds(1));
                Responder.write(request.routing(), Problems.answer(problem, request.routing()));
            }
        });
    }
}
