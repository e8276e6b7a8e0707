package io.frontugateway.history;

import io.frontugateway.history.Interval.Member;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.problem.StatusPart;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.Replica;
import io.frontugateway.redis.Script;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes down what this replica sees, and reads what all have written. */
@Singleton
public final class History implements StatusPart {
    /** What one point of a chart stands for. */
    public static final Duration STEP = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(History.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration SHOWN = Duration.ofHours(1);

    /** A replica that has not written for this long is gone, or cut off. */
    private static final Duration MISSED = EVERY.multipliedBy(4);

    /** Beyond what is shown, so that the oldest interval that is asked for is still whole. */
    private static final Duration KEPT = SHOWN.plusMinutes(5);

    private static final String KEY = "fg:{h}:";
    private static final Script NOTE = Script.named("history-note");
    private static final Script READ = Script.named("history-read");

    private final RedisConnection redis;
    private final Replica replica;
    private final SentRequests sent;
    private final Meters meters;
    private final String version;
    private final Instant startedAt = Instant.now();
    private final Map<String, Long> untold = new HashMap<>();
    private boolean telling;
    private volatile Map<String, Member> replicas = Map.of();

    History(
            RedisConnection redis,
            Replica replica,
            SentRequests sent,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.redis = redis;
        this.replica = replica;
        this.sent = sent;
        this.meters = new Meters(registry);
        this.version = version;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        var context = vertx.getOrCreateContext();
        context.runOnContext(now -> {
            tell();
            vertx.setPeriodic(EVERY.toMillis(), timer -> tell());
        });
    }

    /**
     * The last hour in intervals of {@link #STEP}, the oldest first; the last one is not over yet. Fails with
     * {@code store-unavailable}.
     */
    public Uni<List<Interval>> lastHour() {
        long last = number(Instant.now());
        return read(last - SHOWN.dividedBy(STEP) + 1, last)
                .onFailure()
                .transform(failure -> Problem.of(
                                Reason.STORE_UNAVAILABLE, "The last hour is kept in Redis, which does not answer now.")
                        .retryAfter(EVERY)
                        .asException());
    }

    @Override
    public Map<String, Object> members() {
        var items = new ArrayList<Map<String, Object>>();
        replicas.forEach((id, member) -> {
            var item = new LinkedHashMap<String, Object>();
            item.put("id", id);
            item.put("version", member.version());
            item.put("startedAt", member.startedAt().toString());
            item.put("seenAt", member.seenAt().toString());
            item.put("self", id.equals(replica.id()));
            items.add(item);
        });
        var list = new LinkedHashMap<String, Object>();
        list.put("items", items);
        list.put("next", null);
        return Map.of("replicas", list);
    }

    /** On one context only, so that what is counted needs no lock. */
    private void tell() {
        sent.take().forEach((field, count) -> untold.merge(field, count, Long::sum));
        meters.counts().forEach((field, count) -> untold.merge(field, count, Long::sum));
        if (telling) {
            return;
        }
        telling = true;
        var now = Instant.now();
        var told = Map.copyOf(untold);
        redis.run(NOTE, List.of(KEY + number(now)), arguments(now, told))
                .invoke(done -> told.forEach((field, count) -> untold.merge(field, -count, Long::sum)))
                .invoke(() -> untold.values().removeIf(count -> count == 0))
                .chain(() -> read(number(now) - 1, number(now)))
                .onTermination()
                .invoke(() -> telling = false)
                .subscribe()
                .with(latest -> replicas = present(latest, now), failure -> LOG.debugf("Not told: %s", failure));
    }

    private List<Object> arguments(Instant now, Map<String, Long> counts) {
        var arguments = new ArrayList<Object>(List.of(KEPT.toSeconds()));
        counts.forEach((field, count) -> Collections.addAll(arguments, "+", field, count));
        meters.levels().forEach((name, level) -> Collections.addAll(arguments, "^", Fields.level(name), level));
        var self = Fields.member(new Member(version, startedAt, now));
        Collections.addAll(arguments, "=", Fields.replica(replica.id()), self);
        return arguments;
    }

    private Uni<List<Interval>> read(long first, long last) {
        var keys = LongStream.rangeClosed(first, last)
                .mapToObj(number -> KEY + number)
                .toList();
        return redis.run(READ, keys, List.of()).map(answer -> intervals(first, answer));
    }

    private static List<Interval> intervals(long first, @Nullable Response answer) {
        var intervals = new ArrayList<Interval>();
        for (int i = 0; answer != null && i < answer.size(); i++) {
            var from = Instant.ofEpochSecond((first + i) * STEP.toSeconds());
            intervals.add(Fields.read(from, hash(answer.get(i))));
        }
        return intervals;
    }

    /** Lua answers a hash as names and values in turn. */
    private static Map<String, String> hash(Response flat) {
        var hash = new HashMap<String, String>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            hash.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return hash;
    }

    private static Map<String, Member> present(List<Interval> latest, Instant now) {
        var present = new LinkedHashMap<String, Member>();
        latest.forEach(interval -> present.putAll(interval.replicas()));
        present.values().removeIf(member -> member.seenAt().isBefore(now.minus(MISSED)));
        return present;
    }

    private static long number(Instant at) {
        return at.getEpochSecond() / STEP.toSeconds();
    }
}
