package io.frontugateway.upstream;

import io.frontugateway.upstream.Reply.Answer;
import io.frontugateway.upstream.Reply.Failed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * Counts and times every attempt: {@code frontu_upstream_requests_total}, {@code frontu_upstream_seconds} (until the head
 * is in) and {@code frontu_upstream_429_total}. It stands around the attempt itself, so that retries count and waiting for
 * a slot does not.
 */
public final class MeteredAttempt implements Attempt {
    private final Attempt attempt;
    private final MeterRegistry meters;
    private final Timer time;
    private final Counter limited;

    public MeteredAttempt(Attempt attempt, MeterRegistry meters) {
        this.attempt = attempt;
        this.meters = meters;
        this.time = Timer.builder("frontu.upstream")
                .description("Time from asking Frontu until the head of its answer is in")
                .register(meters);
        this.limited = Counter.builder("frontu.upstream.429")
                .description("Answers with which Frontu said that its limit is spent")
                .register(meters);
    }

    /** How an attempt ended, as the label {@code outcome}. */
    enum Outcome {
        OK("ok"),
        REDIRECTED("redirected"),
        UNAUTHORIZED("unauthorized"),
        LIMITED("limited"),
        REFUSED("refused"),
        ERROR("error"),
        TIMEOUT("timeout"),
        UNREACHABLE("unreachable"),
        BROKEN_OFF("broken-off"),
        BAD_ANSWER("bad-answer"),
        GIVEN_UP("given-up"),
        INTERNAL("internal");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }
    }

    @Override
    public Uni<Reply> attempt(Call call, Slot slot) {
        return Uni.createFrom().deferred(() -> {
            long began = System.nanoTime();
            var spending = Spending.current();
            return attempt.attempt(call, slot)
                    .invoke(reply -> spend(spending, reply))
                    .invoke(reply -> count(call, outcome(reply), began))
                    .onCancellation()
                    .invoke(() -> {
                        spending.request();
                        count(call, Outcome.GIVEN_UP, began);
                    });
        });
    }

    private static void spend(Spending spending, Reply reply) {
        if (reply instanceof Answer || ((Failed) reply).sent() == Reply.Sent.PERHAPS) {
            spending.request();
        }
    }

    private void count(Call call, Outcome outcome, long began) {
        time.record(Duration.ofNanos(System.nanoTime() - began));
        if (outcome == Outcome.LIMITED) {
            limited.increment();
        }
        Counter.builder("frontu.upstream.requests")
                .description("Attempts to send a request to Frontu")
                .tag("resource", call.resource())
                .tag("method", call.method().name())
                .tag("outcome", outcome.label)
                .register(meters)
                .increment();
    }

    private static Outcome outcome(Reply reply) {
        return reply instanceof Answer answer ? answered(answer.status()) : failed((Failed) reply);
    }

    private static Outcome answered(int status) {
        if (status == 401) {
            return Outcome.UNAUTHORIZED;
        }
        if (status == 429) {
            return Outcome.LIMITED;
        }
        if (status >= 500) {
            return Outcome.ERROR;
        }
        if (status >= 400) {
            return Outcome.REFUSED;
        }
        return status >= 300 && status != 304 ? Outcome.REDIRECTED : Outcome.OK;
    }

    private static Outcome failed(Failed failed) {
        if (failed.sent() == Reply.Sent.TOO_LATE) {
            return Outcome.GIVEN_UP;
        }
        return switch (failed.problem().reason()) {
            case FRONTU_TIMEOUT -> Outcome.TIMEOUT;
            case FRONTU_BAD_ANSWER -> Outcome.BAD_ANSWER;
            case FRONTU_UNAVAILABLE -> failed.sent() == Reply.Sent.PERHAPS ? Outcome.BROKEN_OFF : Outcome.UNREACHABLE;
            default -> Outcome.INTERNAL;
        };
    }
}
