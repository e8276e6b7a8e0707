package io.frontugateway.upstream.frontu;

/** A credential. Only {@link #reveal()} gives it away; printed, compared in a log line or serialized it shows nothing. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The credential itself, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    /** Hides the value. */
    @Override
    public String toString() {
        return "****";
    }
}
