package io.frontugateway.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is refreshed behind the scenes: each thing once at a time, and not at once again where that brought nothing. Safe for
 * use by any thread.
 */
final class Refreshing<K> {
    /** After a refresh has failed, the next is not tried before this. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** One of which nothing was heard for so long holds up no other. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final int MANY = 10_000;

    /** Until when nobody else begins, by {@link System#nanoTime()}. */
    private final Map<K, Long> until = new ConcurrentHashMap<>();

    /** Whether it is to be refreshed now, by the one who asks; {@link #ended} has to follow. */
    boolean begin(K what) {
        long now = System.nanoTime();
        long end = now + LONGEST.toNanos();
        var before = until.get(what);
        return before == null
                ? until.putIfAbsent(what, end) == null
                : now - before >= 0 && until.replace(what, before, end);
    }

    void ended(K what, boolean brought) {
        long now = System.nanoTime();
        if (brought) {
            until.remove(what);
        } else {
            until.put(what, now + PAUSE.toNanos());
        }
        if (until.size() > MANY) {
            until.values().removeIf(end -> end - now < 0);
        }
    }
}
