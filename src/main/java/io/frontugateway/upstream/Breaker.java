package io.frontugateway.upstream;

import io.frontugateway.upstream.BreakingUpstream.Settings;
import io.frontugateway.upstream.BreakingUpstream.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one account.
 *
 * <p>A call that says nothing of Frontu (its caller left, there was no slot for it, the process was held up) counts neither
 * way; was it the trial, the next call is. That is why this is Resilience4j's breaker and not SmallRye's, which takes every
 * end of a call for a success or a failure: while the quota is contended most trials find no slot, and counted as failures
 * they would hold the breaker open for as long.
 */
final class Breaker {
    private static final Logger LOG = Logger.getLogger(Breaker.class);
    private static final Duration TRIAL = Duration.ofSeconds(1);
    private static final float NEVER = 100;

    private final String account;
    private final Duration delay;
    private final CircuitBreaker circuit;

    /** How often the state has changed: what began before a change decides nothing after it. Guarded by this. */
    private int changes;

    private volatile long openedAt;

    Breaker(String account, Settings settings) {
        this.account = account;
        this.delay = settings.delay();
        this.circuit = CircuitBreaker.of(
                "frontu-account-" + account,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(settings.volume())
                        .minimumNumberOfCalls(settings.volume())
                        .failureRateThreshold((float) (100 * settings.ratio()))
                        .slowCallRateThreshold(NEVER)
                        .slowCallDurationThreshold(Duration.ofDays(1))
                        .waitDurationInOpenState(settings.delay())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .recordResult(reply -> Replies.isFrontusFault((Reply) reply))
                        .build());
        circuit.getEventPublisher()
                .onStateTransition(event -> moved(event.getStateTransition().getToState()));
    }

    State state() {
        return switch (circuit.getState()) {
            case OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
            default -> State.CLOSED;
        };
    }

    double gauge() {
        return state() == State.CLOSED ? 0 : 1;
    }

    /** @param progress told where the call is the trial, or fails with most others */
    Uni<Reply> send(Progress progress, Supplier<Uni<Reply>> call) {
        return Uni.createFrom().deferred(() -> {
            var permitted = permit();
            if (permitted == null) {
                return Uni.createFrom().item(refusal());
            }
            if (permitted.trial) {
                progress.outage();
            }
            return permitted.send(call).invoke(reply -> {
                if (Replies.isFrontusFault(reply) && state() != State.CLOSED) {
                    progress.outage();
                }
            });
        });
    }

    /**
     * Under the lock, as is what calls tell: the state changes before its listener counts the change, and who took the only
     * trial between the two would never be heard.
     */
    private synchronized @Nullable Permitted permit() {
        return circuit.tryAcquirePermission() ? new Permitted() : null;
    }

    private Reply refusal() {
        var left = delay.minusNanos(System.nanoTime() - openedAt);
        var wait = state() == State.OPEN && left.compareTo(TRIAL) > 0 ? left : TRIAL;
        return Replies.heldBack("Most of the last requests to Frontu failed; the next trial is due shortly.", wait);
    }

    private void moved(CircuitBreaker.State to) {
        changes++;
        switch (to) {
            case OPEN -> {
                openedAt = System.nanoTime();
                LOG.warnf("Account %s: circuit breaker opened.", account);
            }
            case HALF_OPEN -> LOG.debugf("Account %s: one trial request is let through to Frontu.", account);
            default -> LOG.warnf("Account %s: circuit breaker closed.", account);
        }
    }

    /** One call that was let through, which says once how it ended. */
    private final class Permitted {
        private final int since = changes;
        private final boolean trial = circuit.getState() == CircuitBreaker.State.HALF_OPEN;
        private final long began = circuit.getCurrentTimestamp();
        private boolean told;

        Uni<Reply> send(Supplier<Uni<Reply>> call) {
            return Uni.createFrom()
                    .deferred(() -> call.get())
                    .invoke(reply -> tell(ended -> judge(ended, reply)))
                    .onFailure()
                    .invoke(() -> tell(CircuitBreaker::releasePermission))
                    .onCancellation()
                    .invoke(() -> tell(CircuitBreaker::releasePermission));
        }

        private void judge(CircuitBreaker ended, Reply reply) {
            if (Replies.saysNothingOfFrontu(reply)) {
                ended.releasePermission();
            } else {
                ended.onResult(ended.getCurrentTimestamp() - began, ended.getTimestampUnit(), reply);
            }
        }

        private void tell(Consumer<CircuitBreaker> how) {
            synchronized (Breaker.this) {
                if (!told && since == changes) {
                    how.accept(circuit);
                }
                told = true;
            }
        }
    }
}
