package io.frontugateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.frontugateway.catalogue.Identity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
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

    /** Where lists of a resource are, so that an entity can be found in them. */
    private final Map<Resource, Map<Place, Boolean>> lists = new ConcurrentHashMap<>();

    /** Where single entities are, by either of their identities: there may be many, so nobody looks through them. */
    private final Map<Named, Map<Place, Boolean>> singles = new ConcurrentHashMap<>();

    /** How often lists of a resource were kept. */
    private final Map<Resource, AtomicLong> epochs = new ConcurrentHashMap<>();

    private record Resource(String account, String name) {}

    private record Named(Resource resource, Identity by, String id) {}

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
        var before = rows(place);
        // Entered first, since what finds no room is let go, and struck out again, before this comes back.
        enter(place, rows);
        var now = held.asMap()
                .merge(place, rows, (one, other) -> isNewer(((Stretch) one).stamp(), rows.stamp()) ? one : other);
        if (now != rows) {
            strike(place, others(place, rows, (Stretch) now));
        } else if (before != null) {
            strike(place, others(place, before, rows));
        }
        if (isList(place)) {
            epochs.computeIfAbsent(resource(place), any -> new AtomicLong()).incrementAndGet();
        }
    }

    /** Lets go of something, if it is still what is kept there. */
    void drop(Object key, Held what) {
        held.asMap().remove(key, what);
    }

    /** The names of what is not there any more, without those of what is. */
    private static Stream<Named> others(Place place, Stretch gone, Stretch there) {
        var known = names(place, there).collect(Collectors.toSet());
        return names(place, gone).filter(name -> !known.contains(name));
    }

    private static boolean isList(Place place) {
        return !place.member().equals(Place.ONE) && !place.member().equals(Place.FULL);
    }

    private void enter(Place place, Stretch rows) {
        if (isList(place)) {
            lists.computeIfAbsent(resource(place), any -> new ConcurrentHashMap<>())
                    .put(place, true);
        }
        names(place, rows)
                .forEach(name -> singles.compute(name, (any, known) -> {
                    var places = known == null ? new ConcurrentHashMap<Place, Boolean>(2) : known;
                    places.put(place, true);
                    return places;
                }));
    }

    private void strike(Place place, Stream<Named> names) {
        names.forEach(name -> singles.computeIfPresent(name, (any, known) -> {
            known.remove(place);
            return known.isEmpty() ? null : known;
        }));
    }

    /** By what a single entity is found; a list is found otherwise. */
    private static Stream<Named> names(Place place, Stretch rows) {
        if (!place.member().equals(Place.ONE)) {
            return Stream.empty();
        }
        var resource = resource(place);
        return rows.rows().stream()
                .flatMap(row -> Stream.of(
                        name(resource, Identity.GUID, row.guid()), name(resource, Identity.SYSTEM_ID, row.systemId())))
                .flatMap(Optional::stream);
    }

    private static Resource resource(Place place) {
        return new Resource(place.account(), place.resource());
    }

    private static Optional<Named> name(Resource resource, Identity by, @Nullable String id) {
        return Optional.ofNullable(id).map(known -> new Named(resource, by, known));
    }

    /** How often lists of a resource were kept. */
    long epoch(String account, String resource) {
        var epoch = epochs.get(new Resource(account, resource));
        return epoch == null ? 0 : epoch.get();
    }

    /** All lists of a resource that are at hand, in whole or in part. */
    Stream<Stretch> listsOf(String account, String resource) {
        return at(lists.get(new Resource(account, resource)));
    }

    /** What is at hand of one entity that was asked for by itself, by whichever identity. */
    Stream<Stretch> singles(String account, String resource, Identity by, String id) {
        return at(singles.get(new Named(new Resource(account, resource), by, id)));
    }

    /** By how many identities single entities are found. */
    int identities() {
        return singles.size();
    }

    private Stream<Stretch> at(@Nullable Map<Place, Boolean> known) {
        return known == null
                ? Stream.empty()
                : List.copyOf(known.keySet()).stream().map(this::rows).filter(Objects::nonNull);
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
        if (cause != RemovalCause.REPLACED && key instanceof Place place && value instanceof Stretch rows) {
            var again = rows(place);
            strike(place, again == null ? names(place, rows) : others(place, rows, again));
            if (again != null) {
                return;
            }
            Optional.ofNullable(lists.get(resource(place))).ifPresent(known -> known.remove(place));
        }
    }

    private static int weightOf(Object key) {
        if (key instanceof Verbatim.Key address) {
            return KEY_OVERHEAD + address.weight();
        }
        return KEY_OVERHEAD + (key instanceof Key answer ? 2 * answer.rest().length() : 0);
    }
}
