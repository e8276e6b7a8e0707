package io.frontugateway.upstream;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A number of permits, and a bounded queue in front of them. Waiters get theirs on the context that they wait on. */
final class Permits {
    private final Vertx vertx;
    private final int maxWaiting;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private int free;
    private int held;

    Permits(Vertx vertx, int permits, int maxWaiting) {
        this.vertx = vertx;
        this.free = permits;
        this.maxWaiting = maxWaiting;
    }

    /** Permits that are out. */
    synchronized int held() {
        return held;
    }

    /**
     * Takes a permit, waiting for one if need be. Cancelling gives up the place.
     *
     * @return a permit; one that {@linkplain Permit#isHad() is not had} when the queue is full or the time is up
     */
    Uni<Permit> take(Duration maxWait) {
        return Uni.createFrom().emitter(emitter -> enter(emitter, maxWait));
    }

    private void enter(UniEmitter<? super Permit> emitter, Duration maxWait) {
        if (takeFree()) {
            hand(emitter);
            return;
        }
        if (maxWait.isZero() || maxWait.isNegative()) {
            emitter.complete(new Permit(false));
            return;
        }
        var waiter = new Waiter(emitter);
        if (!queue(waiter)) {
            emitter.complete(new Permit(false));
            return;
        }
        waiter.timer = vertx.setTimer(Math.max(1, maxWait.toMillis()), ignored -> waiter.timeUp());
        emitter.onTermination(waiter::leave);
    }

    private synchronized boolean takeFree() {
        if (free == 0) {
            return false;
        }
        free--;
        held++;
        return true;
    }

    private synchronized boolean queue(Waiter waiter) {
        return waiting.size() < maxWaiting && waiting.add(waiter);
    }

    private synchronized boolean unqueue(Waiter waiter) {
        return waiting.remove(waiter);
    }

    private void passOn() {
        Waiter heir;
        synchronized (this) {
            heir = waiting.poll();
            if (heir == null) {
                free++;
                held--;
            }
        }
        if (heir != null) {
            heir.inherit();
        }
    }

    private void hand(UniEmitter<? super Permit> emitter) {
        var permit = new Permit(true);
        emitter.complete(permit);
        permit.releaseUnlessClaimed();
    }

    private final class Waiter {
        private final UniEmitter<? super Permit> emitter;
        private final Context context = vertx.getOrCreateContext();
        private volatile long timer;

        Waiter(UniEmitter<? super Permit> emitter) {
            this.emitter = emitter;
        }

        void inherit() {
            context.runOnContext(ignored -> hand(emitter));
        }

        void timeUp() {
            if (unqueue(this)) {
                emitter.complete(new Permit(false));
            }
        }

        void leave() {
            vertx.cancelTimer(timer);
            unqueue(this);
        }
    }

    /** The right to have one call under way, or the news that there is none. */
    final class Permit {
        private final boolean had;
        private boolean claimed;
        private boolean released;

        private Permit(boolean had) {
            this.had = had;
        }

        boolean isHad() {
            return had;
        }

        /** Whoever gets a permit says so at once; one that was handed to a caller who had left goes on to the next. */
        synchronized void claim() {
            claimed = true;
        }

        void releaseUnlessClaimed() {
            boolean lost;
            synchronized (this) {
                lost = !claimed;
            }
            if (lost) {
                release();
            }
        }

        /** Gives it back; a second time is ignored. */
        void release() {
            synchronized (this) {
                if (released || !had) {
                    return;
                }
                released = true;
            }
            passOn();
        }
    }
}
