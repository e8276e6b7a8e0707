package io.frontugateway.queue;

import io.frontugateway.queue.WriteQueue.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which pairs of names this replica has told Redis a moment ago, so that what is polled all the time is not told at each poll.
 * Of two that fall on one place the later is remembered, so that its room is fixed. Safe for use by any thread.
 */
final class ToldPairs {
    /** After this it is told again: Redis may have lost it, or heard something else of another replica. */
    private static final Duration MOMENT = Duration.ofMinutes(1);

    private static final int PLACES = 1 << 14;

    private final AtomicReferenceArray<Told> places = new AtomicReferenceArray<>(PLACES);

    private record Told(String account, String resource, Pair pair, long at) {
        boolean covers(Told other) {
            return pair.equals(other.pair)
                    && resource.equals(other.resource)
                    && account.equals(other.account)
                    && other.at - at < MOMENT.toNanos();
        }
    }

    /** Those that were not told a moment ago; from now on they were. */
    List<Pair> news(String account, String resource, List<Pair> seen) {
        long now = System.nanoTime();
        return seen.stream()
                .filter(pair -> isNew(new Told(account, resource, pair, now)))
                .toList();
    }

    /** They did not arrive. */
    void forget(String account, String resource, List<Pair> pairs) {
        pairs.forEach(pair -> places.set(place(account, resource, pair), null));
    }

    private boolean isNew(Told told) {
        int place = place(told.account(), told.resource(), told.pair());
        var last = places.get(place);
        if (last != null && last.covers(told)) {
            return false;
        }
        places.set(place, told);
        return true;
    }

    private static int place(String account, String resource, Pair pair) {
        int hash = Objects.hash(account, resource, pair.guid());
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
