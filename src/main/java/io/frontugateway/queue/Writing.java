package io.frontugateway.queue;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Degradation;
import io.frontugateway.problem.StatusPart;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.Replica;
import io.frontugateway.upstream.Upstream;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The queue of every account and the workers of this replica, put together, started and stopped as one. */
public final class Writing implements StatusPart {
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** For how long a write that was taken here counts, until a look has seen it. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Map<String, WriteScripts> scripts;
    private final Map<String, Workers> workers;
    private final Outcomes outcomes;
    private final Durability durability;
    private final WriteMeters meters;
    private final WriteQueue queue;
    private final Map<String, Long> taken = new ConcurrentHashMap<>();

    /**
     * What the room needs of others.
     *
     * @param upstream the way to Frontu, without retries: the queue repeats what failed, in order
     * @param savedFor told the client's name for each write that needed no request of its own
     */
    public record Neighbours(
            Vertx vertx,
            RedisConnection redis,
            Hints hints,
            Replica replica,
            Upstream upstream,
            Catalogue catalogue,
            AccountKeys keys,
            Effects effects,
            Pace pace,
            MeterRegistry meters,
            Consumer<String> savedFor) {}

    public Writing(Neighbours with, WritesConfig config) {
        this.vertx = with.vertx();
        this.outcomes = new Outcomes(vertx, with.hints());
        this.durability = new Durability(vertx, with.redis(), config.durability());
        this.meters = new WriteMeters(with.meters(), with.savedFor());
        this.scripts = with.keys().accounts().stream()
                .collect(Collectors.toUnmodifiableMap(
                        account -> account, account -> new WriteScripts(with.redis(), account, config)));
        var probe = new KeyProbe(with.upstream(), with.catalogue());
        var judge = new Judge(with.catalogue(), with.keys(), probe);
        var sender = new Sender(with.upstream(), with.catalogue(), judge);
        var tools = new Workers.Tools(
                vertx, sender, probe, with.keys(), with.effects(), outcomes, meters, config, durability);
        this.workers = new LinkedHashMap<>();
        scripts.forEach((account, its) -> workers.put(
                account,
                new Workers(
                        tools,
                        its,
                        new Lease(its, with.replica().id(), with.keys().timeout(account)),
                        apart(config, with.catalogue()))));
        this.queue = new RedisWriteQueue(
                scripts, outcomes, with.effects(), with.pace(), durability, account -> nudge(account));
        Gauge.builder("frontu.store.durable", durability, Durability::gauge)
                .description("1 while Redis' settings promise to keep every acknowledged write, else 0")
                .register(with.meters());
    }

    private Runnable nudge(String account) {
        var its = workers.get(account);
        return () -> {
            taken.put(account, System.nanoTime());
            if (its != null) {
                its.nudge();
            }
        };
    }

    /**
     * Whether anything waits or is remembered to which it matters which names are of one item; as it was seen a moment ago.
     * Costs nothing.
     */
    public boolean asksForNames(String account) {
        var load = meters.loads().get(account);
        var last = taken.get(account);
        return load == null || load.named() > 0 || last != null && System.nanoTime() - last < FRESH.toNanos();
    }

    /** The resources whose writes are not merged, as {@code writes-claim} takes them. */
    private static String apart(WritesConfig config, Catalogue catalogue) {
        return catalogue.all().stream()
                .map(ResourceType::name)
                .filter(resource -> !config.merges(resource))
                .collect(Collectors.joining(",", ",", ","));
    }

    /** The queue itself. */
    public WriteQueue queue() {
        return queue;
    }

    /** Begins to listen, to check and to send. Called once. */
    public void start() {
        outcomes.listen();
        durability.start();
        workers.values().forEach(Workers::start);
        look();
        vertx.setPeriodic(LOOK.toMillis(), timer -> look());
    }

    /** Sends nothing more, waits for what was sent, and lets the leases go. Blocks, at most for the time given. */
    public void stop(Duration patience) {
        var stopping = new ArrayList<CompletableFuture<Void>>();
        workers.values().forEach(its -> stopping.add(its.stop(patience)));
        CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, patience.plusSeconds(1).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
    }

    private void look() {
        scripts.forEach(
                (account, its) -> its.load().subscribe().with(load -> meters.look(account, load), unreachable -> {}));
    }

    @Override
    public List<Degradation> degradations() {
        var found = new ArrayList<Degradation>();
        if (!durability.faults().isEmpty()) {
            found.add(new Degradation("store-not-durable", String.join(" ", durability.faults())));
        }
        meters.loads().forEach((account, load) -> {
            if (load.paused()) {
                found.add(new Degradation(
                        "account-paused",
                        "Account " + account + ": Frontu answered " + load.pausedBy()
                                + ", it does not take the account's key. Writes wait, and go on by themselves once it takes"
                                + " a key; put the right one into api-key-file."));
            }
        });
        return found;
    }

    @Override
    public Map<String, Object> members() {
        var cannotPromise = new LinkedHashMap<String, @Nullable Object>();
        cannotPromise.put("items", durability.faults());
        cannotPromise.put("next", null);
        var redis = new LinkedHashMap<String, @Nullable Object>();
        redis.put("durable", durability.isKnown() ? durability.gauge() == 1 : null);
        redis.put("cannotPromise", cannotPromise);
        return Map.of("redis", redis);
    }

    @Override
    public Map<String, Object> account(String name) {
        var load = meters.loads().get(name);
        var queue = new LinkedHashMap<String, @Nullable Object>();
        queue.put("queued", load == null ? null : load.queued());
        queue.put("sending", load == null ? null : load.sending());
        queue.put("dead", load == null ? null : load.dead());
        queue.put("oldestSeconds", load == null ? null : load.oldestSeconds());
        queue.put("paused", load == null ? null : load.paused());
        return Map.of("queue", queue);
    }
}
