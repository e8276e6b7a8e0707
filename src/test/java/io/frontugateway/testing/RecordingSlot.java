package io.frontugateway.testing;

import io.frontugateway.upstream.Slot;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A slot that writes down how it moves; moves that the contract says are ignored are left out. */
public final class RecordingSlot implements Slot {
    private final List<String> moves = new CopyOnWriteArrayList<>();
    private final boolean fresh;

    private RecordingSlot(boolean fresh) {
        this.fresh = fresh;
    }

    /** One that may be sent. */
    public static RecordingSlot fresh() {
        return new RecordingSlot(true);
    }

    /** One whose grant has grown too old by the time it is to be sent. */
    public static RecordingSlot stale() {
        return new RecordingSlot(false);
    }

    /** Its moves so far, of {@code sent}, {@code settled <status>} and {@code given back}. */
    public List<String> moves() {
        return List.copyOf(moves);
    }

    @Override
    public synchronized boolean markSent() {
        if (!moves.isEmpty()) {
            return false;
        }
        moves.add(fresh ? "sent" : "given back");
        return fresh;
    }

    @Override
    public synchronized void settle(int status, MultiMap headers) {
        if (moves.equals(List.of("sent"))) {
            moves.add("settled " + status);
        }
    }

    @Override
    public synchronized void giveBack() {
        if (moves.isEmpty()) {
            moves.add("given back");
        }
    }
}
