package io.frontugateway.queue;

import java.time.Duration;

/** How fast writes can leave, as far as the quota is known. A guess for estimates, never a promise. */
public interface Pace {
    /** Requests a second that writes of an account can have over a longer time; more than 0. */
    double perSecond(String account);

    /** Time until the next request can leave; zero where it can now. */
    Duration untilNext(String account);
}
