package io.frontugateway.queue;

import io.frontugateway.upstream.Departure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends one account's writes from this replica: claims as many entities as may be under way, makes an attempt at each, and
 * settles it. Everything happens on one Vert.x context, so nothing here is locked.
 */
final class Workers {
    private static final Logger LOG = Logger.getLogger(Workers.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration SWEEP_ON = Duration.ofMillis(50);
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Duration LONGEST_QUIET = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(300);
    private static final int AT_ONCE = 8;
    private static final int MOST_BYTES = 1024 * 1024;

    private final Vertx vertx;
    private final Context context;
    private final WriteScripts scripts;
    private final Lease lease;
    private final Takeover takeover;
    private final Sender sender;
    private final KeyProbe probe;
    private final AccountKeys keys;
    private final Effects effects;
    private final Outcomes outcomes;
    private final WriteMeters meters;
    private final WritesConfig config;
    private final Durability durability;
    private final String apart;

    private final Set<Sending> underWay = new HashSet<>();
    private boolean beating;
    private boolean claiming;
    private boolean nudged;
    private boolean probing;
    private boolean paused;
    private boolean stopping;
    private boolean sweeping;
    private long quietUntil = System.nanoTime();
    /** Whose turn a probe is; after a start under a pause there is nobody yet, and the quota wants a name. */
    private String lastClient = "gateway";

    private @Nullable CompletableFuture<Void> idle;

    /** What all workers of a replica have in common. */
    record Tools(
            Vertx vertx,
            Sender sender,
            KeyProbe probe,
            AccountKeys keys,
            Effects effects,
            Outcomes outcomes,
            WriteMeters meters,
            WritesConfig config,
            Durability durability) {}

    Workers(Tools tools, WriteScripts scripts, Lease lease, String apart) {
        this.vertx = tools.vertx();
        this.context = vertx.getOrCreateContext();
        this.scripts = scripts;
        this.lease = lease;
        this.takeover = new Takeover(scripts, tools.effects(), lease.length().multipliedBy(10));
        this.sender = tools.sender();
        this.probe = tools.probe();
        this.keys = tools.keys();
        this.effects = tools.effects();
        this.outcomes = tools.outcomes();
        this.meters = tools.meters();
        this.config = tools.config();
        this.durability = tools.durability();
        this.apart = apart;
    }

    /** Begins to send. Called once. */
    void start() {
        context.runOnContext(begin -> {
            beat();
            vertx.setPeriodic(BEAT.toMillis(), timer -> beat());
            vertx.setPeriodic(POLL.toMillis(), timer -> claim());
            vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep());
        });
    }

    /** There is something new to send. */
    void nudge() {
        context.runOnContext(ignored -> claim());
    }

    // ---- the lease ----

    private void beat() {
        if (beating || stopping) {
            return;
        }
        beating = true;
        lease.beat()
                .chain(takeover::of)
                .onTermination()
                .invoke(() -> beating = false)
                .subscribe()
                .with(done -> beaten(), failure -> LOG.debugf("No beat for %s: %s", scripts.account(), failure));
    }

    private void beaten() {
        if (lease.owner() == null) {
            // What has not left must not leave any more; what has is asked for its outcome, and put right.
            List.copyOf(underWay).forEach(Sending::returnUnsent);
        }
        if (paused) {
            probe();
        }
        claim();
    }

    private void sweep() {
        if (stopping || sweeping) {
            return;
        }
        sweeping = true;
        scripts.sweep().subscribe().with(this::swept, failure -> {
            sweeping = false;
            LOG.debugf("Not swept: %s", failure);
        });
    }

    /** A script takes a hundred of a kind at most, so that others need not wait; a busy queue leaves more than that. */
    private void swept(boolean more) {
        sweeping = false;
        if (more) {
            vertx.setTimer(SWEEP_ON.toMillis(), timer -> sweep());
        }
    }

    // ---- claiming ----

    private void claim() {
        var owner = lease.owner();
        int free = config.concurrency() - underWay.size();
        if (claiming) {
            nudged = true;
            return;
        }
        boolean quiet = System.nanoTime() - quietUntil < 0 || System.nanoTime() - lease.leaveBefore() > 0;
        if (stopping || owner == null || free <= 0 || quiet) {
            return;
        }
        claiming = true;
        nudged = false;
        var known = underWay.stream().map(sending -> sending.claim.token()).toList();
        scripts.claim(owner, Math.min(free, AT_ONCE), apart, MOST_BYTES, known)
                .call(durability::confirmed)
                .onTermination()
                .invoke(() -> claiming = false)
                .subscribe()
                .with(this::claimed, failure -> LOG.debugf("No claim for %s: %s", scripts.account(), failure));
    }

    private void claimed(@Nullable Claims claims) {
        if (claims == null) {
            return;
        }
        paused = claims.paused();
        // What was claimed under a lease that is gone meanwhile is somebody else's by now.
        claims.claims().stream()
                .filter(claim -> claim.owner().equals(lease.owner()))
                .forEach(claim -> new Sending(claim).start());
        var due = claims.nextDue();
        if (!claims.claims().isEmpty() || nudged) {
            claim();
        } else if (due != null && due.compareTo(POLL) < 0) {
            vertx.setTimer(Math.max(1, due.toMillis()), timer -> claim());
        }
    }

    private void quiet(Duration likely) {
        var span = likely.compareTo(LONGEST_QUIET) > 0 ? LONGEST_QUIET : likely;
        quietUntil = System.nanoTime() + span.toNanos();
        vertx.setTimer(Math.max(1, span.toMillis()), timer -> claim());
    }

    // ---- a key that Frontu does not take ----

    private void probe() {
        if (probing) {
            return;
        }
        probing = true;
        scripts.probe(keys.fingerprint(scripts.account()), PROBE)
                .chain(turn -> turn.equals("probe") ? ask() : Uni.createFrom().voidItem())
                .onTermination()
                .invoke(() -> probing = false)
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("No probe for %s: %s", scripts.account(), failure));
    }

    private Uni<Void> ask() {
        return probe.ask(scripts.account(), lastClient).chain(answer -> {
            if (answer != KeyProbe.Answer.TAKEN) {
                return Uni.createFrom().voidItem();
            }
            LOG.infof("Account %s: Frontu takes the key; its writes go on.", scripts.account());
            return scripts.resume().invoke(this::claim);
        });
    }

    // ---- the end ----

    /** Claims nothing more, gives back what has not left, waits for the rest as long as there is time, leaves. */
    CompletableFuture<Void> stop(Duration patience) {
        var stopped = new CompletableFuture<Void>();
        context.runOnContext(ignored -> {
            stopping = true;
            List.copyOf(underWay).forEach(Sending::returnUnsent);
            var nothingLeft = new CompletableFuture<Void>();
            idle = nothingLeft;
            endIfIdle();
            vertx.setTimer(Math.max(1, patience.toMillis()), timer -> nothingLeft.complete(null));
            nothingLeft.thenRun(() -> lease.leave()
                    .onTermination()
                    .invoke(() -> stopped.complete(null))
                    .subscribe()
                    .with(left -> {}, failure -> LOG.debugf("The lease was not let go: %s", failure)));
        });
        return stopped;
    }

    private void endIfIdle() {
        if (idle != null && underWay.isEmpty()) {
            idle.complete(null);
        }
    }

    /** One claim on its way. */
    private final class Sending {
        private final Claim claim;
        private final Departure departure = new Departure(lease.leaveBefore());
        private @Nullable Cancellable attempt;
        private boolean settling;

        Sending(Claim claim) {
            this.claim = claim;
            lastClient = claim.lead().client();
        }

        void start() {
            underWay.add(this);
            // A context of its own on the same thread: what is traced of one claim must not hang on another.
            ((ContextInternal) context).duplicate().dispatch(this::attempt);
        }

        private void attempt() {
            attempt = sender.attempt(scripts, claim, departure).subscribe().with(this::settle, failure -> {
                LOG.debugf("Operation %s: not sent: %s", claim.lead().id(), failure);
                settle(new Verdict.Unsent("", AGAIN));
            });
        }

        /** Gives it back, where it has not left. */
        void returnUnsent() {
            if (!settling && departure.forbid() && attempt != null) {
                attempt.cancel();
                settle(new Verdict.Unsent("", Duration.ZERO));
            }
        }

        private void settle(Verdict verdict) {
            if (settling) {
                return;
            }
            settling = true;
            if (verdict instanceof Verdict.Unsent unsent) {
                quiet(unsent.likely());
            } else if (verdict instanceof Verdict.KeyRefused refused) {
                paused = true;
                LOG.errorf(
                        "Account %s: Frontu answered %d: it does not take the account's key. Its writes wait until it does.",
                        scripts.account(), refused.status());
            }
            var shown = verdict.touched()
                    ? persistently(this::touched)
                    : Uni.createFrom().voidItem();
            shown.chain(() -> persistently(() -> verdict.settle(scripts, claim).call(durability::confirmed)))
                    .chain(became -> after(verdict, became))
                    .onTermination()
                    .invoke(this::end)
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.errorf(
                                    failure,
                                    "Operation %s: not settled",
                                    claim.lead().id()));
        }

        private Uni<Void> touched() {
            return effects.changed(scripts.account(), claim.lead().resource());
        }

        private Uni<Void> after(Verdict verdict, String became) {
            meters.settled(claim, verdict, became);
            if (became.equals("lost")) {
                return departure.mayHaveLeftLate() ? late() : Uni.createFrom().voidItem();
            }
            if (!became.equals("apart") && !became.equals("again")) {
                claim.writes().forEach(write -> outcomes.tell(write.id()));
            }
            return Uni.createFrom().voidItem();
        }

        /** It may have been sent after somebody else had been given it: what was overtaken then is sent once more. */
        private Uni<Void> late() {
            var lead = claim.lead();
            LOG.warnf("Operation %s was sent by a replica that had been given up, perhaps late.", lead.id());
            return persistently(() -> scripts.late(lead.id(), lead.sequence()))
                    .invoke(back -> {
                        if (back > 0) {
                            LOG.warnf("%d later operations of its entity are sent once more.", back);
                        }
                    })
                    .replaceWithVoid();
        }

        private void end() {
            underWay.remove(this);
            endIfIdle();
            claim();
        }
    }

    /** Until the store takes it: an outcome must not be forgotten because Redis is away for a while. */
    private <T> Uni<T> persistently(Supplier<Uni<T>> step) {
        return Uni.createFrom().<T>deferred(step::get).onFailure().recoverWithUni(failure -> {
            LOG.debugf("Account %s: an outcome is kept until Redis takes it: %s", scripts.account(), failure);
            return outcomes.pause(AGAIN).chain(() -> persistently(step));
        });
    }
}
