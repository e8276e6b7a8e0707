package io.frontugateway.upstream;

/** The classes of the quota, highest first. */
public enum Priority {
    /** A caller waits for the answer. */
    INTERACTIVE,
    /** A queued write. */
    WRITE,
    /** A refresh or a poll, which nobody waits for. */
    BACKGROUND
}
