package io.frontugateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this replica has at hand: finished answers, and the rows that others can be cut from. Bounded in bytes as a whole; what
 * is used seldom makes room for what is used often. Safe for use by any thread.
 */
final class Memory {
    private static final int KEY_OVERHEAD = 256;

    private final Cache<Object, Held> held;
    private final int largest;

    /** Where the rows of a resource are, so that an entity can be found in them. */
    private final Map<Resource, Map<Place, Boolean>> places = new ConcurrentHashMap<>();

    /** How often rows of a resource were kept. */
    private final Map<Resource, AtomicLong> epochs = new ConcurrentHashMap<>();

    private record Resource(String account, String name) {}

    /**
     * What a finished answer is the answer to.
     *
     * @param place where the rows would be if they were kept for this question alone
     * @param rest what else distinguishes it
     */
    record Key(String place, String rest) {}

    Memory(long maxBytes) {
        this.largest = (int) Math.min(Integer.MAX_VALUE, maxBytes / 2);
        this.held = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .<Object, Held>weigher((key, value) -> weightOf(key) + value.weight())
                .executor(Runnable::run)
                .removalListener(this::removed)
                .build();
    }

    @Nullable
    Kept answer(Key key) {
        return (Kept) held.getIfPresent(key);
    }

    /** Keeps an answer, unless the one there is was cut from rows of a later ask. */
    void keep(Key key, Kept answer) {
        if (answer.weight() > largest) {
            held.invalidate(key);
            return;
        }
        held.asMap().merge(key, answer, (before, now) -> isOvertaken((Kept) before, answer) ? before : now);
    }

    private static boolean isOvertaken(Kept before, Kept now) {
        return before.stamp().ticket() > now.stamp().ticket() && before.epoch() >= now.epoch();
    }

    @Nullable
    Verbatim verbatim(Verbatim.Key key) {
        return (Verbatim) held.getIfPresent(key);
    }

    /** Whether it, or something of a later ask, is kept; what would push out half of the rest is let go. */
    boolean keep(Verbatim.Key key, Verbatim verbatim) {
        if (verbatim.weight() > largest) {
            held.invalidate(key);
            return false;
        }
        held.asMap()
                .merge(
                        key,
                        verbatim,
                        (before, now) -> isNewer(((Verbatim) before).stamp(), verbatim.stamp()) ? before : now);
        return true;
    }

    @Nullable
    Stretch rows(Place place) {
        return (Stretch) held.getIfPresent(place);
    }

    /** Keeps rows, unless those there are of a later ask. Rows that would push out half of the rest are let go. */
    void keep(Place place, Stretch rows) {
        if (rows.weight() > largest) {
            held.invalidate(place);
            return;
        }
        held.asMap().merge(place, rows, (before, now) -> isNewer(((Stretch) before).stamp(), rows.stamp()) ? before : now);
        var resource = new Resource(place.account(), place.resource());
        if (!place.member().equals(Place.FULL)) {
            places.computeIfAbsent(resource, name -> new ConcurrentHashMap<>()).put(place, true);
        }
        epochs.computeIfAbsent(resource, name -> new AtomicLong()).incrementAndGet();
    }

    /** How often rows of a resource were kept. */
    long epoch(String account, String resource) {
        var epoch = epochs.get(new Resource(account, resource));
        return epoch == null ? 0 : epoch.get();
    }

    /** All rows of a resource that are at hand and look as its lists show them. */
    Stream<Stretch> rowsOf(String account, String resource) {
        Collection<Place> known =
                places.getOrDefault(new Resource(account, resource), Map.of()).keySet();
        return List.copyOf(known).stream().map(this::rows).filter(Objects::nonNull);
    }

    /** How many bytes are in use, about. */
    long bytes() {
        held.cleanUp();
        return held.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    private static boolean isNewer(Stamp one, Stamp other) {
        return one.ticket() > other.ticket();
    }

    private void removed(@Nullable Object key, @Nullable Held value, RemovalCause cause) {
        if (cause != RemovalCause.REPLACED && key instanceof Place place) {
            Optional.ofNullable(places.get(new Resource(place.account(), place.resource())))
                    .ifPresent(known -> known.remove(place));
        }
    }

    private static int weightOf(Object key) {
        if (key instanceof Verbatim.Key address) {
            return KEY_OVERHEAD + address.weight();
        }
        return KEY_OVERHEAD + (key instanceof Key answer ? 2 * answer.rest().length() : 0);
    }
}
