package io.frontugateway.quota;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Room;
import io.frontugateway.upstream.Slot;
import io.frontugateway.upstream.Slots;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The quota as plainly as it can be written: one list of what is held, one list of who waits, and a look every 5 ms. */
final class PlainSlots implements Slots, AutoCloseable {
    private final int limit;
    private final long window;
    private final long hold;
    private final List<Held> held = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    PlainSlots(int limit, Duration window, Duration hold) {
        this.limit = limit;
        this.window = window.toNanos();
        this.hold = hold.toNanos();
        clock.scheduleAtFixedRate(this::look, 5, 5, TimeUnit.MILLISECONDS);
    }

    @Override
    public Uni<Grant> take(Call call, Room room) {
        return Uni.createFrom().emitter(emitter -> {
            var waiter = new Waiting(emitter, System.nanoTime() + call.maxWait().toNanos());
            emitter.onTermination(() -> forget(waiter));
            enter(waiter);
        });
    }

    @Override
    public void roomFreed() {
        // Places are not this one's concern.
    }

    private synchronized void enter(Waiting waiter) {
        waiting.add(waiter);
        look();
        if (waiting.contains(waiter) && freesAt(waiting.indexOf(waiter)) - waiter.until > 0) {
            refuse(waiter);
        }
    }

    private synchronized void forget(Waiting waiter) {
        waiting.remove(waiter);
    }

    private synchronized void look() {
        long now = System.nanoTime();
        held.removeIf(slot -> slot.frees - now <= 0);
        while (!waiting.isEmpty() && held.size() < limit) {
            var slot = new Held(now + hold + window);
            held.add(slot);
            waiting.remove(0).emitter.complete(new Grant.Taken(slot));
        }
        List.copyOf(waiting).stream().filter(waiter -> waiter.until - now < 0).forEach(this::refuse);
    }

    private void refuse(Waiting waiter) {
        var wait = Duration.ofNanos(freesAt(waiting.indexOf(waiter)) - System.nanoTime());
        waiting.remove(waiter);
        waiter.emitter.complete(
                new Grant.Refused(Problem.of(Reason.QUOTA_EXHAUSTED, "").retryAfter(wait)));
    }

    /** When there is a slot for whoever has so many before him; one still in flight frees a window from now at best. */
    private long freesAt(int ahead) {
        return held.stream()
                .map(slot -> slot.settled ? slot.frees : System.nanoTime() + window)
                .sorted(Comparator.naturalOrder())
                .skip(Math.max(0, held.size() - limit + ahead))
                .findFirst()
                .orElse(System.nanoTime() + window);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private record Waiting(UniEmitter<? super Grant> emitter, long until) {}

    private final class Held implements Slot {
        private long frees;
        private boolean sent;
        private boolean settled;

        Held(long frees) {
            this.frees = frees;
        }

        @Override
        public boolean markSent() {
            synchronized (PlainSlots.this) {
                boolean first = !sent && held.contains(this);
                sent = sent || first;
                return first;
            }
        }

        @Override
        public void settle(int status, MultiMap headers) {
            synchronized (PlainSlots.this) {
                if (sent && !settled) {
                    settled = true;
                    frees = System.nanoTime() + window;
                }
            }
        }

        @Override
        public void giveBack() {
            synchronized (PlainSlots.this) {
                if (!sent) {
                    held.remove(this);
                }
            }
        }
    }
}
