package io.frontugateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.GatewaySettings;
import io.frontugateway.testing.processes.Processes;
import io.frontugateway.testing.processes.SimulatorProcess;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The metrics as Prometheus scrapes them from the packaged program, after traffic that moves each of them: reads that are
 * answered in every way, writes with every end, a 429, a key that is refused and a Frontu that is away.
 */
class MetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LIMIT = 500;
    private static final String CAPPED_KEY = "key-of-capped";
    private static final Pattern SAMPLE = Pattern.compile("(frontu_[a-z0-9_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    /** Section 12 of the contract: each metric with its type, its labels, and what the traffic must have made of it. */
    private static final List<Promise> PROMISED = List.of(
            gauge("frontu_quota_used").is("", used -> used > 10 && used <= LIMIT),
            gauge("frontu_quota_limit").is("", LIMIT),
            gauge("frontu_quota_working_limit").is("", working -> working > LIMIT / 2.0 && working <= LIMIT),
            gauge("frontu_quota_window_max").is("", worst -> worst > 10 && worst <= LIMIT),
            gauge("frontu_quota_waiting", "class")
                    .is("interactive", 0)
                    .is("write", 0)
                    .is("background", 0),
            timer("frontu_quota_wait_seconds").is("", seconds -> seconds > 1 && seconds < 600),
            counter("frontu_quota_refused_total", "client", "class").is("capped,interactive", 1),
            counter("frontu_foreign_429_total").is("", 1),
            counter("frontu_upstream_requests_total", "resource", "method", "outcome")
                    .is("places,GET,ok", MetricsIT::some)
                    .is("clients,POST,ok", MetricsIT::some)
                    .is("clients,POST,refused", 1)
                    .is("materials,GET,limited", 1)
                    .is("clients,GET,unauthorized", MetricsIT::some)
                    .is("clients,GET,unreachable", MetricsIT::some),
            timer("frontu_upstream_seconds").is("", seconds -> seconds > 1 && seconds < 600),
            counter("frontu_upstream_429_total").is("", 1),
            gauge("frontu_breaker_open", "account")
                    .is("default", 0)
                    .is("gone", 1)
                    .is("locked", 0),
            gauge("frontu_key_accepted", "account")
                    .is("default", 1)
                    .is("gone", 1)
                    .is("locked", 0),
            counter("frontu_cache_requests_total", "resource", "result")
                    .is("places,miss", MetricsIT::some)
                    .is("places,hit", MetricsIT::some)
                    .is("places,subsumed", 1)
                    .is("workspaces,miss", 1)
                    .is("workspaces,collapsed", 1)
                    .is("equipment,stale", MetricsIT::some)
                    .is("regions,delta", 1),
            counter("frontu_reads_saved_total").is("", saved -> saved >= 4),
            gauge("frontu_writes_queued", "state")
                    .is("queued", 0)
                    .is("sending", 0)
                    .is("dead", 1),
            gauge("frontu_writes_oldest_seconds").is("", 0),
            counter("frontu_writes_total", "resource", "outcome")
                    .is("clients,done", 3)
                    .is("clients,refused", 1),
            counter("frontu_writes_merged_total").is("", 1),
            gauge("frontu_store_up").is("", 1),
            gauge("frontu_store_durable").is("", 1));

    /** What the ledger and the queue hold, and so the same wherever one looks. */
    private static final List<String> SHARED = List.of(
            "frontu_quota_used",
            "frontu_quota_limit",
            "frontu_quota_working_limit",
            "frontu_quota_window_max",
            "frontu_quota_waiting",
            "frontu_foreign_429_total",
            "frontu_writes_queued");

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static GatewayProcess gateway;
    private static GatewaySettings settings;
    private static SimulatorProcess simulator;
    private static List<Sample> idle;
    private static List<Sample> busy;
    private static Map<String, String> types;

    /** One line of a scrape. */
    private record Sample(String name, Map<String, String> labels, double value) {
        static List<Sample> of(GatewayProcess gateway) {
            return scrape(gateway)
                    .lines()
                    .map(SAMPLE::matcher)
                    .filter(Matcher::matches)
                    .map(line -> new Sample(line.group(1), labels(line.group(2)), Double.parseDouble(line.group(3))))
                    .toList();
        }

        private static Map<String, String> labels(@Nullable String printed) {
            var labels = new TreeMap<String, String>();
            LABEL.matcher(printed == null ? "" : printed)
                    .results()
                    .forEach(label -> labels.put(label.group(1), label.group(2)));
            return labels;
        }
    }

    /**
     * @param samples names of its samples: of a timer the count, the sum and the longest
     * @param values what is expected of some of its samples, by the values of their labels
     */
    private record Promise(
            String name, String type, List<String> labels, List<String> samples, Map<String, DoublePredicate> values) {
        Promise is(String labelValues, DoublePredicate value) {
            values.put(labelValues, value);
            return this;
        }

        Promise is(String labelValues, double value) {
            return is(labelValues, seen -> seen == value);
        }

        /** The sample that {@link #values} speaks of: of a timer, the sum of the seconds. */
        String shown() {
            return type.equals("summary") ? name + "_sum" : name;
        }

        List<Sample> among(List<Sample> scrape) {
            return scrape.stream()
                    .filter(sample -> samples.contains(sample.name))
                    .toList();
        }

        Map<String, String> labelled(String labelValues) {
            var labelled = new TreeMap<String, String>();
            var parts = labelValues.split(",");
            for (int i = 0; i < labels.size(); i++) {
                labelled.put(labels.get(i), parts[i]);
            }
            return labelled;
        }

        @Override
        public String toString() {
            return name + labels;
        }
    }

    private static Promise gauge(String name, String... labels) {
        return new Promise(name, "gauge", List.of(labels), List.of(name), new TreeMap<>());
    }

    private static Promise counter(String name, String... labels) {
        return new Promise(name, "counter", List.of(labels), List.of(name), new TreeMap<>());
    }

    private static Promise timer(String name) {
        var samples =
                Stream.of("_count", "_sum", "_max").map(part -> name + part).toList();
        return new Promise(name, "summary", List.of(), samples, new TreeMap<>());
    }

    private static boolean some(double value) {
        return value >= 1;
    }

    static List<Promise> promised() {
        return PROMISED;
    }

    /** Those whose labels do not come with the traffic. */
    static Stream<Promise> ofKnownLabels() {
        return PROMISED.stream().filter(promise -> promise.labels.isEmpty() || promise.type.equals("gauge"));
    }

    @BeforeAll
    static void traffic() {
        simulator = PROCESSES.simulator(LIMIT, Duration.ofMinutes(5));
        settings = PROCESSES
                .gateway()
                .redis(PROCESSES.redis().url())
                .account(simulator, Duration.ofSeconds(10))
                .set("gateway.accounts.gone.base-url", "http://127.0.0.1:" + PROCESSES.freePort())
                .set("gateway.accounts.gone.api-key", "of-no-use")
                .set("gateway.accounts.locked.base-url", simulator.url())
                .set("gateway.accounts.locked.api-key", "not-the-key")
                .client("tester", Cluster.KEY, "*:read,*:write")
                .set("gateway.clients.tester.accounts", "gone,locked")
                .client("capped", CAPPED_KEY, "*:read")
                .set("gateway.clients.capped.limit", 1)
                .quota(LIMIT, Duration.ofMinutes(5))
                .set("gateway.cache.ttl", "5m")
                .set("gateway.cache.resources.equipment.ttl", "1s")
                .set("gateway.cache.resources.regions.ttl", "1s")
                .set("gateway.cache.resources.regions.grace", "0s")
                .set("gateway.writes.concurrency", 1);
        gateway = settings.start();
        idle = Sample.of(gateway);
        readInEveryWay();
        writeWithEveryEnd();
        sendTooMuch();
        meetAccountsThatFail();
        awaitMetric("frontu_writes_queued{state=\"queued\"}", 0);
        awaitMetric("frontu_writes_queued{state=\"dead\"}", 1);
        busy = Sample.of(gateway);
        types = scrape(gateway)
                .lines()
                .filter(line -> line.startsWith("# TYPE frontu_"))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[2], words -> words[3]));
    }

    private static String scrape(GatewayProcess replica) {
        var answer = replica.management().get("/q/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static void readInEveryWay() {
        read("/v1/places");
        read("/v1/places");
        read("/v1/places?updatedSince=1735689600");
        read("/v1/equipment");
        read("/v1/regions");
        simulator.latency(Duration.ofSeconds(1), Duration.ofSeconds(1));
        var twice = Stream.generate(() -> ask("/v1/workspaces")).limit(2).toList();
        assertThat(twice)
                .allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(200));
        simulator.latency(Duration.ZERO, Duration.ZERO);
        await().atMost(PATIENCE).until(() -> cacheStatus(read("/v1/equipment")).contains("hit; ttl=-"));
        await().atMost(PATIENCE).until(() -> cacheStatus(read("/v1/regions")).contains("fwd=stale"));
    }

    /** While the first write is under way, the two after it to the same client become one. */
    private static void writeWithEveryEnd() {
        simulator.latency(Duration.ofSeconds(7), Duration.ofSeconds(7));
        long arrivals = simulator.arrivals();
        write("one-of-three");
        await().atMost(PATIENCE).until(() -> simulator.arrivals() > arrivals);
        write("one-of-three");
        write("one-of-three");
        awaitMetric("frontu_writes_queued{state=\"queued\"}", 2);
        awaitMetric("frontu_writes_queued{state=\"sending\"}", 1);
        assertThat(gateway.metric("frontu_writes_oldest_seconds")).isBetween(0.001, PATIENCE.toSeconds() * 1.0);
        simulator.latency(Duration.ZERO, Duration.ZERO);
        awaitMetric("frontu_writes_total{outcome=\"done\",resource=\"clients\"}", 3);
        simulator.faults(fault(422).put("method", "POST"));
        write("refused");
        awaitMetric("frontu_writes_total{outcome=\"refused\",resource=\"clients\"}", 1);
    }

    /** A client that has spent its share, and a 429 that closes the gate for a moment, in which a read waits. */
    private static void sendTooMuch() {
        assertThat(gateway.get("/v1/works?limit=1", CAPPED_KEY).statusCode()).isEqualTo(200);
        assertThat(gateway.get("/v1/works?limit=2", CAPPED_KEY).statusCode()).isEqualTo(429);
        simulator.faults(fault(429).put("retryAfter", 4));
        assertThat(ask("/v1/materials", "Prefer", "wait=1").join().statusCode()).isEqualTo(429);
        var waiting = ask("/v1/materials", "Prefer", "wait=30");
        awaitMetric("frontu_quota_waiting{class=\"interactive\"}", 1);
        assertThat(waiting.join().statusCode()).isEqualTo(200);
        awaitMetric("frontu_quota_waiting{class=\"interactive\"}", 0);
    }

    private static void meetAccountsThatFail() {
        assertThat(ask("/v1/clients", "Frontu-Account", "locked").join().statusCode())
                .isEqualTo(502);
        await().atMost(PATIENCE).until(() -> {
            ask("/v1/clients", "Frontu-Account", "gone").join();
            return gateway.metric("frontu_breaker_open{account=\"gone\"}") == 1;
        });
    }

    private static void awaitMetric(String sample, double value) {
        await(sample).atMost(PATIENCE).until(() -> gateway.metric(sample) == value);
    }

    private static HttpResponse<String> read(String path) {
        var answer = ask(path).join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static CompletableFuture<HttpResponse<String>> ask(String path, String... headers) {
        var all = Stream.concat(Stream.of("X-Api-Key", Cluster.KEY), Arrays.stream(headers));
        return gateway.http().sendAsync("GET", path, "", all.toArray(String[]::new));
    }

    private static String cacheStatus(HttpResponse<String> answer) {
        return answer.headers().firstValue("Cache-Status").orElse("");
    }

    private static void write(String systemId) {
        var body = new JsonObject().put("systemId", systemId).put("title", "Counted");
        var answer =
                gateway.send("POST", "/v1/clients", body.encode(), Cluster.KEY, "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static JsonObject fault(int status) {
        return new JsonObject().put("kind", "status").put("status", status).put("times", 1);
    }

    @ParameterizedTest
    @MethodSource("promised")
    void metric_isThere_andHasTheLabelsThatTheContractNames_andNoOthers(Promise promise) {
        var samples = promise.among(busy);

        assertThat(samples.stream().map(Sample::name)).containsAll(promise.samples);
        assertThat(samples)
                .allSatisfy(sample -> assertThat(sample.labels.keySet()).isEqualTo(Set.copyOf(promise.labels)));
        assertThat(types).containsEntry(promise.name.replaceFirst("_total$", ""), promise.type);
    }

    @ParameterizedTest
    @MethodSource("promised")
    void metric_showsWhatTheTrafficMadeOfIt(Promise promise) {
        assertThat(promise.values)
                .isNotEmpty()
                .allSatisfy((labels, expected) -> assertThat(promise.among(busy))
                        .filteredOn(sample -> sample.name.equals(promise.shown()))
                        .filteredOn(sample -> sample.labels.equals(promise.labelled(labels)))
                        .singleElement()
                        .satisfies(sample ->
                                assertThat(sample.value).as(sample.toString()).matches(expected::test)));
    }

    /** Else an alert on its increase would not see the first. */
    @ParameterizedTest
    @MethodSource("ofKnownLabels")
    void metricOfKnownLabels_isThereFromTheStart(Promise promise) {
        assertThat(promise.among(idle).stream().map(Sample::name)).containsAll(promise.samples);
    }

    @Test
    void nothingElse_isCalledFrontus() {
        var names = PROMISED.stream().flatMap(promise -> promise.samples.stream());

        assertThat(busy.stream().map(Sample::name)).isSubsetOf(names.toList());
    }

    @Test
    void sharedState_isTheSameOnEveryReplica() {
        var other = settings.start();

        assertThat(SHARED)
                .allSatisfy(name -> await(name)
                        .atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(shared(gateway, name)).isNotEmpty().isEqualTo(shared(other, name))));
    }

    private static List<Sample> shared(GatewayProcess replica, String name) {
        return Sample.of(replica).stream()
                .filter(sample -> sample.name.equals(name))
                .toList();
    }
}
