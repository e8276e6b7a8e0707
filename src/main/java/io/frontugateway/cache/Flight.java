package io.frontugateway.cache;

import io.frontugateway.cache.Flights.Boarding;
import io.frontugateway.cache.Flights.Company;
import io.frontugateway.cache.Store.Claim;
import io.frontugateway.cache.Store.Standing;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.Reader;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Progress;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One fetch and those who wait for it.
 *
 * <pre>
 * claiming ──ours──▶ at hand? ──no──▶ asking ──▶ over ──▶ landing
 *     │ ▲                └──yes──────────────────▶ over
 *  theirs│ looked again: its owner stands still, or is done
 *     ▼ │
 *  following
 * </pre>
 *
 * <p>Those aboard are told as soon as it is over; landing keeps what it brought for other replicas, and whoever follows there
 * waits for that.
 */
final class Flight implements Progress {
    private static final Logger LOG = Logger.getLogger(Flight.class);

    /** An owner that shows no sign of life for so long, as seen by who waits, is taken for dead. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    /** What takes longer until Frontu is asked waits for a slot. */
    private static final Duration LONG = Duration.ofMillis(500);

    private static final long BEAT_MS = 250;
    private static final long LOOK_MS = 100;

    /** Between two looks no more than this counts: who has stood still himself has not seen another stand still. */
    private static final Duration SEEN = Duration.ofMillis(500);

    private final Flights flights;
    private final Errand errand;
    private final Duration lifetime;
    private final boolean agreed;
    private final boolean kept;
    private final String name;
    private final List<Passenger> passengers = new ArrayList<>();

    private Reader reader;
    private long waitingSince = System.nanoTime();
    private @Nullable Cancellable running;
    private boolean over;
    private int attempt;
    private volatile boolean asking;
    private volatile boolean sent;
    private volatile boolean sentElsewhere;
    private volatile @Nullable Integer status;
    private volatile boolean lost;
    private volatile Runnable look = () -> {};

    private record Passenger(UniEmitter<? super Boarding> emitter, boolean leads, Executor where) {}

    /**
     * @param agreed whether it is one flight over all replicas
     * @param kept whether what it brings is kept
     */
    Flight(Flights flights, Errand errand, Reader reader, Duration lifetime, boolean agreed, boolean kept) {
        this.flights = flights;
        this.errand = errand;
        this.reader = reader;
        this.lifetime = lifetime;
        this.agreed = agreed;
        this.kept = kept;
        this.name = flights.name();
    }

    Errand errand() {
        return errand;
    }

    boolean admits(Company company) {
        return switch (company) {
            case ANYBODY -> true;
            case UNSENT -> !isSent();
            case UNHELD -> isSent() || reader().maxWait().isZero();
        };
    }

    private boolean isSent() {
        return sent || sentElsewhere;
    }

    /** Takes somebody aboard; false when it is over. Whoever waits himself gives the flight his own urgency. */
    boolean join(UniEmitter<? super Boarding> emitter, Reader whose, boolean leads) {
        var passenger = new Passenger(emitter, leads, Aside.here());
        synchronized (this) {
            if (over) {
                return false;
            }
            passengers.add(passenger);
        }
        var patience = whose.maxWait().compareTo(LONG) > 0 ? whose.maxWait() : LONG;
        long timer = flights.vertx().setTimer(patience.toMillis(), fired -> tire(passenger));
        emitter.onTermination(() -> {
            flights.vertx().cancelTimer(timer);
            left(passenger);
        });
        if (!leads && whose.priority() == Priority.INTERACTIVE) {
            raise(whose);
        }
        return true;
    }

    /** Who leads is refused by the quota itself when its time is over, and with a reason. */
    private void tire(Passenger passenger) {
        if (!isSent() && !(asking && passenger.leads())) {
            passenger.where().execute(() -> passenger.emitter().complete(new Boarding(new Landing.Unsent(), false)));
        }
    }

    void start() {
        int now;
        synchronized (this) {
            now = ++attempt;
        }
        var flying = fly().subscribe().with(end -> landed(now, end), failure -> landed(now, End.of(failed(failure))));
        synchronized (this) {
            if (attempt == now && !over) {
                running = flying;
                return;
            }
        }
        flying.cancel();
    }

    /** A fetch in a lower class that has not been sent begins again in the higher. */
    private void raise(Reader whose) {
        Cancellable before;
        synchronized (this) {
            if (over || sent || reader.priority() == Priority.INTERACTIVE) {
                return;
            }
            reader = whose;
            waitingSince = System.nanoTime();
            before = running;
            running = null;
            attempt++;
        }
        if (before != null) {
            before.cancel();
        }
        start();
    }

    /** The same on behalf of a caller of another replica. */
    private void raise() {
        raise(reader().in(Priority.INTERACTIVE));
    }

    private synchronized Reader reader() {
        return reader;
    }

    /** The same when Frontu is asked at last, with what is left of its time. */
    private synchronized Reader asking() {
        asking = true;
        var waited = Duration.ofNanos(System.nanoTime() - waitingSince);
        return reader.waiting(reader.maxWait().minus(waited)).watchedBy(this);
    }

    private void left(Passenger passenger) {
        Cancellable given = null;
        synchronized (this) {
            passengers.remove(passenger);
            if (!over && passengers.isEmpty() && !sent) {
                over = true;
                given = running;
            }
        }
        if (given != null) {
            given.cancel();
            flights.over(this);
            release();
        }
    }

    private String owner() {
        return agreed ? name : "";
    }

    /**
     * How it ends.
     *
     * @param landing what its passengers are told
     * @param afterwards what is left to do once they have been
     */
    private record End(Landing landing, Runnable afterwards) {
        static End of(Landing landing) {
            return new End(landing, () -> {});
        }
    }

    private Uni<End> fly() {
        return agreed ? Uni.createFrom().deferred(() -> claim(null)) : askAlone();
    }

    /** Its place among all fetches is asked for beside its slot: it is needed no earlier than when something is kept. */
    private Uni<End> askAlone() {
        var placed = Uni.combine()
                .all()
                .unis(flights.store().ticket(), errand.ask(asking(), 0))
                .with((ticket, brought) -> brought.at(ticket));
        return ended(placed, () -> {});
    }

    /**
     * The owner that is waited for.
     *
     * @param still how long we have seen it not move, by our own clock
     */
    private record Watched(Claim.Theirs owner, long still, long lookedAt) {
        static Watched now(Claim.Theirs owner, @Nullable Watched before) {
            long now = System.nanoTime();
            return before == null || !before.owner().equals(owner)
                    ? new Watched(owner, 0, now)
                    : new Watched(owner, before.still() + Math.min(now - before.lookedAt(), SEEN.toNanos()), now);
        }

        boolean standsStill() {
            return still > LEASE.toNanos();
        }
    }

    private Uni<End> claim(@Nullable Watched watched) {
        boolean urgent = reader().priority() == Priority.INTERACTIVE;
        var waitedFor = watched == null ? null : watched.owner();
        boolean stoodStill = watched != null && watched.standsStill();
        return flights.store()
                .claim(errand.flight(), name, waitedFor, stoodStill, urgent, errand.places())
                .chain(claim -> claimed(claim, watched));
    }

    private Uni<End> claimed(Claim claim, @Nullable Watched before) {
        if (claim instanceof Claim.Ours ours) {
            ours.kept().forEach(this::hold);
            return errand.atHand(ours.kept())
                    .map(found -> Uni.createFrom()
                            .item(new End(Landing.Brought.settled(found, true, false, true), this::release)))
                    .orElseGet(() -> askOwning(ours));
        }
        if (claim instanceof Claim.Theirs theirs) {
            sentElsewhere = theirs.sent();
            var watched = Watched.now(theirs, before);
            return watched.standsStill() ? claim(watched) : pause().chain(() -> claim(watched));
        }
        if (claim instanceof Claim.Failed failed) {
            return Uni.createFrom().item(End.of(Outcomes.read(failed.outcome(), reader())));
        }
        return ended(errand.ask(asking(), Store.ownTicket()), () -> {});
    }

    /** A while, or until a message says that something has landed. */
    private Uni<Void> pause() {
        return Uni.createFrom().emitter(emitter -> {
            long timer = flights.vertx().setTimer(LOOK_MS, fired -> emitter.complete(null));
            look = () -> {
                flights.vertx().cancelTimer(timer);
                emitter.complete(null);
            };
            flights.follow(this);
        });
    }

    /** Stops waiting for the next look. */
    void look() {
        look.run();
    }

    private Uni<End> askOwning(Claim.Ours ours) {
        return Uni.createFrom().deferred(() -> {
            long timer = flights.vertx().setPeriodic(BEAT_MS, fired -> beat());
            return ended(
                    errand.ask(asking(), ours.ticket())
                            .map(brought -> brought.after(ours.kept().get(brought.place()))),
                    () -> flights.vertx().cancelTimer(timer));
        });
    }

    private void beat() {
        flights.store().beat(errand.flight(), name, sent).subscribe().with(standing -> {
            lost = standing == Standing.LOST;
            if (standing == Standing.URGENT) {
                raise();
            }
        });
    }

    /** @param settled called when nothing more is to come of it, also where it is cancelled */
    private Uni<End> ended(Uni<Errand.Brought> asked, Runnable settled) {
        return asked.map(brought -> brought(known(brought), settled))
                .onFailure()
                .recoverWithUni(failure -> released(failed(failure), settled))
                .onCancellation()
                .invoke(settled);
    }

    private Errand.Brought known(Errand.Brought brought) {
        return errand.isHeldAsRows() ? brought.after(flights.memory().rows(brought.place())) : brought;
    }

    /** Nobody here waits until others have it too: those who do are told by Redis. */
    private End brought(Errand.Brought brought, Runnable settled) {
        if (!kept) {
            return new End(Landing.Brought.settled(brought.rows(), false, brought.byDelta(), false), settled);
        }
        if (lost) {
            return new End(Landing.Brought.settled(brought.rows(), false, brought.byDelta(), false), () -> {
                settled.run();
                release();
            });
        }
        hold(brought.place(), brought.rows());
        var lasting = new CompletableFuture<Boolean>();
        return new End(
                new Landing.Brought(brought.rows(), true, brought.byDelta(), false, lasting),
                () -> flights.store()
                        .land(errand.flight(), owner(), brought.place(), brought.rows(), lifetime)
                        .onTermination()
                        .invoke(settled)
                        .subscribe()
                        .with(standing -> {
                            boolean lasts = standing != Standing.LOST && !(standing == Standing.UNKNOWN && lost);
                            if (!lasts) {
                                flights.memory().drop(brought.place(), brought.rows());
                            }
                            lasting.complete(lasts);
                        }));
    }

    private void hold(Place place, Stretch rows) {
        if (errand.isHeldAsRows()) {
            flights.memory().keep(place, rows);
        }
    }

    private Uni<End> released(Landing.Failed failed, Runnable settled) {
        return release(failed.isFinal() ? Outcomes.write(failed) : "")
                .invoke(settled)
                .replaceWith(End.of(failed));
    }

    private void release() {
        release("").subscribe().with(done -> {});
    }

    private Uni<Void> release(String outcome) {
        return flights.store().release(errand.flight(), owner(), outcome);
    }

    private Landing.Failed failed(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return failed(problem, status);
        }
        LOG.error("A fetch failed unexpectedly", failure);
        var problem =
                Problem.of(Reason.INTERNAL, "The request could not be served. The log has more under this request id.");
        return failed(problem.asException(), null);
    }

    private Landing.Failed failed(ProblemException problem, @Nullable Integer answer) {
        var whose = reader();
        return new Landing.Failed(problem, answer, sent, whose.client(), whose.maxWait(), errand.generation());
    }

    private void landed(int which, End end) {
        for (var passenger : passengersOf(which)) {
            passenger
                    .where()
                    .execute(() -> passenger.emitter().complete(new Boarding(end.landing(), passenger.leads())));
        }
        end.afterwards().run();
    }

    /** Ends the flight; nobody is left aboard where that was done before, or another attempt has begun. */
    private List<Passenger> passengersOf(int which) {
        List<Passenger> all;
        synchronized (this) {
            if (over || which != attempt) {
                return List.of();
            }
            over = true;
            all = List.copyOf(passengers);
        }
        flights.over(this);
        return all;
    }

    @Override
    public void sent() {
        sent = true;
    }

    @Override
    public void answered(int httpStatus, MultiMap headers) {
        status = httpStatus;
    }
}
