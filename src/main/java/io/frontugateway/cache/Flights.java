package io.frontugateway.cache;

import io.frontugateway.reads.Reader;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.Replica;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes one request to Frontu of many that ask for the same at the same time, in this replica and, as long as Redis is in
 * reach, in all. Safe for use by any thread.
 *
 * <p>Within a replica the first to come leads and the others wait for what it brings. Among replicas the leaders claim the
 * flight in Redis: one has it and shows signs of life, the others wait for what it keeps there. When it stands still for a
 * whole lease, as seen by one who waits, that one takes over, and what the late one brings is dropped.
 */
final class Flights {
    /** Here those scripts that end a flight tell the replicas that wait for it. */
    static final String LANDED = "fg:landed";

    private final Map<Place, Flight> flying = new ConcurrentHashMap<>();
    private final Map<String, Flight> following = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Store store;
    private final Vertx vertx;
    private final Memory memory;
    private final Replica replica;

    Flights(Vertx vertx, Store store, Memory memory, Hints hints, Replica replica) {
        this.vertx = vertx;
        this.store = store;
        this.memory = memory;
        this.replica = replica;
        hints.on(LANDED, this::landed);
    }

    /** With whom a passenger shares. */
    enum Company {
        ANYBODY,

        /**
         * Those of this replica who have not asked Frontu yet: for those who want to see what Frontu says from now on.
         */
        UNSENT,

        /** Those of this replica who do not wait for a slot: for those who have waited long enough. */
        UNHELD
    }

    /** How a passenger came aboard. */
    record Boarding(Landing landing, boolean led) {}

    /**
     * Joins the flight that brings what is wanted, or starts one. Cancelling leaves it; a flight that nobody waits for any
     * more is given up if Frontu has not been asked yet.
     * What has not asked Frontu when the reader's own time for a slot is over is left, and ends as {@link Landing.Unsent}.
     */
    Uni<Boarding> board(Errand errand, Reader reader, Duration lifetime, Company company) {
        return Uni.createFrom().emitter(emitter -> {
            while (true) {
                var found = flying.get(errand.flight());
                if (found != null && found.admits(company) && found.join(emitter, reader, false)) {
                    return;
                }
                var flight = new Flight(this, errand, reader, lifetime, company == Company.ANYBODY, true);
                boolean first = found == null
                        ? flying.putIfAbsent(errand.flight(), flight) == null
                        : flying.replace(errand.flight(), found, flight);
                if (first) {
                    flight.join(emitter, reader, true);
                    flight.start();
                    return;
                }
            }
        });
    }

    /** A flight for one passenger, which nobody joins. */
    Uni<Boarding> alone(Errand errand, Reader reader, Duration lifetime, boolean kept) {
        return Uni.createFrom().emitter(emitter -> {
            var flight = new Flight(this, errand, reader, lifetime, false, kept);
            flight.join(emitter, reader, true);
            flight.start();
        });
    }

    void over(Flight flight) {
        flying.remove(flight.errand().flight(), flight);
        following.remove(flight.errand().flight().key(), flight);
    }

    /** From now on a message about the flight makes it look at once. */
    void follow(Flight flight) {
        following.put(flight.errand().flight().key(), flight);
    }

    private void landed(String flight) {
        var waiting = following.get(flight);
        if (waiting != null) {
            waiting.look();
        }
    }

    String name() {
        return replica.id() + "-" + numbers.incrementAndGet();
    }

    Store store() {
        return store;
    }

    Memory memory() {
        return memory;
    }

    Vertx vertx() {
        return vertx;
    }
}
