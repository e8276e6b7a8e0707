import io.frontugateway.clients.ClientRules;
import io.frontugateway.clients.ClientsBook;
import io.frontugateway.quota.QuotaMeters;
import io.frontugateway.quota.Savings;
import io.frontugateway.quota.SharedSlots;
import io.frontugateway.quota.Terms;
import io.frontugateway.redis.EmbeddedRedis;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.RedisConfig;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.Replica;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Room;
import io.frontugateway.upstream.Slots.Grant;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The quota's ledger beside Bucket4j's Lettuce backend and the token-bucket script of Spring Cloud Gateway, in one run on one
 * Redis: what a decision costs in Redis, decisions a second on one key, and the most requests in any window at the same load.
 * Run by {@code src/bench/quota.sh}.
 *
 * <p>A decision of the ledger is a pair: a slot is taken and, when the answer is in, settled. The peers take a token and are
 * told nothing more.
 */
class QuotaBench {
    private static final int HELD = 1000;
    private static final int PAIRS = 400;
    private static final Duration SPELL = Duration.ofSeconds(5);
    private static final ScheduledExecutorService TIMERS = Executors.newScheduledThreadPool(1, work -> {
        var thread = new Thread(work, "timers");
        thread.setDaemon(true);
        return thread;
    });

    /** Decides on a request. What it grants is told when the request has been answered; null stands for a refusal. */
    interface Limiter {
        CompletableFuture<Runnable> decide();
    }

    /** Makes a limiter on a key of its own. */
    interface Kind {
        Limiter of(int limit, Duration window);
    }

    public static void main(String[] arguments) throws Exception {
        var data = Files.createTempDirectory("quota-bench");
        try (var server = EmbeddedRedis.start(data)) {
            var peers = RedisClient.create(server.uri().toString());
            var commands = peers.connect().async();
            var kinds = new LinkedHashMap<String, Kind>();
            kinds.put("ledger", ledger(server.uri().toString()));
            kinds.put("Bucket4j", bucket4j(peers));
            kinds.put("Spring Cloud Gateway", spring(commands));
            for (var kind : kinds.entrySet()) {
                cost(kind.getKey(), kind.getValue(), commands);
            }
            for (int callers : new int[] {1, 64}) {
                double own = 0;
                for (var kind : kinds.entrySet()) {
                    double each = throughput(kind.getValue().of(1_000_000, Duration.ofSeconds(1)), callers);
                    own = own == 0 ? each : own;
                    print(
                            "%-22s %2d callers: %,8.0f decisions a second, ratio %.2f%n",
                            kind.getKey(), callers, each, own / each);
                }
            }
            for (var kind : kinds.entrySet()) {
                worstWindow(kind.getKey(), kind.getValue());
            }
            peers.shutdown();
        } finally {
            delete(data);
        }
        System.exit(0);
    }

    // ---- what a decision costs in Redis
    // ----------------------------------------------------------------------------------

    private static void cost(String name, Kind kind, RedisAsyncCommands<String, String> redis) throws Exception {
        var limiter = kind.of(100_000, Duration.ofMinutes(5));
        var granted = take(limiter, HELD - PAIRS / 2);
        settle(granted, redis);
        redis.configResetstat().get();
        granted = take(limiter, PAIRS);
        double decide = median(redis, "evalsha") + (name.equals("Bucket4j") ? median(redis, "get") : 0);
        redis.configResetstat().get();
        settle(granted, redis);
        double settle = name.equals("ledger") ? median(redis, "evalsha") : 0;
        print(
                "%-22s at %d held: p50 in Redis %.0f + %.0f = %.0f µs (take + settle)%n",
                name, HELD, decide, settle, decide + settle);
    }

    private static List<Runnable> take(Limiter limiter, int times) throws Exception {
        var all = new ArrayList<Runnable>();
        for (int i = 0; i < times; i++) {
            var granted = limiter.decide().get(10, TimeUnit.SECONDS);
            if (granted == null) {
                throw new IllegalStateException("refused below the limit");
            }
            all.add(granted);
        }
        return all;
    }

    /** Returns when Redis has served them, so that they are measured. */
    private static void settle(List<Runnable> granted, RedisAsyncCommands<String, String> redis) throws Exception {
        granted.forEach(Runnable::run);
        long last = -1;
        for (long calls = calls(redis); calls != last; calls = calls(redis)) {
            last = calls;
            LockSupport.parkNanos(300_000_000);
        }
    }

    private static long calls(RedisAsyncCommands<String, String> redis) throws Exception {
        return Math.round(number(redis.info("commandstats").get(), "cmdstat_zrem:calls="));
    }

    /** Half of the calls of this command since the reset took no longer, in microseconds. */
    private static double median(RedisAsyncCommands<String, String> redis, String command) throws Exception {
        return number(redis.info("latencystats").get(), "latency_percentiles_usec_" + command + ":p50=");
    }

    private static double number(String info, String before) {
        int at = info.indexOf(before);
        return at < 0
                ? 0
                : Double.parseDouble(info.substring(at + before.length()).split("[,\\s]", 2)[0]);
    }

    // ---- decisions a second
    // ----------------------------------------------------------------------------------------------

    private static double throughput(Limiter limiter, int callers) throws Exception {
        spell(limiter, callers, Duration.ofSeconds(2));
        return spell(limiter, callers, SPELL);
    }

    private static double spell(Limiter limiter, int callers, Duration length) throws Exception {
        var decisions = new AtomicLong();
        long end = System.nanoTime() + length.toNanos();
        var all = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < callers; i++) {
            all.add(CompletableFuture.runAsync(
                    () -> callUntil(limiter, end, decisions), task -> new Thread(task).start()));
        }
        for (var each : all) {
            each.get(1, TimeUnit.MINUTES);
        }
        return decisions.get() / (length.toNanos() / 1e9);
    }

    private static void callUntil(Limiter limiter, long end, AtomicLong decisions) {
        while (System.nanoTime() < end) {
            var granted = limiter.decide().join();
            if (granted != null) {
                granted.run();
            }
            decisions.incrementAndGet();
        }
    }

    // ---- the worst window
    // ------------------------------------------------------------------------------------------------

    /** Many callers ask without pause for five windows; each request arrives somewhere between the grant and its answer. */
    private static void worstWindow(String name, Kind kind) throws Exception {
        int limit = 200;
        var window = Duration.ofSeconds(2);
        var limiter = kind.of(limit, window);
        var arrivals = new ConcurrentLinkedQueue<Long>();
        long end = System.nanoTime() + 5 * window.toNanos();
        var callers = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 64; i++) {
            callers.add(ask(limiter, window, end, arrivals));
        }
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
        var moments = arrivals.stream().sorted().toList();
        int worst = 0;
        int first = 0;
        for (int i = 0; i < moments.size(); i++) {
            while (moments.get(i) - moments.get(first) >= window.toNanos()) {
                first++;
            }
            worst = Math.max(worst, i - first + 1);
        }
        print(
                "%-22s limit %d in %d s, 64 callers: worst window %d (%.2f of the limit), %d requests in 5 windows%n",
                name, limit, window.toSeconds(), worst, (double) worst / limit, moments.size());
    }

    private static CompletableFuture<Void> ask(
            Limiter limiter, Duration window, long end, ConcurrentLinkedQueue<Long> arrivals) {
        if (System.nanoTime() > end) {
            return CompletableFuture.completedFuture(null);
        }
        return limiter.decide()
                .thenCompose(granted -> granted == null ? pause(5) : send(granted, window, arrivals))
                .thenComposeAsync(done -> ask(limiter, window, end, arrivals), TIMERS);
    }

    private static CompletableFuture<Void> send(
            Runnable granted, Duration window, ConcurrentLinkedQueue<Long> arrivals) {
        long answer = ThreadLocalRandom.current().nextLong(1, window.toMillis() / 3);
        long arrival = ThreadLocalRandom.current().nextLong(answer);
        return pause(arrival)
                .thenRun(() -> arrivals.add(System.nanoTime()))
                .thenCompose(arrived -> pause(answer - arrival))
                .thenRun(granted);
    }

    private static CompletableFuture<Void> pause(long milliseconds) {
        var over = new CompletableFuture<Void>();
        TIMERS.schedule(() -> over.complete(null), milliseconds, TimeUnit.MILLISECONDS);
        return over;
    }

    // ---- the three
    // -------------------------------------------------------------------------------------------------------

    private static Kind ledger(String url) {
        var vertx = Vertx.vertx();
        var book = ClientsBook.open(
                Map.of(), Optional.empty(), new ClientRules(Set.of("default"), Set.of(), Integer.MAX_VALUE));
        var number = new AtomicLong();
        return (limit, window) -> {
            var redis = Redis.createClient(vertx, url);
            var connection = new RedisConnection(vertx, redis, new Timeout());
            var slots = new SharedSlots(
                    vertx,
                    redis,
                    Duration.ofSeconds(2),
                    new Hints(vertx, connection),
                    Replica.random(),
                    "bench-" + number.incrementAndGet(),
                    new Terms(limit, window.toMillis(), 0, 0, 0, 0, 12_000, false, 0),
                    book.clients(),
                    new Savings(),
                    new QuotaMeters(new SimpleMeterRegistry()));
            slots.start();
            until(() -> slots.isInReach() ? 1 : 0);
            var call = Call.get("default", "tasks", "bench", Priority.INTERACTIVE, "/tasks", Duration.ZERO);
            var room = new Room(Integer.MAX_VALUE, () -> {});
            return () -> slots.take(call, room).subscribeAsCompletionStage().thenApply(QuotaBench::use);
        };
    }

    private static Runnable use(Grant grant) {
        if (grant instanceof Grant.Taken taken && taken.slot().markSent()) {
            return () -> taken.slot().settle(200, MultiMap.caseInsensitiveMultiMap());
        }
        return null;
    }

    private static Kind bucket4j(RedisClient client) {
        var buckets = Bucket4jLettuce.casBasedBuilder(client).build().asAsync();
        var number = new AtomicLong();
        return (limit, window) -> {
            var rule = BucketConfiguration.builder()
                    .addLimit(bandwidth -> bandwidth.capacity(limit).refillGreedy(limit, window))
                    .build();
            var key = ("bucket-" + number.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            var bucket = buckets.builder().build(key, () -> CompletableFuture.completedFuture(rule));
            return () -> bucket.tryConsume(1).thenApply(granted -> granted ? () -> {} : null);
        };
    }

    /** The script as it lies in the published jar, called as the filter calls it: a whole rate a second, a burst of a limit. */
    private static Kind spring(RedisAsyncCommands<String, String> redis) throws Exception {
        String script;
        try (var file = QuotaBench.class.getResourceAsStream("/META-INF/scripts/request_rate_limiter.lua")) {
            script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        var digest = redis.scriptLoad(script).get();
        var number = new AtomicLong();
        return (limit, window) -> {
            var key = "spring-{" + number.incrementAndGet() + "}";
            var rate = Long.toString(Math.max(1, limit / window.toSeconds()));
            var keys = new String[] {key + ".tokens", key + ".timestamp"};
            return () -> redis.<List<Long>>evalsha(
                            digest, ScriptOutputType.MULTI, keys, rate, Integer.toString(limit), "", "1")
                    .toCompletableFuture()
                    .thenApply(answer -> answer.get(0) == 1 ? () -> {} : null);
        };
    }

    private static void until(LongSupplier one) {
        while (one.getAsLong() == 0) {
            Thread.onSpinWait();
        }
    }

    private static void print(String form, Object... values) {
        System.out.printf(Locale.ROOT, form, values);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private record Timeout() implements RedisConfig {
        @Override
        public Optional<Boolean> embedded() {
            return Optional.empty();
        }

        @Override
        public Path data() {
            return Path.of("unused");
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(2);
        }
    }
}
