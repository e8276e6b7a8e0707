package io.frontugateway.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Bounds how many calls to one account are under way at once; further ones wait their turn, first come, first served,
 * as long as the call may wait.
 *
 * <p>The bulkhead of SmallRye Fault Tolerance does not serve here: it lets go when the head of an answer is in, and a body
 * that is still streaming holds a connection just the same. Here a permit is held until the body is released.
 */
public final class LimitedUpstream implements Upstream {
    private static final int WAITERS_PER_PERMIT = 10;

    private final Upstream next;
    private final Map<String, Permits> permits;

    /**
     * @param concurrency calls at once for each account; ten times as many may wait
     */
    public LimitedUpstream(Upstream next, Vertx vertx, Map<String, Integer> concurrency) {
        this.next = next;
        this.permits = concurrency.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> new Permits(vertx, entry.getValue(), entry.getValue() * WAITERS_PER_PERMIT)));
    }

    /** Calls under way to an account, those whose bodies are still read included. */
    public int underWay(String account) {
        return permitsOf(account).held();
    }

    @Override
    public Uni<Reply> send(Call call) {
        return Uni.createFrom().deferred(() -> {
            long began = System.nanoTime();
            Function<Permits.Permit, Uni<Reply>> sending = permit -> {
                long nanos = System.nanoTime() - began;
                Spending.current().waited(nanos);
                var waited = Duration.ofNanos(nanos);
                return sendHolding(permit, call.withMaxWait(call.maxWait().minus(waited)));
            };
            return permitsOf(call.account())
                    .take(call.maxWait())
                    .chain(permit -> permit.isHad() ? sending.apply(permit) : full());
        });
    }

    private Uni<Reply> sendHolding(Permits.Permit permit, Call call) {
        permit.claim();
        return next.send(call)
                .invoke(reply -> holdUntilReleased(permit, reply))
                .onFailure()
                .invoke(permit::release)
                .onCancellation()
                .invoke(permit::release);
    }

    private static void holdUntilReleased(Permits.Permit permit, Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            answer.body().onRelease(permit::release);
        } else {
            permit.release();
        }
    }

    private static Uni<Reply> full() {
        return Uni.createFrom()
                .item(Replies.heldBack("Too many requests to Frontu are under way.", Duration.ofSeconds(1)));
    }

    private Permits permitsOf(String account) {
        var found = permits.get(account);
        if (found == null) {
            throw new IllegalArgumentException("no such account: " + account);
        }
        return found;
    }
}
