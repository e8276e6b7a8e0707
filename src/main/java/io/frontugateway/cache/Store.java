package io.frontugateway.cache;

import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.RedisKeys;
import io.frontugateway.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows that all replicas share, in Redis, and who of them fetches what. Bounded in bytes; what would expire first makes
 * room. Every {@code Uni} here is done within {@code gateway.redis.timeout}, and what many replicas would ask Frontu for if it
 * came to nothing within three times as long; those that read never fail: a Redis out of reach is an empty one. Safe for use by
 * any thread.
 */
final class Store {
    /** Longest time that an agreement on a fetch stands without a sign of life. */
    private static final Duration FLIGHT = Duration.ofSeconds(60);

    private static final Duration OUTCOME = Duration.ofSeconds(1);

    /** Larger entries would hold up everything else that shares the connection. */
    static final int LARGEST = 16 << 20;

    /** How often more an agreement is tried of which nothing was heard. */
    private static final int AGAIN = 2;

    private static final Script CLAIM = Script.named("cache-claim");
    private static final Script BEAT = Script.named("cache-beat");
    private static final Script LAND = Script.named("cache-land");
    private static final Script RELEASE = Script.named("cache-release");
    private static final Script ACCOUNT = Script.named("cache-account");

    private final RedisConnection redis;
    private final long maxBytes;
    private final Map<Place, Uni<Optional<Stretch>>> loading = new ConcurrentHashMap<>();

    Store(RedisConnection redis, long maxBytes) {
        this.redis = redis;
        this.maxBytes = maxBytes;
    }

    /** What came of claiming a fetch. */
    sealed interface Claim {
        /**
         * It is ours.
         *
         * @param ticket its place among all fetches
         * @param kept what was kept, at that moment, at the places that were named
         */
        record Ours(long ticket, Map<Place, Stretch> kept) implements Claim {}

        /** Another has it, and this is its last sign of life, and whether it had asked Frontu then. */
        record Theirs(String owner, String beat, boolean sent) implements Claim {}

        /** Another had it, and failed. */
        record Failed(String outcome) implements Claim {}

        /** Redis is out of reach: nothing can be agreed on. */
        record Unknown() implements Claim {}
    }

    /** How a fetch of ours stands. */
    enum Standing {
        OURS,
        /** Ours, and a caller of another replica waits for it. */
        URGENT,
        /** Another has taken it over. */
        LOST,
        UNKNOWN
    }

    /** What is kept at a place, or was a moment ago: those who look at the same time look once. */
    Uni<Optional<Stretch>> load(Place place) {
        return Uni.createFrom()
                .deferred(() -> loading.computeIfAbsent(place, this::loadOnce).emitOn(Aside.here()));
    }

    private Uni<Optional<Stretch>> loadOnce(Place place) {
        return redis.send(Request.cmd(Command.GET).arg(place.key()))
                .chain(Store::decoded)
                .onFailure()
                .recoverWithItem(Optional.empty())
                .onTermination()
                .invoke(() -> loading.remove(place))
                .memoize()
                .indefinitely();
    }

    private static Uni<Optional<Stretch>> decoded(@Nullable Response answer) {
        if (answer == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        var bytes = answer.toBytes();
        return Aside.of(bytes.length, () -> StretchCodec.read(bytes));
    }

    /**
     * Claims a fetch.
     *
     * @param waitedFor what was last seen of the one who had it; null for somebody new
     * @param stoodStill whether that has stood still for a whole lease
     * @param places of the same family, where what it would bring may be kept already
     */
    Uni<Claim> claim(
            Place flight,
            String who,
            Claim.@Nullable Theirs waitedFor,
            boolean stoodStill,
            boolean urgent,
            List<Place> places) {
        var keys = Stream.concat(Stream.of(flight.flightKey()), places.stream().map(Place::key))
                .toList();
        var claim = redis.run(
                CLAIM,
                keys,
                List.of(
                        who,
                        waitedFor == null ? "" : waitedFor.owner(),
                        waitedFor == null || !stoodStill ? "" : waitedFor.beat(),
                        urgent ? 1 : 0,
                        FLIGHT.toMillis()));
        return Late.again(redis, AGAIN, claim)
                .chain(answer -> claim(answer, places))
                .onFailure()
                .recoverWithItem(new Claim.Unknown());
    }

    private static Uni<Claim> claim(@Nullable Response answer, List<Place> places) {
        if (answer == null) {
            return Uni.createFrom().item(new Claim.Unknown());
        }
        return switch (answer.get(0).toInteger()) {
            case 1 -> ours(answer, places);
            case 2 -> Uni.createFrom().item(new Claim.Failed(answer.get(1).toString()));
            default ->
                Uni.createFrom()
                        .item(new Claim.Theirs(
                                answer.get(1).toString(),
                                answer.get(2).toString(),
                                answer.get(3).toString().equals("1")));
        };
    }

    private static Uni<Claim> ours(Response answer, List<Place> places) {
        long ticket = answer.get(1).toLong();
        var entries = new HashMap<Place, byte[]>();
        for (int i = 0; i < places.size(); i++) {
            var entry = answer.get(2 + i);
            if (entry != null) {
                entries.put(places.get(i), entry.toBytes());
            }
        }
        int bytes = entries.values().stream().mapToInt(entry -> entry.length).sum();
        return Aside.of(bytes, () -> {
            var kept = new HashMap<Place, Stretch>();
            entries.forEach((place, entry) -> StretchCodec.read(entry).ifPresent(rows -> kept.put(place, rows)));
            return new Claim.Ours(ticket, kept);
        });
    }

    /** A place among all fetches for one that is not agreed on. */
    Uni<Long> ticket() {
        return redis.send(Request.cmd(Command.TIME))
                .map(time -> time.get(0).toLong() * 1_000_000 + time.get(1).toLong())
                .onFailure()
                .recoverWithItem(Store::ownTicket);
    }

    /** The same by this machine's clock, where Redis' is not to be had. */
    static long ownTicket() {
        return System.currentTimeMillis() * 1000;
    }

    /** @param sent whether Frontu has been asked */
    Uni<Standing> beat(Place place, String who, boolean sent) {
        return redis.run(BEAT, List.of(place.flightKey()), List.of(who, FLIGHT.toMillis(), sent ? 1 : 0))
                .map(answer -> switch (answer == null ? -1 : answer.toInteger()) {
                    case 0 -> Standing.LOST;
                    case 2 -> Standing.URGENT;
                    default -> Standing.OURS;
                })
                .onFailure()
                .recoverWithItem(Standing.UNKNOWN);
    }

    /**
     * Keeps what a fetch has brought, and ends it.
     *
     * @param flight the flight that it belongs to
     * @param who its owner; empty where it was not agreed on
     * @param lifetime how long it serves any purpose
     * @return LOST when it must be dropped, since another has taken the fetch over or a later one is kept
     */
    Uni<Standing> land(Place flight, String who, Place place, Stretch rows, Duration lifetime) {
        int most = (int) Math.min(LARGEST, maxBytes);
        return Aside.of(rows.weight(), () -> StretchCodec.write(rows, most))
                .chain(written -> written.isEmpty()
                        ? tooLarge(flight, who)
                        : land(flight, who, place, written.get(), rows.stamp().ticket(), lifetime));
    }

    private Uni<Standing> tooLarge(Place flight, String who) {
        return release(flight, who, "").replaceWith(Standing.UNKNOWN);
    }

    private Uni<Standing> land(Place flight, String who, Place place, Buffer bytes, long ticket, Duration lifetime) {
        var keys = List.of(place.key(), flight.flightKey());
        var land =
                redis.run(LAND, keys, List.of(who, ticket, lifetime.toMillis(), bytes, Flights.LANDED, flight.key()));
        return Late.again(redis, AGAIN, land)
                .map(answer -> answer != null && answer.toInteger() == 1 ? Standing.OURS : Standing.LOST)
                .invoke(standing -> {
                    if (standing == Standing.OURS) {
                        account(place.key(), bytes.length(), lifetime);
                    }
                })
                .onFailure()
                .recoverWithItem(Standing.UNKNOWN);
    }

    /** Nobody waits for this: room is made behind the scenes. */
    private void account(String key, int bytes, Duration lifetime) {
        var keys = List.of(RedisKeys.CACHE_INDEX, RedisKeys.CACHE_SIZES);
        redis.run(ACCOUNT, keys, List.of(key, bytes, lifetime.toMillis(), maxBytes))
                .chain(this::delete)
                .onFailure()
                .recoverWithNull()
                .subscribe()
                .with(done -> {});
    }

    private Uni<Void> delete(@Nullable Response keys) {
        if (keys == null || keys.size() == 0) {
            return Uni.createFrom().voidItem();
        }
        var deletions = new java.util.ArrayList<Uni<?>>();
        keys.forEach(key -> deletions.add(redis.send(Request.cmd(Command.UNLINK).arg(key.toString()))));
        return Uni.combine().all().unis(deletions).discardItems();
    }

    private static List<Object> released(Place flight, String who, String outcome) {
        return List.of(who, outcome, OUTCOME.toMillis(), Flights.LANDED, flight.key());
    }

    /** Ends a fetch that has brought nothing, with an outcome that others share, or with none. */
    Uni<Void> release(Place flight, String who, String outcome) {
        return who.isEmpty()
                ? Uni.createFrom().voidItem()
                : Late.again(
                                redis,
                                AGAIN,
                                redis.run(RELEASE, List.of(flight.flightKey()), released(flight, who, outcome)))
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithNull();
    }
}
