package io.frontugateway.upstream;

/**
 * Until when a call may leave, and whether it has. Whoever sends something that is allowed for a time only (a write under
 * a lease) must be sure that it does not leave later, however long the process was paused before; and whoever gives a call
 * up wants to know whether it had left. Used on the context that the call is made on.
 */
public final class Departure implements Progress {
    private final long notAfter;
    private boolean left;
    private volatile boolean leftInTime;
    private boolean forbidden;
    private boolean outage;

    /** @param notAfter the last moment, in terms of {@link System#nanoTime()} */
    public Departure(long notAfter) {
        this.notAfter = notAfter;
    }

    @Override
    public boolean mayLeave() {
        return !forbidden && System.nanoTime() - notAfter <= 0;
    }

    @Override
    public void outage() {
        outage = true;
    }

    @Override
    public void sent() {
        left = true;
        leftInTime = false;
    }

    @Override
    public void written(long at) {
        leftInTime = at - notAfter <= 0;
    }

    /** For another request that may leave until the same moment. */
    public Departure another() {
        return new Departure(notAfter);
    }

    /** From now on nothing may leave. @return whether nothing has left before */
    public boolean forbid() {
        forbidden = true;
        return !left;
    }

    /** Whether a request has begun to leave. */
    public boolean hasLeft() {
        return left;
    }

    /** Whether most calls failed when this one did. */
    public boolean wasInOutage() {
        return outage;
    }

    /**
     * Whether a request has begun to leave, and some of it may have done so after the last moment: the process may have been
     * paused between the look at the clock and the last byte.
     */
    public boolean mayHaveLeftLate() {
        return left && !leftInTime;
    }
}
