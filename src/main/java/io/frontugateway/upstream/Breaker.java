package io.frontugateway.upstream;

import io.frontugateway.upstream.BreakingUpstream.Settings;
import io.frontugateway.upstream.BreakingUpstream.State;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/**
 * The circuit breaker of one account.
 *
 * <p>A trial call that says nothing of Frontu (its caller left, or there was no slot for it) must neither close the
 * breaker nor leave it waiting for ever. It counts as a failure then, and the next trial is one delay away; while the
 * breaker is closed it counts as a success, since callers that lose patience must not stop everybody.
 */
final class Breaker {
    private static final Logger LOG = Logger.getLogger(Breaker.class);
    private static final Duration TRIAL = Duration.ofSeconds(1);

    private final String account;
    private final Duration delay;
    private final TypedGuard<Uni<Reply>> guard;
    private volatile State state = State.CLOSED;
    private volatile long openedAt;

    Breaker(String account, Settings settings) {
        this.account = account;
        this.delay = settings.delay();
        this.guard = TypedGuard.create(new TypeLiteral<Uni<Reply>>() {})
                .withDescription("frontu-account-" + account)
                .withCircuitBreaker()
                .requestVolumeThreshold(settings.volume())
                .failureRatio(settings.ratio())
                .delay(settings.delay().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .when(this::isFailure)
                .onStateChange(this::moved)
                .done()
                .build();
    }

    State state() {
        return state;
    }

    double gauge() {
        return state == State.CLOSED ? 0 : 1;
    }

    Uni<Reply> send(Supplier<Uni<Reply>> call) {
        return GuardedCall.under(guard, () -> call.get().invoke(Breaker::judge))
                .onFailure(FaultyReply.class)
                .recoverWithItem(FaultyReply::reply)
                .onFailure(CircuitBreakerOpenException.class)
                .recoverWithItem(this::refusal);
    }

    private static void judge(Reply reply) {
        if (Replies.isFrontusFault(reply) || saysNothing(reply)) {
            throw new FaultyReply(reply);
        }
    }

    private static boolean saysNothing(Reply reply) {
        return reply instanceof Reply.Failed failed && failed.sent() == Reply.Sent.NOT_TRIED;
    }

    private boolean isFailure(Throwable failure) {
        if (failure instanceof FaultyReply faulty && Replies.isFrontusFault(faulty.reply())) {
            return true;
        }
        return state == State.HALF_OPEN;
    }

    private Reply refusal() {
        var left = delay.minusNanos(System.nanoTime() - openedAt);
        var wait = state == State.OPEN && left.compareTo(TRIAL) > 0 ? left : TRIAL;
        return Replies.heldBack("Most of the last requests to Frontu failed; the next trial is due shortly.", wait);
    }

    private void moved(CircuitBreakerState to) {
        if (to == CircuitBreakerState.OPEN) {
            openedAt = System.nanoTime();
        }
        state = State.valueOf(to.name());
        if (to == CircuitBreakerState.HALF_OPEN) {
            LOG.debugf("Account %s: one trial request is let through to Frontu.", account);
        } else {
            LOG.warnf("Account %s: circuit breaker %s.", account, to == CircuitBreakerState.OPEN ? "opened" : "closed");
        }
    }
}
