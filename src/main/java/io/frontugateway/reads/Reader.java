package io.frontugateway.reads;

import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Progress;
import java.time.Duration;

/**
 * On whose behalf Frontu is asked.
 *
 * @param account name of the Frontu account that is read
 * @param client name of the client that the slots are counted for
 * @param priority which class of the quota the requests are counted in
 * @param maxWait longest time that one read may wait for slots of the quota, over all the pages it needs
 * @param pageSize rows asked for in one of Frontu's pages, where Frontu lets one choose; at least 1
 * @param progress who is told how far each request has come
 */
public record Reader(
        String account, String client, Priority priority, Duration maxWait, int pageSize, Progress progress) {
    public Reader {
        if (pageSize < 1) {
            throw new IllegalArgumentException("pageSize must be at least 1");
        }
    }

    /** A caller who waits for the answer. */
    public Reader(String account, String client, Duration maxWait, int pageSize) {
        this(account, client, Priority.INTERACTIVE, maxWait, pageSize, Progress.UNWATCHED);
    }

    /** The same in another class of the quota. */
    public Reader in(Priority other) {
        return new Reader(account, client, other, maxWait, pageSize, progress);
    }

    /** The same with this much time left; none where it is negative. */
    public Reader waiting(Duration left) {
        return new Reader(account, client, priority, left.isNegative() ? Duration.ZERO : left, pageSize, progress);
    }

    /** The same, followed by somebody. */
    public Reader watchedBy(Progress follower) {
        return new Reader(account, client, priority, maxWait, pageSize, follower);
    }
}
