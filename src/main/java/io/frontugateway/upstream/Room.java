package io.frontugateway.upstream;

/**
 * Places for calls under way to one account, bodies that are still read included. Nobody waits here: a call waits for its
 * slot, and has its place before it takes the slot, so that no slot grows old in a queue and no waiting call keeps a place from
 * another. Safe for use by any thread.
 */
public final class Room {
    private final int places;

    private final Runnable freed;
    private int taken;

    /**
     * Makes one.
     *
     * @param places calls under way at once
     * @param freed told, on whatever thread, when a place is free again after none was
     */
    public Room(int places, Runnable freed) {
        this.places = places;
        this.freed = freed;
    }

    /** Takes a place; false when none is free. */
    public synchronized boolean enter() {
        if (taken == places) {
            return false;
        }
        taken++;
        return true;
    }

    /** Gives a place back. Each place that was taken is given back once. */
    public void leave() {
        boolean wasFull;
        synchronized (this) {
            wasFull = taken == places;
            taken--;
        }
        if (wasFull) {
            freed.run();
        }
    }

    /** Places that are taken. */
    synchronized int taken() {
        return taken;
    }
}
