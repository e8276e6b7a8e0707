package io.frontugateway.quota;

import io.frontugateway.clients.Clients;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.Replica;
import io.frontugateway.redis.Session;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Room;
import io.frontugateway.upstream.Slots;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Slots from the ledger that all replicas share. Calls that find none wait here, and the ledger knows of each; it is asked
 * again when a slot is due to free, when a hint says so, and in any case after a short while.
 */
public final class SharedSlots implements Slots, SlotKeeper, AutoCloseable {
    /** A lost hint, and a slot that frees earlier than was foretold, delay nobody longer than this. */
    private static final long ASK_AT_LEAST_MS = 100;

    private static final long LOOK_AGAIN_MS = 20;
    private static final int MOST_WAITING = 10_000;
    private static final int REMINDED = 32;
    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final String replica;
    private final Terms terms;
    private final LedgerScripts scripts;
    private final Holdings holdings = new Holdings();
    private final Membership membership;
    private final QuotaMeters meters;
    private final Map<String, Waiter> waiting = new LinkedHashMap<>();
    private final Set<Waiter> parked = new LinkedHashSet<>();
    private final Map<HeldSlot, Long> limitedUntil = new LinkedHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private long timer = -1;
    private long askAt;
    private boolean asking;
    private long gateClosedUntil = System.nanoTime();

    /**
     * Makes the replica a member of the ledger; call {@link #start} to begin.
     *
     * @param timeout time after which Redis counts as out of reach
     */
    public SharedSlots(
            Vertx vertx,
            Redis redis,
            Duration timeout,
            Hints hints,
            Replica replica,
            String egress,
            Terms terms,
            Clients clients,
            Savings savings,
            QuotaMeters meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.replica = replica.id();
        this.terms = terms;
        this.meters = meters;
        this.scripts = new LedgerScripts(egress, replica.id(), terms);
        this.membership = new Membership(
                vertx,
                context,
                redis,
                timeout,
                scripts,
                terms,
                holdings,
                new Contributions(clients, savings),
                this::ledgerIsThere,
                this::ledgerIsGone);
        hints.on(scripts.hints(), hint -> onContext(() -> hinted(hint)));
    }

    /** Begins to look for the ledger. */
    public void start() {
        onContext(membership::start);
        vertx.setPeriodic(ASK_AT_LEAST_MS, tick -> onContext(this::tick));
    }

    /** How things stood at the last heartbeat, at most a second ago while the ledger is in reach. */
    public Standing standing() {
        return membership.standing();
    }

    /** Whether slots can be taken from the ledger. */
    public boolean isInReach() {
        return membership.isInReach();
    }

    /** What Redis answered that it must not answer; null while all is well. */
    public @Nullable String fault() {
        return membership.fault();
    }

    /** Slots a second that can be had over a longer time when nobody else asks; more than 0. */
    public double perSecond() {
        long working = standing().workingLimit() > 0 ? standing().workingLimit() : terms.limit();
        return working * 1000.0 / membership.window();
    }

    /** How soon a slot of a class may be had, by what was seen last; nothing is taken. */
    public Duration soonest(Priority priority) {
        return standing().soonest(headroom(priority));
    }

    private int headroom(Priority priority) {
        return switch (priority) {
            case INTERACTIVE -> 0;
            case WRITE -> terms.writeHeadroom();
            case BACKGROUND -> terms.backgroundHeadroom();
        };
    }

    /** The policy by which Redis may throw away keys of the ledger; null when it has none, or hides it. */
    public @Nullable String evictionPolicy() {
        return membership.evictionPolicy();
    }

    @Override
    public Uni<Grant> take(Call call, Room room) {
        return Uni.createFrom().emitter(emitter -> begin(call, room, emitter));
    }

    @Override
    public void roomFreed() {
        onContext(this::askForParked);
    }

    /** What is of use when something is wrong. */
    @Override
    public String toString() {
        return replica + ", " + waiting.size() + " wait here, " + parked.size() + " for a place, asking " + asking
                + ", timer " + timer + ", ledger " + membership.standing();
    }

    @Override
    public void close() {
        onContext(membership::close);
    }

    /** Refuses those that wait, because this replica goes; whoever comes later is still served. */
    public void drain() {
        var problem = Problem.of(
                        Reason.SHUTTING_DOWN, "This replica goes while the call waits for a slot of the quota.")
                .retryAfter(Duration.ofSeconds(1));
        onContext(() -> List.copyOf(waiting.values()).forEach(waiter -> {
            if (waiter.isWaiting()) {
                leave(waiter);
                waiter.refuse(problem, note(0, -1));
            }
        }));
    }

    /**
     * Looks how things stand now. Fails with {@code store-unavailable} when the ledger is out of reach.
     */
    public Uni<Standing> look() {
        return Uni.createFrom().emitter(emitter -> {
            var callers = vertx.getOrCreateContext();
            onContext(() -> membership.look(found -> callers.runOnContext(ignored -> {
                if (found == null) {
                    emitter.fail(
                            outOfReach("The quota's ledger is out of reach.").asException());
                } else {
                    emitter.complete(found);
                }
            })));
        });
    }

    private void begin(Call call, Room room, UniEmitter<? super Grant> emitter) {
        var waiter = new Waiter(call, room, emitter, vertx.getOrCreateContext(), nextId(call));
        emitter.onTermination(() -> {
            if (waiter.leave()) {
                onContext(() -> leave(waiter));
            }
        });
        onContext(() -> enter(waiter));
    }

    private String nextId(Call call) {
        return replica + "-" + Long.toString(ids.incrementAndGet(), Character.MAX_RADIX) + SlotKey.longer(call.flows());
    }

    private void enter(Waiter waiter) {
        if (!waiter.isWaiting()) {
            return;
        }
        if (waiting.size() >= MOST_WAITING) {
            refuse(waiter, 1000, -1);
            return;
        }
        waiting.put(waiter.id(), waiter);
        long patience = Math.max(1, waiter.call().maxWait().toMillis());
        waiter.timer = vertx.setTimer(patience, late -> onContext(() -> timeUp(waiter)));
        if (membership.active() != null) {
            askWithPlace(List.of(waiter));
        } else if (membership.isAway(System.nanoTime())) {
            doWithout(waiter);
        }
    }

    /** Tells the ledger of those that could be under way at once; the others wait for a place first. */
    private void askWithPlace(List<Waiter> callers) {
        var entered = new ArrayList<Waiter>();
        for (var waiter : callers) {
            if (waiter.enterRoom()) {
                entered.add(waiter);
            } else {
                parked.add(waiter);
            }
        }
        if (!entered.isEmpty()) {
            ask(entered);
        }
    }

    /** The highest class first, and in it those that came first. */
    private void askForParked() {
        if (membership.active() == null) {
            return;
        }
        var next = parked.stream()
                .sorted(Comparator.comparing(waiter -> waiter.call().priority()))
                .filter(Waiter::enterRoom)
                .toList();
        next.forEach(parked::remove);
        for (int from = 0; from < next.size(); from += REMINDED) {
            ask(next.subList(from, Math.min(next.size(), from + REMINDED)));
        }
    }

    private void leave(Waiter waiter) {
        forget(waiter);
        var session = membership.active();
        if (session == null) {
            return;
        }
        if (waiter.isTold()) {
            report(session, scripts.giveBack(session, membership.incarnation(), List.of(), List.of(waiter.member())));
        }
    }

    private void forget(Waiter waiter) {
        vertx.cancelTimer(waiter.timer);
        waiting.remove(waiter.id());
        parked.remove(waiter);
        waiter.leaveRoom();
    }

    /** The call may not wait any longer: it is told once more, under another name, to learn when there will be a slot. */
    private void timeUp(Waiter waiter) {
        if (!waiting.containsKey(waiter.id())) {
            return;
        }
        var session = membership.active();
        if (parked.contains(waiter)) {
            forget(waiter);
            waiter.refuse(noPlace(), note(0, -1));
            return;
        }
        if (session != null && !waiter.isPlacedInLine()) {
            // What the ledger says of it is on its way, and comes within the time after which the ledger counts as
            // gone.
            waiter.timer = vertx.setTimer(LOOK_AGAIN_MS, late -> onContext(() -> timeUp(waiter)));
            return;
        }
        if (session == null || waiter.isLast()) {
            doWithout(waiter);
            return;
        }
        if (waiter.isTold()) {
            report(session, scripts.giveBack(session, membership.incarnation(), List.of(), List.of(waiter.member())));
        }
        waiter.makeLast();
        rename(waiter);
        waiter.timer = vertx.setTimer(AFTER_OUTAGE.toMillis(), late -> onContext(() -> timeUp(waiter)));
        askWithPlace(List.of(waiter));
    }

    private static Problem noPlace() {
        return Problem.of(Reason.FRONTU_UNAVAILABLE, "Too many requests to Frontu are under way.")
                .retryAfter(Duration.ofSeconds(1));
    }

    private void rename(Waiter waiter) {
        waiting.remove(waiter.id());
        waiter.rename(nextId(waiter.call()));
        waiting.put(waiter.id(), waiter);
    }

    private void tick() {
        if (waiting.isEmpty()) {
            return;
        }
        if (membership.active() != null) {
            if (timer < 0) {
                askAgain();
            }
        } else if (membership.isAway(System.nanoTime())) {
            List.copyOf(waiting.values()).forEach(this::doWithout);
        }
    }

    private void ledgerIsThere() {
        var session = membership.active();
        if (session == null) {
            return;
        }
        limitedUntil.forEach((slot, until) -> settle(session, slot, Math.max(0, toMs(until - System.nanoTime()))));
        limitedUntil.clear();
        parked.clear();
        var all = new ArrayList<>(waiting.values());
        for (int from = 0; from < all.size(); from += REMINDED) {
            askWithPlace(all.subList(from, Math.min(all.size(), from + REMINDED)));
        }
    }

    /** What was asked and not answered may have been granted: it is given back later, and asked for anew. */
    private void ledgerIsGone() {
        asking = false;
        for (var waiter : List.copyOf(waiting.values())) {
            waiter.leaveRoom();
            if (waiter.isTold()) {
                membership.returnLater(SlotKey.either(waiter.id(), waiter.client()), List.of(waiter.member()));
                rename(waiter);
            }
        }
    }

    private void hinted(String hint) {
        if (hint.equals("entered")) {
            membership.greet();
            return;
        }
        boolean concerns = hint.equals(replica) || hint.length() != replica.length();
        if (concerns && !waiting.isEmpty() && membership.active() != null) {
            askAgain();
        }
    }

    private void askAgain() {
        if (asking || waiting.isEmpty()) {
            return;
        }
        asking = true;
        // Not of those whose first answer is under way: a call that it refuses would be put in line again, and never
        // leave it.
        ask(waiting.values().stream()
                .filter(Waiter::isPlacedInLine)
                .limit(REMINDED)
                .toList());
    }

    private void ask(List<Waiter> callers) {
        var session = membership.active();
        if (session == null) {
            asking = false;
            return;
        }
        long began = System.nanoTime();
        var told = callers.stream()
                .map(waiter -> {
                    waiter.placeAt(membership.ledgerTime(began));
                    return waiter.tell();
                })
                .toList();
        scripts.take(session, membership.incarnation(), membership.notAfter(began), told)
                .onComplete(done -> onContext(() -> {
                    asking = false;
                    if (done.failed()) {
                        membership.failed(session, done.cause());
                    } else {
                        answered(session, done.result(), callers, began);
                    }
                }));
    }

    private void answered(Session session, Answer.Take take, List<Waiter> callers, long began) {
        if (session == membership.active()) {
            membership.heard(session, take.answer(), began);
        }
        if (take.answer().isOk()) {
            callers.forEach(Waiter::placeInLine);
        }
        take.granted().forEach(granted -> granted(granted, take, began));
        take.refused()
                .forEach((member, wait) -> callers.stream()
                        .filter(waiter -> waiter.member().equals(member) && waiting.containsKey(waiter.id()))
                        .findFirst()
                        .ifPresent(waiter -> {
                            forget(waiter);
                            refuse(waiter, wait, take.freesIn());
                        }));
        callers.forEach(Waiter::leaveRoom);
        if (take.answer().isOk()) {
            schedule(take.askIn());
        } else if (membership.active() != null) {
            var again = callers.stream()
                    .filter(waiter -> waiting.containsKey(waiter.id()))
                    .toList();
            again.forEach(this::rename);
            askWithPlace(again);
        }
    }

    private void granted(Answer.Granted granted, Answer.Take take, long began) {
        var waiter = waiting.get(granted.id());
        var slot = new HeldSlot(new SlotKey(granted.id(), granted.kind(), clientOf(granted.member())), began, this);
        holdings.add(slot);
        if (waiter == null) {
            slot.giveBack();
            return;
        }
        if (!waiter.enterRoom()) {
            slot.giveBack();
            rename(waiter);
            parked.add(waiter);
            return;
        }
        vertx.cancelTimer(waiter.timer);
        waiting.remove(waiter.id());
        meters.granted(waiter.call(), waiter.waited());
        waiter.grant(slot, note(take.remaining(), take.freesIn()));
    }

    private void schedule(long askIn) {
        if (waiting.isEmpty()) {
            return;
        }
        long in = askIn < 0 ? ASK_AT_LEAST_MS : Math.min(askIn, ASK_AT_LEAST_MS);
        long at = System.nanoTime() + Duration.ofMillis(in).toNanos();
        if (timer >= 0 && askAt - at <= 0) {
            return;
        }
        vertx.cancelTimer(timer);
        askAt = at;
        timer = vertx.setTimer(
                Math.max(1, in),
                due -> onContext(() -> {
                    timer = -1;
                    askAgain();
                }));
    }

    private void refuse(Waiter waiter, long waitMs, long freesIn) {
        meters.refused(waiter.call());
        var wait = Duration.ofMillis(waitMs);
        var problem = Problem.of(
                        Reason.QUOTA_EXHAUSTED,
                        "No slot of the quota is free for this client within the time that the call may wait.")
                .retryAfter(wait);
        waiter.refuse(problem, note(0, Math.max(waitMs, freesIn)));
    }

    /** The ledger is out of reach: only what stands in it already may be spent. */
    private void doWithout(Waiter waiter) {
        forget(waiter);
        long now = System.nanoTime();
        if (!waiter.enterRoom()) {
            waiter.refuse(noPlace(), note(0, -1));
            return;
        }
        if (gateClosedUntil - now > 0) {
            waiter.leaveRoom();
            refuse(waiter, toMs(gateClosedUntil - now) + 1, -1);
        } else if (isCoveredByReserve(waiter)
                && membership.maySpendReserve()
                && membership.reserve().spend(now)) {
            var slot = new HeldSlot(new SlotKey(waiter.id(), SlotKey.SHARED, waiter.client()), now, this);
            holdings.add(slot);
            meters.granted(waiter.call(), waiter.waited());
            waiter.grant(slot, note(0, -1));
        } else {
            waiter.leaveRoom();
            var fault = membership.fault();
            waiter.refuse(
                    outOfReach(
                            fault != null
                                    ? "The quota cannot be kept. " + fault
                                    : "The quota's ledger is out of reach, and what may be spent without it is spent."),
                    note(0, -1));
        }
    }

    /** What stands in the ledger for the reserve is held as long as a slot without a flowing body. */
    private static boolean isCoveredByReserve(Waiter waiter) {
        return waiter.call().flows().isZero();
    }

    private static Problem outOfReach(String detail) {
        return Problem.of(Reason.STORE_UNAVAILABLE, detail).retryAfter(AFTER_OUTAGE);
    }

    @Override
    public void settled(HeldSlot slot, @Nullable Duration closed) {
        onContext(() -> {
            long now = System.nanoTime();
            if (closed != null) {
                gateClosedUntil = Math.max(gateClosedUntil - now, closed.toNanos()) + now;
            }
            var session = membership.active();
            if (session != null) {
                settle(session, slot, closed == null ? -1 : closed.toMillis());
            } else if (closed != null) {
                limitedUntil.put(slot, now + closed.toNanos());
            }
        });
    }

    private void settle(Session session, HeldSlot slot, long closed) {
        long began = System.nanoTime();
        report(
                session,
                scripts.settle(session, membership.incarnation(), slot.key(), slot.settledAgo(began), closed)
                        .onSuccess(answer -> onContext(() -> heard(session, answer, began))));
    }

    private void heard(Session session, Answer answer, long began) {
        if (session == membership.active()) {
            membership.heard(session, answer, began);
        }
    }

    @Override
    public void returned(HeldSlot slot) {
        onContext(() -> {
            holdings.remove(slot);
            var session = membership.active();
            if (session != null) {
                report(
                        session,
                        scripts.giveBack(session, membership.incarnation(), List.of(slot.key()), List.of())
                                .onFailure(failure ->
                                        onContext(() -> membership.returnLater(List.of(slot.key()), List.of()))));
            } else {
                membership.returnLater(List.of(slot.key()), List.of());
            }
        });
    }

    private void report(Session session, io.vertx.core.Future<Answer> done) {
        done.onFailure(failure -> onContext(() -> membership.failed(session, failure)));
    }

    private Note note(long remaining, long freesIn) {
        var standing = membership.standing();
        long limit = standing.limit() > 0 ? standing.limit() : terms.limit();
        return new Note(
                limit,
                Duration.ofMillis(membership.window()),
                Math.max(0, remaining),
                Duration.ofMillis(Math.max(0, freesIn)));
    }

    private static String clientOf(String member) {
        int from = member.indexOf(SlotKey.SEPARATOR) + 1;
        return member.substring(from, member.indexOf(SlotKey.SEPARATOR, from));
    }

    private static long toMs(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    private void onContext(Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(ignored -> action.run());
        }
    }
}
