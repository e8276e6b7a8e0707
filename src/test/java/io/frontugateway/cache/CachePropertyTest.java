package io.frontugateway.cache;

import static io.frontugateway.cache.CacheBed.PATIENCE;
import static io.frontugateway.cache.CacheBed.TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.cache.CacheBed.Settings;
import io.frontugateway.cache.Provenance.Result;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Position;
import io.frontugateway.reads.Reader;
import io.frontugateway.simulator.Simulator;
import io.frontugateway.simulator.SimulatorSettings;
import io.frontugateway.testing.RecordingSlot;
import io.frontugateway.testing.TestAccount;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Room;
import io.frontugateway.upstream.Slots;
import io.frontugateway.upstream.SlottedUpstream;
import io.frontugateway.upstream.Upstream;
import io.frontugateway.upstream.frontu.Accounts;
import io.frontugateway.upstream.frontu.FrontuClient;
import io.frontugateway.upstream.frontu.Outbound;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is written, read and let expire in whatever order: each answer holds the set that Frontu itself would have given at
 * its {@code asOf}. Against the simulated Frontu over HTTP, on clocks that are moved.
 */
class CachePropertyTest {
    private static final int PAGE = 4;
    private static final Reader READER = new Reader("default", "billing", Duration.ofSeconds(30), PAGE);
    private static final Pattern POSITION =
            Pattern.compile("Position\\[page=(\\d+), offset=(\\d+), pageSize=(\\d+), firstGuid=(.*)]");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final CacheBed BED = new CacheBed();
    private static final Simulator SIMULATOR = new Simulator(
            BED.vertx, SimulatorSettings.defaults().withCompany(1, 1, 0).withLimit(1_000_000, Duration.ofSeconds(1)));
    private static final int PORT =
            SIMULATOR.start(0).toCompletionStage().toCompletableFuture().join();

    @AfterContainer
    static void stop() {
        SIMULATOR.close().toCompletionStage().toCompletableFuture().join();
        BED.close();
    }

    enum Kind {
        /** Behind the gateway's back. */
        WRITE,
        /** The same, shown by lists only a while later. */
        WRITE_LATE,
        /** Through the gateway: a generation ends. */
        WRITE_THROUGH,
        /** Time passes. */
        PASS,
        READ,
        /** Page by page, by the cursors. */
        READ_THROUGH,
        /** A row changes, and moves, while a list of several pages is read. */
        READ_WHILE_WRITTEN,
        /** By one guid. */
        READ_ONE
    }

    /** One step; the numbers choose what is written or read, and by which replica and with which demand. */
    record Step(Kind kind, int a, int b, int c, int d) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        var kinds = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, Arbitraries.just(Kind.WRITE)),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(Kind.WRITE_LATE)),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(Kind.WRITE_THROUGH)),
                net.jqwik.api.Tuple.of(4, Arbitraries.just(Kind.PASS)),
                net.jqwik.api.Tuple.of(8, Arbitraries.just(Kind.READ)),
                net.jqwik.api.Tuple.of(2, Arbitraries.just(Kind.READ_THROUGH)),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(Kind.READ_WHILE_WRITTEN)),
                net.jqwik.api.Tuple.of(2, Arbitraries.just(Kind.READ_ONE)));
        var number = Arbitraries.integers().between(0, 99);
        return Combinators.combine(kinds, number, number, number, number)
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(40);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void eachAnswer_isWhatFrontuWouldHaveGivenAtItsAsOf(
            @ForAll("steps") List<Step> steps, @ForAll boolean byVersion, @ForAll boolean graceful) {
        var world = new World(byVersion, graceful);
        for (var step : steps) {
            world.take(step);
        }
    }

    /** Slots without end. */
    private static final class FreeSlots implements Slots {
        @Override
        public Uni<Grant> take(Call call, Room room) {
            return Uni.createFrom().item(new Grant.Taken(RecordingSlot.fresh()));
        }

        @Override
        public void roomFreed() {}
    }

    /** One task as Frontu's list shows it. */
    private record Shown(String guid, String title, long version, boolean archived, boolean billed) {}

    /** A company, a cache before it, and what its list showed at each moment. */
    private static final class World implements Upstream {
        private final TreeMap<Instant, Map<String, Shown>> history = new TreeMap<>();
        private final Map<Instant, Map<String, Shown>> disturbed = new HashMap<>();
        private final Map<CacheBed.Node, Instant> lastWritten = new HashMap<>();
        private final Settings settings;
        private final List<CacheBed.Node> replicas;
        private final Upstream frontu;
        private CacheBed.Node node;
        private long ahead;
        private int writes;
        private @Nullable Runnable beforeSecondPage;
        private @Nullable Instant refreshedAt;

        World(boolean byVersion, boolean graceful) {
            admin("POST", "reset", "");
            admin("PATCH", "settings", "{\"order\":\"%s\"}".formatted(byVersion ? "version" : "insertion"));
            BED.flush();
            var accounts = new Accounts(
                    BED.vertx,
                    Map.of("default", TestAccount.of("http://localhost:" + PORT, "simulator-key")),
                    Outbound.DIRECT);
            frontu = new SlottedUpstream(
                    new FreeSlots(), new FrontuClient(BED.vertx, accounts, "test"), Map.of("default", 32));
            settings = Settings.usual().withGrace(Duration.ofSeconds(graceful ? 60 : 0));
            replicas = List.of(BED.node(this, this::now, settings), BED.node(this, this::now, settings));
            node = replicas.get(0);
            for (int i = 0; i < 9; i++) {
                write(i, false, i % 3 == 0);
            }
            look();
        }

        /** In milliseconds, in which Redis keeps moments. */
        private Instant now() {
            return onOurClock(Instant.now());
        }

        private Instant onOurClock(Instant moment) {
            return moment.plusMillis(ahead).truncatedTo(ChronoUnit.MILLIS);
        }

        @Override
        public Uni<Reply> send(Call call) {
            return Uni.createFrom().deferred(() -> {
                var action = beforeSecondPage;
                if (action != null && call.target().contains("page=2")) {
                    beforeSecondPage = null;
                    action.run();
                }
                return frontu.send(call).map(this::onOurClock);
            });
        }

        private Reply onOurClock(Reply reply) {
            return reply instanceof Reply.Answer answer
                    ? new Reply.Answer(answer.status(), answer.headers(), answer.body(), onOurClock(answer.askedAt()))
                    : reply;
        }

        void take(Step step) {
            node = replicas.get(step.d() % 2);
            switch (step.kind()) {
                case WRITE -> written(step);
                case WRITE_LATE -> writtenLate(step);
                case WRITE_THROUGH -> {
                    written(step);
                    lastWritten.put(node, now());
                    node.written();
                }
                case PASS -> pass(Duration.ofSeconds(step.a() == 99 ? 3700 : step.a() / 2));
                case READ -> read(query(step), step.c() % 2 == 0 ? 1000 : 3, demand(step));
                case READ_THROUGH -> readThrough(query(step));
                case READ_WHILE_WRITTEN -> readWhileWritten(step);
                case READ_ONE -> readOne(step);
            }
            settle();
        }

        /** What is refreshed behind the scenes may show more than there was when it was asked for; here it never does. */
        private void settle() {
            var flights = Request.cmd(Command.KEYS).arg("fg:c:*:flight");
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> CacheBed.result(node.redis.send(flights)).size() == 0);
        }

        private void written(Step step) {
            write(step.a() % 14, step.b() % 4 == 0, step.c() % 3 == 0);
            look();
        }

        /** Late by less than the overlap, in the company's own time. */
        private void writtenLate(Step step) {
            admin("PATCH", "settings", "{\"listDelayMs\":150}");
            var before = direct();
            write(step.a() % 14, step.b() % 4 == 0, step.c() % 3 == 0);
            var query = query(step);
            var early = list(query, Position.start(PAGE), 1000, Demand.NONE);
            pass(Duration.ofSeconds(step.b()));
            await().atMost(PATIENCE).until(() -> !direct().equals(before));
            admin("PATCH", "settings", "{\"listDelayMs\":0}");
            look();
            disturb(early);
            assertBetween(query, early);
        }

        private void pass(Duration time) {
            ahead += time.toMillis();
            admin("PATCH", "settings", "{\"clockAheadMs\":%d}".formatted(ahead));
        }

        private ListQuery query(Step step) {
            var since = switch (step.a() % 4) {
                case 0 -> null;
                case 1 -> (Long) (now().getEpochSecond() - 30);
                case 2 -> (Long) (now().getEpochSecond() - 300);
                default -> (Long) (now().getEpochSecond() - 4000);
            };
            Boolean archived = step.b() % 3 == 0 ? null : (Boolean) (step.b() % 3 == 1);
            var until = step.d() % 7 == 0 ? (Long) (now().getEpochSecond() - 20) : null;
            return new ListQuery(
                    TASKS, since, until, archived, step.c() % 5 == 0 ? Map.of("billStatus", "1") : Map.of());
        }

        private static Demand demand(Step step) {
            return switch (step.d() / 2 % 8) {
                case 0 -> new Demand(true, false, false, null, null, null);
                case 1 -> maxAge(Duration.ofSeconds(5));
                case 2 -> new Demand(false, false, false, null, Duration.ofSeconds(10), null);
                case 3 -> new Demand(false, true, false, null, null, null);
                default -> Demand.NONE;
            };
        }

        private static Demand maxAge(Duration age) {
            return new Demand(false, false, false, age, null, null);
        }

        private void read(ListQuery query, int limit, Demand demand) {
            var begun = now();
            var answered = list(query, Position.start(PAGE), limit, demand);
            assertRight(query, answered, limit);
            if (demand.noCache()) {
                assertThat(answered.asOf()).isAfterOrEqualTo(begun);
            }
            if (demand.maxAge() != null) {
                assertThat(answered.age()).isLessThanOrEqualTo(demand.maxAge().plusSeconds(1));
            }
            if (demand.minFresh() != null) {
                assertThat(answered.age())
                        .isLessThanOrEqualTo(
                                settings.ttl().minus(demand.minFresh()).plusSeconds(1));
            }
        }

        private void assertRight(ListQuery query, Answered answered, int limit) {
            var expected = expected(query, state(answered.asOf()));
            var got = shown(answered);
            if (disturbed.containsKey(answered.asOf())) {
                assertBetween(query, answered);
            } else if (CacheBed.json(answered).path("next").isNull()) {
                assertThat(got)
                        .as("%s as of %s, %s", query, answered.asOf(), answered.provenance())
                        .isEqualTo(expected);
            } else {
                assertThat(got.keySet()).hasSize(limit);
                assertThat(expected.entrySet()).containsAll(got.entrySet());
            }
        }

        /** Pages that show one moment are one list. */
        private void readThrough(ListQuery query) {
            var all = new HashMap<String, Shown>();
            var moments = new HashSet<Instant>();
            int rows = 0;
            var at = (Position) Position.start(PAGE);
            while (at != null) {
                var answered = list(query, at, 3, Demand.NONE);
                var page = shown(answered);
                if (!disturbed.containsKey(answered.asOf())) {
                    assertThat(expected(query, state(answered.asOf())).entrySet())
                            .containsAll(page.entrySet());
                }
                moments.add(answered.asOf());
                all.putAll(page);
                rows += page.size();
                at = next(answered);
            }
            if (moments.size() == 1 && disturbed.keySet().stream().noneMatch(moments::contains)) {
                assertThat(all)
                        .isEqualTo(expected(query, state(moments.iterator().next())));
                assertThat(rows).as("no row twice").isEqualTo(all.size());
            }
        }

        private static @Nullable Position next(Answered answered) {
            var next = CacheBed.json(answered).path("next");
            if (next.isNull()) {
                return null;
            }
            var parts = POSITION.matcher(next.asText());
            assertThat(parts.matches()).as(next.asText()).isTrue();
            var guid = parts.group(4);
            return new Position(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)),
                    guid.equals("null") ? null : guid);
        }

        private void readWhileWritten(Step step) {
            var query = query(step);
            beforeSecondPage = () -> written(step);
            var answered = list(query, Position.start(PAGE), 1000, Demand.NONE);
            beforeSecondPage = null;
            disturb(answered);
            assertBetween(query, answered);
        }

        /** The last list that was read, and what it was refreshed by, if it was, may show the present state, or some of it. */
        private void disturb(Answered answered) {
            disturbed.putIfAbsent(answered.asOf(), latest());
            if (refreshedAt != null) {
                disturbed.putIfAbsent(refreshedAt, latest());
            }
        }

        /** A list that changed while it was read holds the one state or the other of what changed, and all else. */
        private void assertBetween(ListQuery query, Answered answered) {
            var before = expected(query, state(answered.asOf())).keySet();
            var after = expected(query, Objects.requireNonNull(disturbed.get(answered.asOf())))
                    .keySet();
            Set<String> either = new HashSet<>(before);
            either.addAll(after);
            Set<String> both = new HashSet<>(before);
            both.retainAll(after);
            var got = shown(answered).keySet();
            assertThat(either).containsAll(got);
            if (CacheBed.json(answered).path("next").isNull()) {
                assertThat(got).containsAll(both);
            }
        }

        private void readOne(Step step) {
            var all = new ArrayList<>(latest().values());
            var guid = all.get(step.a() % all.size()).guid();
            var answered = answered(node.cache.one(READER, TASKS, Identity.GUID, guid, Demand.NONE));
            if (isStale(answered)) {
                answered(node.cache.one(READER, TASKS, Identity.GUID, guid, maxAge(Duration.ZERO)));
            }
            var shown = shown(CacheBed.json(answered));
            var then = state(answered.asOf()).get(guid);
            if (then == null) {
                assertThat(disturbed).as("new while a list was read").containsKey(answered.asOf());
            } else {
                assertThat(shown.version()).isGreaterThanOrEqualTo(then.version());
            }
            if (answered.provenance().result() == Result.SUBSUMED) {
                assertThat(history.values().stream().map(state -> state.get(guid)))
                        .contains(shown);
            }
        }

        /** Who waits for the refresh that has begun behind the scenes joins it: nothing else happens meanwhile. */
        private Answered list(ListQuery query, Position at, int limit, Demand demand) {
            var answered = listOnce(query, at, limit, demand);
            refreshedAt = null;
            if (isStale(answered)) {
                var refreshed = listOnce(query, at, limit, maxAge(Duration.ZERO));
                refreshedAt = refreshed.asOf();
                assertThat(refreshed.asOf()).isAfterOrEqualTo(answered.asOf());
                assertThat(refreshed.age()).isLessThan(Duration.ofSeconds(2));
            }
            return answered;
        }

        private static boolean isStale(Answered answered) {
            var left = answered.provenance().left();
            return left != null && left.isNegative();
        }

        private Answered listOnce(ListQuery query, Position at, int limit, Demand demand) {
            return answered(node.cache.list(
                    READER, node.cache.listing("default", query, at, limit, CacheBed::document), demand));
        }

        private Answered answered(Uni<Answered> read) {
            try {
                var answered = CacheBed.result(read);
                assertThat(answered.age())
                        .isLessThanOrEqualTo(
                                settings.ttl().plus(settings.grace()).plusSeconds(1));
                assertThat(answered.asOf())
                        .as("not of before a write by this replica")
                        .isAfterOrEqualTo(lastWritten.getOrDefault(node, Instant.MIN));
                return answered;
            } catch (ProblemException e) {
                throw new AssertionError(e.problem().detail(), e);
            }
        }

        private static Map<String, Shown> expected(ListQuery query, Map<String, Shown> all) {
            var expected = new HashMap<String, Shown>();
            var since = query.updatedSince();
            all.forEach((guid, row) -> {
                var until = query.updatedUntil();
                if ((since == null || row.version() >= since)
                        && (until == null || row.version() <= until)
                        && (query.archived() == null || query.archived() == row.archived())
                        && (query.filters().isEmpty() || row.billed())) {
                    expected.put(guid, row);
                }
            });
            return expected;
        }

        /** What the list showed at a moment. */
        private Map<String, Shown> state(Instant moment) {
            var entry = history.floorEntry(moment);
            return entry == null ? Objects.requireNonNull(history.firstEntry()).getValue() : entry.getValue();
        }

        private Map<String, Shown> latest() {
            return Objects.requireNonNull(history.lastEntry()).getValue();
        }

        /** What was asked for before was asked for at another moment. */
        private void look() {
            ahead++;
            history.put(now(), direct());
        }

        private static Map<String, Shown> direct() {
            var shown = new HashMap<String, Shown>();
            var answer = http("GET", "/client/api/v2/tasks?items=1000", "");
            answer.path("items").forEach(row -> {
                var task = new Shown(
                        row.path("guid").asText(),
                        row.path("title").asText(),
                        row.path("version").asLong(),
                        isTrue(row.path("deleted")),
                        isTrue(row.path("billStatus")));
                shown.put(task.guid(), task);
            });
            return shown;
        }

        private static boolean isTrue(JsonNode value) {
            return value.asBoolean() || value.asText().equals("1");
        }

        private static Map<String, Shown> shown(Answered answered) {
            var shown = new HashMap<String, Shown>();
            CacheBed.json(answered).path("items").forEach(item -> {
                var task = shown(item);
                assertThat(shown.put(task.guid(), task))
                        .as("one state of each item")
                        .isNull();
            });
            return shown;
        }

        private static Shown shown(JsonNode item) {
            return new Shown(
                    item.path("guid").asText(),
                    item.path("title").asText(),
                    item.path("version").asLong(),
                    item.path("archived").asBoolean(),
                    item.path("billStatus").asBoolean());
        }

        private void write(int which, boolean archived, boolean billed) {
            http(
                    "POST",
                    "/client/api/v2/tasks",
                    "{\"systemId\":\"P-%d\",\"title\":\"task %d\",\"deleted\":%s,\"billStatus\":%s}"
                            .formatted(which, ++writes, archived ? 1 : 0, billed ? 1 : 0));
        }

        private static void admin(String method, String what, String body) {
            http(method, "/_simulator/" + what, body);
        }

        private static JsonNode http(String method, String path, String body) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + PORT + path))
                    .header("Authorization", "Bearer simulator-key")
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try {
                var response = HTTP.send(request, BodyHandlers.ofString());
                assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
                return ExactJson.ANSWERS.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
