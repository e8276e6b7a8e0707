package io.frontugateway.quota;

import io.frontugateway.upstream.Room;
import io.frontugateway.upstream.Slots;
import io.frontugateway.upstream.Slots.Grant;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * More callers than there are slots, over some replicas, each with one call at a time. A request arrives at any moment before
 * its answer is in, which takes up to {@code latency}; now and then a caller leaves.
 */
final class Traffic implements AutoCloseable {
    private static final Room ROOM = new Room(Integer.MAX_VALUE, () -> {});

    private final Vertx vertx;
    private final Arrivals arrivals;
    private final int latencyMs;
    private final Random random;
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean over;

    Traffic(Vertx vertx, List<? extends Slots> replicas, Arrivals arrivals, int callers, int latencyMs, long seed) {
        this.vertx = vertx;
        this.arrivals = arrivals;
        this.latencyMs = latencyMs;
        this.random = new Random(seed);
        for (int i = 0; i < callers; i++) {
            var slots = replicas.get(i % replicas.size());
            var client = "client-" + i % 4;
            vertx.getOrCreateContext().runOnContext(ignored -> next(slots, client));
        }
    }

    long refused() {
        return refused.get();
    }

    private void next(Slots slots, String client) {
        if (over) {
            return;
        }
        var call = Calls.read(client, Duration.ofMillis(chance(3000)));
        var taking = slots.take(call, ROOM).subscribe().with(grant -> granted(slots, client, grant));
        if (chance(20) == 0) {
            vertx.setTimer(1 + chance(500), late -> {
                taking.cancel();
                next(slots, client);
            });
        }
    }

    private void granted(Slots slots, String client, Grant grant) {
        if (grant instanceof Grant.Taken taken) {
            send(taken);
        } else {
            refused.incrementAndGet();
        }
        vertx.setTimer(1 + chance(20), later -> next(slots, client));
    }

    private void send(Grant.Taken taken) {
        var slot = taken.slot();
        if (chance(10) == 0) {
            slot.giveBack();
        }
        if (!slot.markSent()) {
            return;
        }
        int answer = 1 + chance(latencyMs);
        vertx.setTimer(1 + chance(answer), there -> arrivals.arrive());
        if (chance(15) > 0) { // else no answer comes, and nobody settles the slot
            vertx.setTimer(answer + 2, back -> slot.settle(200, MultiMap.caseInsensitiveMultiMap()));
        }
    }

    private synchronized int chance(int below) {
        return random.nextInt(below);
    }

    @Override
    public void close() {
        over = true;
    }
}
