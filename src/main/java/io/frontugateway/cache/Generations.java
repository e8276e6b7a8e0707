package io.frontugateway.cache;

import io.frontugateway.redis.Hints;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which generation each resource of an account is in. A generation is a random id, compared by equality only; a write that is
 * done replaces it, and what was read before is then no longer fresh. Safe for use by any thread.
 *
 * <p>An answer from memory needs a look at the generations that began at most {@link #LONGEST} ago. Messages make other
 * replicas look at once; when one is lost they look all the same.
 */
public final class Generations {
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final Duration AHEAD = Duration.ofMillis(200);
    private static final String CHANNEL = "fg:generations";

    private final RedisConnection redis;
    private final Hints hints;
    private final Map<String, Looking> accounts = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    public Generations(RedisConnection redis, Hints hints) {
        this.redis = redis;
        this.hints = hints;
        hints.on(CHANNEL, account -> looking(account).forget());
    }

    /**
     * Ends the present generation of a resource: what was read before is no longer fresh, here at once, on other replicas
     * within half a second. To be called before a write is shown as done.
     *
     * @return done when Redis has it; fails with {@code StoreUnavailable} when it is out of reach. Then it is made up for
     *     once Redis is there again, and before anything else is looked at here
     */
    public Uni<Void> replace(String account, String resource) {
        return replace(account, List.of(resource));
    }

    /** The same for several resources in one step. */
    public Uni<Void> replace(String account, Collection<String> resources) {
        return Uni.createFrom().deferred(() -> looking(account).replace(resources));
    }

    /** The next read of an account looks anew: for a replica that shows a write as done which another has sent. */
    public void lookAnew(String account) {
        looking(account).forget();
    }

    /** The last look at an account, if it is recent enough to go by. */
    @Nullable
    Sight recent(String account) {
        return looking(account).recent();
    }

    /** A look that is recent enough, taken now if need be; one that saw nothing where Redis is out of reach. */
    Uni<Sight> look(String account, String resource) {
        return Uni.createFrom().deferred(() -> looking(account).look(resource));
    }

    private Looking looking(String account) {
        return accounts.computeIfAbsent(account, Looking::new);
    }

    private String draw() {
        var bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * What a look has seen.
     *
     * @param generations by resource; null where Redis was out of reach
     */
    record Sight(@Nullable Map<String, String> generations, long begunAt) {
        /** Whether nothing was seen. */
        boolean isBlind() {
            return generations == null;
        }

        /** The generation of a resource; {@link Stamp#UNKNOWN} where it was not seen. */
        String of(String resource) {
            return generations == null ? Stamp.UNKNOWN : generations.getOrDefault(resource, Stamp.UNKNOWN);
        }

        /** One that changes with each generation of the account. */
        String ofAll() {
            return generations == null ? Stamp.UNKNOWN : Place.digest(generations.toString());
        }

        private boolean isYoungerThan(Duration age) {
            return System.nanoTime() - begunAt < age.toNanos();
        }
    }

    /** The looks at one account. */
    private final class Looking {
        private final String account;
        private final AtomicReference<@Nullable Sight> last = new AtomicReference<>();
        private final AtomicReference<@Nullable Uni<Sight>> underWay = new AtomicReference<>();
        private final Map<String, Uni<Sight>> beginnings = new ConcurrentHashMap<>();
        private volatile long forgottenAt = System.nanoTime();

        /** Resources whose generation should have been replaced while Redis was out of reach. */
        private final Set<String> owed = ConcurrentHashMap.newKeySet();

        private final AtomicBoolean settling = new AtomicBoolean();

        Looking(String account) {
            this.account = account;
        }

        /** Looks ahead of need, so that a resource that is read all the time never waits. */
        @Nullable
        Sight recent() {
            var sight = last.get();
            if (sight == null || sight.isBlind() || !sight.isYoungerThan(LONGEST)) {
                return null;
            }
            if (!sight.isYoungerThan(AHEAD) && underWay.get() == null) {
                lookNow().subscribe().with(seen -> {});
            }
            return sight;
        }

        void forget() {
            forgottenAt = System.nanoTime();
            last.set(null);
            underWay.set(null);
        }

        Uni<Void> replace(Collection<String> resources) {
            return write(resources).onFailure().invoke(() -> owe(resources));
        }

        private Uni<Void> write(Collection<String> resources) {
            var request = Request.cmd(Command.HSET).arg(RedisKeys.generations(account));
            resources.forEach(resource -> request.arg(resource).arg(draw()));
            return send(request)
                    .onTermination()
                    .invoke(this::forget)
                    .call(() -> hints.publish(CHANNEL, account))
                    .replaceWithVoid();
        }

        /** Taken out before it is written, so that what is owed meanwhile is not taken for settled. */
        private Uni<Void> settle() {
            var due = List.copyOf(owed);
            if (due.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            due.forEach(owed::remove);
            return write(due).onFailure().invoke(() -> owe(due));
        }

        private void owe(Collection<String> resources) {
            owed.addAll(resources);
            settleSoon();
        }

        /** Other replicas depend on it, so it does not wait for a read here. */
        private void settleSoon() {
            if (!settling.compareAndSet(false, true)) {
                return;
            }
            Uni.createFrom()
                    .deferred(this::settle)
                    .onFailure()
                    .retry()
                    .withBackOff(AHEAD, LONGEST)
                    .indefinitely()
                    .subscribe()
                    .with(done -> {
                        settling.set(false);
                        if (!owed.isEmpty()) {
                            settleSoon();
                        }
                    });
        }

        Uni<Sight> look(String resource) {
            var sight = recent();
            if (sight != null
                    && sight.generations() != null
                    && sight.generations().containsKey(resource)) {
                return Uni.createFrom().item(sight);
            }
            return lookNow().emitOn(Aside.here()).chain(seen -> begin(seen, resource));
        }

        /** A resource that has no generation yet gets one: after a flush of Redis no old one may seem to stand. */
        private Uni<Sight> begin(Sight seen, String resource) {
            if (seen.generations() == null || seen.generations().containsKey(resource)) {
                return Uni.createFrom().item(seen);
            }
            return beginnings.computeIfAbsent(resource, this::beginOnce).emitOn(Aside.here());
        }

        private Uni<Sight> beginOnce(String resource) {
            var request = Request.cmd(Command.HSETNX)
                    .arg(RedisKeys.generations(account))
                    .arg(resource)
                    .arg(draw());
            return Late.again(redis, 1, send(request))
                    .invoke(this::forget)
                    .chain(this::lookNow)
                    .onFailure()
                    .recoverWithItem(() -> new Sight(null, System.nanoTime()))
                    .onTermination()
                    .invoke(() -> beginnings.remove(resource))
                    .memoize()
                    .indefinitely();
        }

        private Uni<Sight> lookNow() {
            var running = underWay.get();
            if (running != null) {
                return running;
            }
            var look = Late.again(redis, 1, Uni.createFrom().deferred(this::ask))
                    .onFailure()
                    .recoverWithItem(() -> new Sight(null, System.nanoTime()))
                    .invoke(this::seen)
                    .memoize()
                    .indefinitely();
            if (underWay.compareAndSet(null, look)) {
                return look;
            }
            var other = underWay.get();
            return other == null ? look : other;
        }

        private Uni<Sight> ask() {
            return settle().chain(this::askNow);
        }

        private Uni<Sight> askNow() {
            long begun = System.nanoTime();
            return send(Request.cmd(Command.HGETALL).arg(RedisKeys.generations(account)))
                    .map(answer -> new Sight(read(answer), begun));
        }

        /** What is no hash was put there by somebody else; without generations everything is as if a write had been done. */
        private Uni<@Nullable Response> send(Request request) {
            return redis.send(request)
                    .onFailure(Looking::isOfAnotherType)
                    .recoverWithUni(() -> redis.send(Request.cmd(Command.DEL).arg(RedisKeys.generations(account)))
                            .chain(() -> redis.send(request)));
        }

        private static boolean isOfAnotherType(Throwable failure) {
            return failure instanceof ErrorType refused && refused.is("WRONGTYPE");
        }

        private void seen(Sight sight) {
            underWay.set(null);
            // A look that began before a replacement may have seen the old generation.
            if (sight.begunAt() - forgottenAt > 0) {
                last.set(sight);
            }
        }

        private static Map<String, String> read(@Nullable Response answer) {
            var generations = new TreeMap<String, String>();
            if (answer != null) {
                for (var field : answer.getKeys()) {
                    generations.put(field, answer.get(field).toString());
                }
            }
            return generations;
        }
    }
}
