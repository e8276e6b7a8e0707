package io.frontugateway.upstream;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends a read again when Frontu or the way there failed: 5xx, no connection, no answer in time; and when a slot was had
 * but came too late to be used. Writes pass once: the queue repeats them, in order. Not repeated: 4xx, among them 429, and
 * what the gateway itself held back.
 */
public final class RetryingUpstream implements Upstream {
    private final Upstream next;
    private final Settings settings;
    private final TypedGuard<Uni<Reply>> guard;

    /**
     * How often and when.
     *
     * @param maxRetries attempts after the first
     * @param firstDelay upper bound of the wait before the first retry; it doubles, and a wait is drawn evenly below it
     * @param longestRetryAfter a {@code Retry-After} up to this is waited for; an answer with a longer one is passed on
     * @param budget no retry begins later than this after the call began. It decides about timeouts: with an account
     *     timeout below it one timeout is retried, with a longer one none is
     */
    public record Settings(int maxRetries, Duration firstDelay, Duration longestRetryAfter, Duration budget) {
        /** Two retries after 100 and 200 ms at most, a {@code Retry-After} of up to 2 s, within 12 s. */
        public static final Settings DEFAULT =
                new Settings(2, Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofSeconds(12));
    }

    public RetryingUpstream(Upstream next, Settings settings) {
        this.next = next;
        this.settings = settings;
        this.guard = TypedGuard.create(new TypeLiteral<Uni<Reply>>() {})
                .withDescription("frontu-reads")
                .withRetry()
                .maxRetries(settings.maxRetries())
                .maxDuration(0, ChronoUnit.MILLIS)
                .whenException(failure -> failure instanceof FaultyReply)
                .withCustomBackoff()
                .strategy(Backoff::new)
                .done()
                .done()
                .build();
    }

    @Override
    public Uni<Reply> send(Call call) {
        if (!call.isRead()) {
            return next.send(call);
        }
        return Uni.createFrom()
                .deferred(() -> GuardedCall.under(guard, new Attempts(call)::next))
                .onFailure(FaultyReply.class)
                .recoverWithItem(FaultyReply::reply);
    }

    /** The attempts of one call. */
    private final class Attempts {
        private final Call call;
        private final long began = System.nanoTime();
        private int made;

        Attempts(Call call) {
            this.call = call;
        }

        Uni<Reply> next() {
            made++;
            // What earlier attempts took counts as waited, so that the caller never waits longer than it said.
            var left = made == 1 ? call.maxWait() : call.maxWait().minus(elapsed());
            return next.send(call.withMaxWait(left)).invoke(this::judge);
        }

        private void judge(Reply reply) {
            if (made <= settings.maxRetries()
                    && Replies.isWorthAnotherAttempt(reply)
                    && elapsed().compareTo(settings.budget()) < 0
                    && asksForAtMost(settings.longestRetryAfter(), reply)) {
                // The head is all that is needed of it from here on.
                Replies.discard(reply);
                throw new FaultyReply(reply);
            }
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    private static boolean asksForAtMost(Duration longest, Reply reply) {
        return asked(reply).map(wait -> wait.compareTo(longest) <= 0).orElse(true);
    }

    private static Optional<Duration> asked(Reply reply) {
        return reply instanceof Reply.Answer answer ? RetryAfter.of(answer.headers()) : Optional.empty();
    }

    /** Exponential with full jitter, or what Frontu asked for. One for each call. */
    private final class Backoff implements CustomBackoffStrategy {
        private long bound = settings.firstDelay().toMillis();

        @Override
        public long nextDelayInMillis(Throwable failure) {
            long wait = ThreadLocalRandom.current().nextLong(bound + 1);
            bound *= 2;
            return asked(((FaultyReply) failure).reply())
                    .map(Duration::toMillis)
                    .orElse(wait);
        }
    }
}
