package io.frontugateway.redis;

/**
 * Redis is out of reach: not connected, too slow to answer, or passed over after it was found so a moment ago. Whether a
 * command that was sent had its effect is open. It has no stack trace: an outage makes many of these.
 */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message, null, false, false);
    }
}
