package io.frontugateway.upstream;

import io.smallrye.mutiny.Uni;

/** Which of an account's keys is in use, without giving it away. */
public interface Keys {
    /** Counts the keys that the account has had; it grows with every change. */
    long generation(String account);

    /** Looks for a new key now. Never fails: where none can be read, the old one stays. */
    Uni<Void> reread(String account);
}
