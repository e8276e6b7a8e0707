package io.frontugateway.queue;

import io.frontugateway.redis.Hints;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the end of an operation, and the word that it is over. The word makes it quick; since words can be lost,
 * whoever waits also looks for himself every second.
 */
final class Outcomes {
    private static final String CHANNEL = "fg:writes:over";
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Hints hints;
    private final Map<String, List<Runnable>> waiting = new ConcurrentHashMap<>();

    Outcomes(Vertx vertx, Hints hints) {
        this.vertx = vertx;
        this.hints = hints;
    }

    /** Begins to listen. Called once. */
    void listen() {
        hints.on(CHANNEL, this::heard);
    }

    /** Tells every replica that an operation is over. */
    void tell(String id) {
        heard(id);
        hints.publish(CHANNEL, id).subscribe().with(told -> {}, lost -> {});
    }

    private void heard(String id) {
        var waiters = waiting.get(id);
        if (waiters != null) {
            List<Runnable> all;
            synchronized (waiters) {
                all = List.copyOf(waiters);
            }
            all.forEach(Runnable::run);
        }
    }

    /** The operation once it is over, or as it stands when the time is up. */
    Uni<Optional<Operation>> await(String id, Duration atMost, Supplier<Uni<Optional<Operation>>> find) {
        return Uni.createFrom().deferred(() -> await(id, System.nanoTime() + atMost.toNanos(), find));
    }

    private Uni<Optional<Operation>> await(String id, long until, Supplier<Uni<Optional<Operation>>> find) {
        // Listening begins before looking, so that no word falls between.
        var word = new Word(id);
        return find.get()
                .chain(found -> {
                    long left = until - System.nanoTime();
                    if (found.isEmpty() || found.get().isOver() || left <= 0) {
                        return Uni.createFrom().item(found);
                    }
                    return word.orAfter(Duration.ofNanos(Math.min(left, LOOK.toNanos())))
                            .chain(() -> await(id, until, find));
                })
                .onTermination()
                .invoke(word::stop);
    }

    /** Passes after a time. */
    Uni<Void> pause(Duration time) {
        return Uni.createFrom().emitter(emitter -> {
            long timer = vertx.setTimer(Math.max(1, time.toMillis()), ignored -> emitter.complete(null));
            emitter.onTermination(() -> vertx.cancelTimer(timer));
        });
    }

    /** One who waits for word of one operation. */
    private final class Word implements Runnable {
        private final String id;
        private final Context context = vertx.getOrCreateContext();
        private boolean heard;
        private @Nullable UniEmitter<? super Void> emitter;

        Word(String id) {
            this.id = id;
            waiting.compute(id, (key, list) -> {
                var all = list == null ? new ArrayList<Runnable>() : list;
                synchronized (all) {
                    all.add(this);
                }
                return all;
            });
        }

        @Override
        public void run() {
            context.runOnContext(ignored -> hear());
        }

        private synchronized void hear() {
            heard = true;
            if (emitter != null) {
                emitter.complete(null);
            }
        }

        Uni<Void> orAfter(Duration time) {
            return Uni.createFrom().emitter(with -> listen(with, time));
        }

        private synchronized void listen(UniEmitter<? super Void> with, Duration time) {
            if (heard) {
                with.complete(null);
                return;
            }
            emitter = with;
            long timer = vertx.setTimer(Math.max(1, time.toMillis()), ignored -> hear());
            with.onTermination(() -> vertx.cancelTimer(timer));
        }

        void stop() {
            waiting.computeIfPresent(id, (key, list) -> {
                synchronized (list) {
                    list.remove(this);
                    return list.isEmpty() ? null : list;
                }
            });
        }
    }
}
