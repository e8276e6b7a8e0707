package io.frontugateway.queue;

import java.time.Duration;
import java.util.Collection;

/** What the queue has to know of the accounts. */
public interface AccountKeys {
    /** The names of all accounts. */
    Collection<String> accounts();

    /** What tells an account's present key from others, and does not give it away. */
    String fingerprint(String account);

    /** Time until an answer must have begun. */
    Duration timeout(String account);
}
