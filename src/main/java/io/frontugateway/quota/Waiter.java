package io.frontugateway.quota;

import io.frontugateway.problem.Problem;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Room;
import io.frontugateway.upstream.Slots.Grant;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** One call that waits for a slot. Used on the ledger's own context only, but for what is said to be for any thread. */
final class Waiter {
    private final Call call;
    private final Room room;
    private final String client;
    private final UniEmitter<? super Grant> emitter;
    private final Context context;
    private final long began = System.nanoTime();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private String id;
    private long since;
    private boolean told;
    private boolean inLine;
    private boolean placed;
    private boolean last;
    long timer = -1;

    private enum Phase {
        WAITING,
        ANSWERED,
        LEFT
    }

    Waiter(Call call, Room room, UniEmitter<? super Grant> emitter, Context context, String id) {
        this.call = call;
        this.room = room;
        this.client = SlotKey.clean(call.client());
        this.emitter = emitter;
        this.context = context;
        this.id = id;
    }

    /** Its name among the waiting, as the scripts expect it. */
    String member() {
        return "%d%c%s%c%014d%c%s%c%s"
                .formatted(
                        call.priority().ordinal(),
                        SlotKey.SEPARATOR,
                        client,
                        SlotKey.SEPARATOR,
                        since,
                        SlotKey.SEPARATOR,
                        id.substring(0, id.indexOf('-')),
                        SlotKey.SEPARATOR,
                        id);
    }

    /** Fixes its place by ledger time; it keeps it when it is told of anew. */
    void placeAt(long ledgerTime) {
        if (since == 0) {
            since = Math.max(0, ledgerTime - waited().toMillis());
        }
    }

    /** Goes on under another name, because what became of the old one is not known. */
    void rename(String next) {
        id = next;
        told = false;
        inLine = false;
    }

    /** Asks one more time, and then does not wait any more. */
    void makeLast() {
        last = true;
    }

    boolean isLast() {
        return last;
    }

    /** Takes a place among the calls under way, unless it has one; false when none is free. */
    boolean enterRoom() {
        placed = placed || room.enter();
        return placed;
    }

    /** Gives its place up while it waits for a slot. */
    void leaveRoom() {
        if (placed) {
            placed = false;
            room.leave();
        }
    }

    String id() {
        return id;
    }

    String client() {
        return client;
    }

    Call call() {
        return call;
    }

    /** Whether the ledger has been told of it. */
    boolean isTold() {
        return told;
    }

    /** The ledger has let it wait. */
    void placeInLine() {
        inLine = true;
    }

    /** Whether the ledger has answered that it waits. */
    boolean isPlacedInLine() {
        return inLine;
    }

    /** What the ledger is told of it. */
    LedgerScripts.Told tell() {
        long patience = told
                ? -1
                : last ? 0 : Math.max(0, call.maxWait().minus(waited()).toMillis());
        told = true;
        return new LedgerScripts.Told(member(), patience);
    }

    Duration waited() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    boolean isWaiting() {
        return phase.get() == Phase.WAITING;
    }

    /**
     * Whoever asked has left. For any thread.
     *
     * @return whether it had not been answered yet
     */
    boolean leave() {
        return phase.compareAndSet(Phase.WAITING, Phase.LEFT);
    }

    /** Hands slot and place over, on the context of whoever asked; back they go if that one has left. */
    void grant(HeldSlot slot, Note note) {
        placed = false;
        context.runOnContext(ignored -> {
            if (phase.compareAndSet(Phase.WAITING, Phase.ANSWERED)) {
                note.leave();
                emitter.complete(new Grant.Taken(slot));
            } else {
                slot.giveBack();
                room.leave();
            }
        });
    }

    /** Tells whoever asked that there is none. */
    void refuse(Problem problem, Note note) {
        context.runOnContext(ignored -> {
            if (phase.compareAndSet(Phase.WAITING, Phase.ANSWERED)) {
                note.leave();
                emitter.complete(new Grant.Refused(problem));
            }
        });
    }
}
