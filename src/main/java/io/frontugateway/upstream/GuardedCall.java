package io.frontugateway.upstream;

import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call under a SmallRye guard, with two promises that guards do not make: cancelling reaches the attempt under way
 * (and ends the guard's own waiting), and everything happens on the Vert.x context that the call began on.
 */
final class GuardedCall {
    private final TypedGuard<Uni<Reply>> guard;
    private final Supplier<Uni<Reply>> attempts;
    private final UniEmitter<? super Reply> caller;
    private final @Nullable Context context = Vertx.currentContext();

    private boolean over;
    private @Nullable Cancellable underWay;
    private @Nullable UniEmitter<? super Reply> guarded;

    private GuardedCall(TypedGuard<Uni<Reply>> guard, Supplier<Uni<Reply>> attempts, UniEmitter<? super Reply> caller) {
        this.guard = guard;
        this.attempts = attempts;
        this.caller = caller;
    }

    /**
     * Runs attempts as the guard says.
     *
     * @param attempts makes the next attempt; may fail with whatever the guard acts upon
     * @return the last attempt's outcome; its failure, if it failed
     */
    static Uni<Reply> under(TypedGuard<Uni<Reply>> guard, Supplier<Uni<Reply>> attempts) {
        return Uni.createFrom().emitter(caller -> new GuardedCall(guard, attempts, caller).start());
    }

    private void start() {
        caller.onTermination(() -> onContext(this::giveUp));
        guard.get(() -> Uni.createFrom().emitter(emitter -> onContext(() -> attempt(emitter))))
                .subscribe()
                .with(reply -> onContext(() -> finish(reply)), failure -> onContext(() -> fail(failure)));
    }

    private synchronized void attempt(UniEmitter<? super Reply> emitter) {
        if (over) {
            emitter.fail(new GivenUp());
            return;
        }
        guarded = emitter;
        underWay =
                attempts.get().subscribe().with(reply -> answered(emitter, reply), failure -> failed(emitter, failure));
    }

    private void answered(UniEmitter<? super Reply> emitter, Reply reply) {
        if (isOver()) {
            Replies.discard(reply);
        } else {
            emitter.complete(reply);
        }
    }

    private void failed(UniEmitter<? super Reply> emitter, Throwable failure) {
        if (isOver()) {
            discardWithin(failure);
        } else {
            emitter.fail(failure);
        }
    }

    private void finish(Reply reply) {
        if (end()) {
            caller.complete(reply);
        } else {
            Replies.discard(reply);
        }
    }

    private void fail(Throwable failure) {
        if (end()) {
            caller.fail(failure);
        } else {
            discardWithin(failure);
        }
    }

    private static void discardWithin(Throwable failure) {
        if (failure instanceof FaultyReply faulty) {
            Replies.discard(faulty.reply());
        }
    }

    private void giveUp() {
        if (!end()) {
            return;
        }
        if (underWay != null) {
            underWay.cancel();
        }
        if (guarded != null) {
            guarded.fail(new GivenUp());
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    private void onContext(Runnable action) {
        if (context == null || context == Vertx.currentContext()) {
            action.run();
        } else {
            context.runOnContext(ignored -> action.run());
        }
    }

    /** The caller has left. Tells the guard to stop. */
    static final class GivenUp extends RuntimeException {
        private GivenUp() {
            super("given up", null, false, false);
        }
    }
}
