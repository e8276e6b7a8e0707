package io.frontugateway.quota;

import io.frontugateway.redis.Replica;
import io.frontugateway.redis.Session;
import io.frontugateway.redis.StoreUnavailable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This replica's membership in the ledger.
 *
 * <pre>
 * away ──▶ a session is open ──▶ restoring: what is held is entered ──▶ beating ──▶ active: slots may be taken
 *  ▲                                   ▲                                              │
 *  │ the session is lost               └──── the ledger is another one, or its clock was set
 * </pre>
 *
 * <p>Every session goes this way from its beginning, so that there is one way to recover from everything: a hiccup, a restart,
 * a flush, a fail-over. Used on the ledger's own context only, but for what is said to be for any thread.
 */
final class Membership {
    private static final Logger LOG = Logger.getLogger(Membership.class);
    private static final Pattern EVICTING = Pattern.compile("maxmemory_policy:(allkeys-\\S+)");
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final int BATCH = 100;
    private static final Duration RETRY = Duration.ofMillis(100);

    /** A member is taken for alive this long after its last heartbeat; see {@code quota-beat.lua}. */
    private static final long GONE_MS = 3000;

    private final Vertx vertx;
    private final Context context;
    private final Redis redis;
    private final Duration timeout;
    private final LedgerScripts scripts;
    private final Terms terms;
    private final Holdings holdings;
    private final Contributions contributions;
    private final Runnable activated;
    private final Runnable deactivated;
    private final LedgerClock clock = new LedgerClock();
    private final Map<String, Long> membersAliveAt = new HashMap<>();
    private final List<SlotKey> returns = new ArrayList<>();
    private final List<String> giveUps = new ArrayList<>();
    private final Reserve reserve = new Reserve();
    private final List<Consumer<@Nullable Standing>> lookers = new ArrayList<>();

    private @Nullable Session session;
    private String incarnation = "";
    private long shift;
    private boolean active;

    /** Whether the others know of this replica, so that it may hold slots; see {@link #isKnownToAll}. */
    private boolean introduced;

    private long enteredAt;
    private boolean restoring;
    private boolean beating;
    private boolean closed;
    private long awaySince = System.nanoTime();
    private volatile Standing standing = Standing.NONE;
    private volatile @Nullable String fault;
    private volatile @Nullable String evictionPolicy;
    private volatile boolean inReach;

    Membership(
            Vertx vertx,
            Context context,
            Redis redis,
            Duration timeout,
            LedgerScripts scripts,
            Terms terms,
            Holdings holdings,
            Contributions contributions,
            Runnable activated,
            Runnable deactivated) {
        this.vertx = vertx;
        this.context = context;
        this.redis = redis;
        this.timeout = timeout;
        this.scripts = scripts;
        this.terms = terms;
        this.holdings = holdings;
        this.contributions = contributions;
        this.activated = activated;
        this.deactivated = deactivated;
    }

    /** How things stood in the ledger at the last heartbeat. For any thread. */
    Standing standing() {
        return standing;
    }

    /** What Redis answered that it must not answer, in words; null while all is well. For any thread. */
    @Nullable
    String fault() {
        return fault;
    }

    /** The policy by which Redis may throw away keys of the ledger; null when it has none, or hides it. For any thread. */
    @Nullable
    String evictionPolicy() {
        return evictionPolicy;
    }

    /** Whether slots can be taken from the ledger. For any thread. */
    boolean isInReach() {
        return inReach;
    }

    /** The session on which slots may be taken now; null when there is none. */
    @Nullable
    Session active() {
        return active ? session : null;
    }

    String incarnation() {
        return incarnation;
    }

    /** What this replica may spend while the ledger is out of reach. */
    Reserve reserve() {
        return reserve;
    }

    /** Whether it is time to do without the ledger: it has been out of reach for longer than a hiccup. */
    boolean isAway(long now) {
        return maySpendReserve() && now - awaySince > 2 * timeout.toNanos();
    }

    /**
     * Whether the reserve may be spent: not while there is a session. What is spent is entered at the beginning of the next one,
     * before the reserve is renewed; spent in between, it would be renewed without having been entered.
     */
    boolean maySpendReserve() {
        return session == null;
    }

    /** Ledger time after which a question sent now must not have any effect, because its answer is not awaited any more. */
    long notAfter(long now) {
        return clock.earliest(now) + timeout.toMillis();
    }

    /** The earliest that it can be in the ledger. */
    long ledgerTime(long now) {
        return clock.earliest(now);
    }

    /** Window that counts for what this replica holds. */
    long window() {
        return Math.max(terms.window(), standing.windowMs());
    }

    void start() {
        connect();
        vertx.setPeriodic(BEAT.toMillis(), timer -> onContext(this::tick));
    }

    /** Ends it; nothing is done any more. */
    void close() {
        closed = true;
        if (session != null) {
            session.close();
        }
    }

    /** Gives back what may have been granted without this replica's having heard of it, as soon as that can be done. */
    void returnLater(List<SlotKey> slots, List<String> waiting) {
        returns.addAll(slots);
        giveUps.addAll(waiting);
    }

    /** The session failed: nothing is asked on it any more. */
    void failed(Session on, Throwable cause) {
        if (cause instanceof ErrorType error && !isPassing(error)) {
            var refusal = "Redis refuses the ledger's scripts: " + error.getMessage();
            if (!refusal.equals(fault)) {
                LOG.errorf("The quota cannot be kept: %s", refusal);
            }
            fault = refusal;
        } else if (!(cause instanceof StoreUnavailable || cause instanceof ErrorType)) {
            LOG.error("The ledger's answer makes no sense", cause);
        }
        lose(on);
    }

    /** Errors by which Redis says that it is not there for the moment. */
    private static boolean isPassing(ErrorType error) {
        return error.is("LOADING")
                || error.is("MASTERDOWN")
                || error.is("READONLY")
                || error.is("BUSY")
                || error.is("CLUSTERDOWN")
                || error.is("TRYAGAIN");
    }

    /** An answer told this ledger time. */
    void heard(Session on, Answer answer, long sent) {
        shift += clock.hear(answer.now(), sent, System.nanoTime());
        if (on != session) {
            return;
        }
        if (answer.isLost() || shift != 0) {
            if (shift != 0) {
                LOG.warnf("The clock of Redis was set by %d ms; all slots are entered anew.", shift);
            }
            restore();
        }
    }

    private void tick() {
        if (session != null && !restoring) {
            beat();
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        Session.open(vertx, redis, timeout)
                .onComplete(opened -> onContext(() -> {
                    if (opened.failed()) {
                        retryConnect();
                    } else {
                        use(opened.result());
                    }
                }));
    }

    private void retryConnect() {
        try {
            vertx.setTimer(RETRY.toMillis(), timer -> onContext(this::connect));
        } catch (RejectedExecutionException goingDown) {
            LOG.debug("The program ends before the ledger was reached");
        }
    }

    private void use(Session opened) {
        session = opened;
        opened.ended().onComplete(ended -> onContext(() -> lose(opened)));
        scripts.load(opened);
        restore();
    }

    private void lose(Session gone) {
        if (session != gone) {
            return;
        }
        session = null;
        restoring = false;
        beating = false;
        gone.close();
        deactivate();
        if (!closed) {
            LOG.debug("The ledger is out of reach");
            retryConnect();
        }
    }

    private void deactivate() {
        if (active) {
            active = false;
            inReach = false;
            awaySince = System.nanoTime();
            var unanswered = List.copyOf(lookers);
            lookers.clear();
            show(unanswered, null);
            deactivated.run();
        }
    }

    private void restore() {
        var on = session;
        if (on == null || restoring) {
            return;
        }
        restoring = true;
        deactivate();
        long sent = System.nanoTime();
        // One that has not been active knows neither what was sent nor who is there, whatever ledger it has seen.
        long by = introduced ? shift : 0;
        shift = 0;
        scripts.restore(
                        on,
                        introduced ? incarnation : "",
                        Replica.random().id(),
                        by,
                        holdings.counting(sent, window(), terms.hold()),
                        window(),
                        membersKnown(sent))
                .onComplete(done -> onContext(() -> {
                    if (done.failed()) {
                        failed(on, done.cause());
                    } else if (on == session) {
                        restored(on, done.result(), sent);
                    }
                }));
    }

    private void restored(Session on, Answer.Restore restore, long sent) {
        restoring = false;
        long set = clock.hear(restore.answer().now(), sent, System.nanoTime());
        boolean sameLedger = restore.incarnation().equals(incarnation);
        if (set != 0 && sameLedger) {
            shift += set;
            restore();
            return;
        }
        boolean lost = !restore.loss().isEmpty();
        if (lost && !incarnation.isEmpty()) {
            LOG.warnf(
                    "The ledger of the quota was lost (%s); what this replica holds is entered again.", restore.loss());
        }
        if (!sameLedger || lost) {
            contributions.tellAgain();
        }
        incarnation = restore.incarnation();
        enteredAt = restore.answer().now();
        fault = null;
        lookForEviction(on);
        flushReturns(on);
        beat();
    }

    private void flushReturns(Session on) {
        while (!returns.isEmpty() || !giveUps.isEmpty()) {
            var slots = first(returns);
            var waiting = first(giveUps);
            scripts.giveBack(on, incarnation, slots, waiting)
                    .onFailure(failure -> onContext(() -> {
                        returnLater(slots, waiting);
                        failed(on, failure);
                    }));
        }
    }

    /** Takes the first of a list off it, as many as one script call should carry. */
    private static <T> List<T> first(List<T> list) {
        var head = list.subList(0, Math.min(BATCH, list.size()));
        var taken = List.copyOf(head);
        head.clear();
        return taken;
    }

    private void lookForEviction(Session on) {
        on.send(Request.cmd(Command.INFO).arg("memory")).onSuccess(info -> {
            var policy = EVICTING.matcher(String.valueOf(info));
            evictionPolicy = policy.find() ? policy.group(1) : null;
        });
    }

    /** Has the next heartbeat's answer told, at once; null when the ledger is out of reach. */
    void look(Consumer<@Nullable Standing> looker) {
        if (!active) {
            looker.accept(null);
            return;
        }
        lookers.add(looker);
        beat();
    }

    private void show(List<Consumer<@Nullable Standing>> to, @Nullable Standing found) {
        to.forEach(looker -> looker.accept(found));
    }

    private void beat() {
        var on = session;
        if (on == null || beating) {
            return;
        }
        beating = true;
        var shownTo = List.copyOf(lookers);
        lookers.clear();
        long sent = System.nanoTime();
        var gift = contributions.next();
        scripts.beat(on, incarnation, notAfter(sent), clock.since(), gift.shares(), gift.saved())
                .onComplete(done -> onContext(() -> {
                    beating = on == session ? false : beating;
                    boolean taken = done.succeeded() && done.result().answer().isOk();
                    contributions.done(gift, taken);
                    if (done.failed()) {
                        failed(on, done.cause());
                    } else if (on == session) {
                        beaten(on, done.result(), sent);
                    }
                    show(shownTo, taken ? standing : null);
                    if (!lookers.isEmpty()) {
                        beat();
                    }
                }));
    }

    private void beaten(Session on, Answer.Beat beat, long sent) {
        heard(on, beat.answer(), sent);
        if (restoring) {
            return;
        }
        if (!beat.answer().isOk()) {
            vertx.setTimer(RETRY.toMillis(), timer -> onContext(this::tick));
            return;
        }
        if (!introduced && !isKnownToAll(beat)) {
            vertx.setTimer(RETRY.toMillis(), timer -> onContext(this::tick));
            return;
        }
        introduced = true;
        long now = System.nanoTime();
        standing = Standing.of(beat);
        reserve.renew((int) standing.fact("mine"), sent);
        holdings.counting(now, window(), terms.hold());
        beat.members().forEach((member, ago) -> {
            long before = Math.max(0, ago - GONE_MS);
            membersAliveAt.put(member, now - Duration.ofMillis(before).toNanos());
        });
        if (!active) {
            active = true;
            inReach = true;
            activated.run();
        }
    }

    /**
     * Whether every living member has looked into the ledger since this replica entered it. What a replica holds that another
     * does not know would be missed by nobody if Redis forgot it.
     */
    private boolean isKnownToAll(Answer.Beat beat) {
        long here = beat.answer().now() - enteredAt;
        return beat.members().values().stream().allMatch(ago -> ago <= here || ago > GONE_MS);
    }

    /** A replica has come, and may hold nothing before this one knows it. */
    void greet() {
        tick();
    }

    private Map<String, Long> membersKnown(long now) {
        long span = terms.hold() + window();
        var known = new HashMap<String, Long>();
        membersAliveAt.forEach((member, at) ->
                known.put(member, Math.max(0, Duration.ofNanos(now - at).toMillis())));
        known.values().removeIf(ago -> ago > span);
        membersAliveAt.keySet().retainAll(known.keySet());
        return known;
    }

    private void onContext(Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(ignored -> action.run());
        }
    }
}
