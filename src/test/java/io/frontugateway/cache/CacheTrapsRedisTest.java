package io.frontugateway.cache;

import static io.frontugateway.cache.CacheBed.PATIENCE;
import static io.frontugateway.cache.CacheBed.TASKS;
import static io.frontugateway.cache.CacheBed.json;
import static io.frontugateway.cache.CacheBed.shown;
import static io.frontugateway.cache.CacheBed.since;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.cache.CacheBed.Settings;
import io.frontugateway.cache.Provenance.Detail;
import io.frontugateway.cache.Provenance.Forward;
import io.frontugateway.cache.Provenance.Result;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Reader;
import io.frontugateway.redis.Script;
import io.frontugateway.redis.StoreUnavailable;
import io.frontugateway.testing.processes.Processes;
import io.frontugateway.testing.processes.Relay;
import io.frontugateway.upstream.Priority;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where caches like this one go wrong. Each test fails without the rule that it is about. */
class CacheTrapsRedisTest {
    private static final ListQuery ALL = ListQuery.all(TASKS);
    private static final Demand NO_CACHE = new Demand(true, false, false, null, null, null);
    private static final CacheBed BED = new CacheBed();

    @RegisterExtension
    final Processes processes = new Processes();

    private final TinyFrontu frontu = new TinyFrontu();
    private CacheBed.Node node;

    @BeforeEach
    void start() {
        node = BED.flush().node(frontu, frontu.clock, Settings.usual());
        frontu.put("a", "one");
        frontu.put("b", "two");
    }

    @AfterAll
    static void stop() {
        BED.close();
    }

    private void pass(long seconds) {
        frontu.clock.move(Duration.ofSeconds(seconds));
    }

    private CompletableFuture<Answered> begin(CacheBed.Node where, ListQuery query, Demand demand) {
        return where.asking(query, 100, demand).subscribeAsCompletionStage().toCompletableFuture();
    }

    private void awaitAsked(int times) {
        await().atMost(PATIENCE).until(() -> frontu.asked() >= times);
    }

    /** Whether a replica waits for what another asks. */
    private boolean isFollowed() {
        var redis = node.redis;
        return CacheBed.result(redis.send(Request.cmd(Command.KEYS).arg("*:flight"))).stream()
                .anyMatch(flight -> CacheBed.result(redis.send(
                                Request.cmd(Command.HGET).arg(flight.toString()).arg("followed")))
                        != null);
    }

    private void fill(int count) {
        IntStream.range(0, count).forEach(i -> frontu.put("t" + i, "task " + i));
    }

    @Test
    void rowsThatMoveBetweenPages_areNotMissed() {
        fill(250);
        frontu.newestLast = true;
        pass(60);
        // Before the second page is read, a row of the first one moves to the end: each later row moves up by one.
        frontu.beforePage = page -> {
            if (page == 2) {
                frontu.beforePage = other -> {};
                frontu.put("a", "moved");
            }
        };

        var read = node.list(ALL, 1000);

        assertThat(shown(read)).hasSize(252).doesNotHaveDuplicates().contains("a=moved", "t98=task 98");
    }

    @Test
    void rowThatLeavesAListWithAHighestVersion_makesNoOtherBeMissed() {
        fill(250);
        pass(60);
        var until = frontu.clock.instant().getEpochSecond() - 30;
        frontu.beforePage = page -> {
            if (page == 2) {
                frontu.beforePage = other -> {};
                frontu.put("a", "left");
            }
        };

        var read = node.list(new ListQuery(TASKS, null, until, null, Map.of()), 1000);

        assertThat(shown(read)).hasSizeBetween(251, 252).doesNotHaveDuplicates().contains("t98=task 98");
    }

    @Test
    void listThatKeepsChanging_isReadInFullSoon() {
        fill(250);
        frontu.newestLast = true;
        var moves = new AtomicInteger();
        frontu.beforePage = page -> frontu.put("t" + (page * 3), "moved " + moves.incrementAndGet());
        node.list(ALL, 1000);
        frontu.beforePage = page -> {};

        pass(61);

        assertThat(node.list(ALL, 1000).provenance().result()).isEqualTo(Result.MISS);
        pass(61);
        assertThat(node.list(ALL, 1000).provenance().result()).isEqualTo(Result.DELTA);
    }

    @Test
    void listThatChangedInTheSecondInWhichItWasRead_isReadOnce() {
        fill(250);
        pass(5);
        frontu.put("t7", "changed in the same second");

        node.list(ALL, 1000);

        assertThat(frontu.asked())
                .as("three pages, and a look at what has changed")
                .isEqualTo(4);
        pass(61);
        assertThat(node.list(ALL, 1000).provenance().result()).isEqualTo(Result.DELTA);
    }

    @ParameterizedTest(name = "read in full again: {0}")
    @ValueSource(booleans = {false, true})
    void whereMoreHasChangedThanIsWorthAsking_thatIsFoundOutOnce(boolean due) {
        node.list(ALL);
        pass(due ? 3601 : 61);
        fill(1200);
        node.list(ALL);
        int once = frontu.asked();
        for (int i = 1; i <= 3; i++) {
            pass(61);
            assertThat(shown(node.list(ALL))).hasSize(100);
            assertThat(frontu.asked()).isEqualTo(once + i);
        }

        assertThat(shown(node.list(ALL, 1000))).hasSize(1000);
    }

    @Test
    void shortListThatLiesStill_isRefreshedByOneRequest_howeverMuchElseHasChanged() {
        var billed = new ListQuery(TASKS, null, null, null, Map.of("billStatus", "1"));
        frontu.put("a", "billed", false, true);
        pass(60 * 24 * 3600);
        fill(800);
        assertThat(shown(node.list(billed))).containsExactly("a=billed");
        pass(61);

        assertThat(shown(node.list(billed))).containsExactly("a=billed");

        assertThat(frontu.asked()).isEqualTo(2);
        pass(61);
        frontu.put("a", "not any more", false, false);
        frontu.put("b", "billed", false, true);
        assertThat(shown(node.list(billed))).containsExactly("b=billed");
        assertThat(frontu.asked()).isEqualTo(3);
    }

    /** Two pages of billed tasks that lie still, and much else that changes. */
    @Test
    void whatHasBeenSeenOfOtherRows_isNotAskedForAgain() {
        var billed = new ListQuery(TASKS, null, null, null, Map.of("billStatus", "1"));
        IntStream.range(0, 150).forEach(i -> frontu.put("billed " + i, "billed", false, true));
        pass(24 * 3600);
        fill(300);
        pass(60);
        assertThat(shown(node.list(billed, 1000))).hasSize(150);
        pass(100);
        frontu.put("t0", "changed");
        node.list(billed, 1000);
        int before = frontu.asked();
        pass(61);

        assertThat(node.list(billed, 1000).provenance().result()).isEqualTo(Result.DELTA);

        assertThat(frontu.asked()).isEqualTo(before + 1);
    }

    @Test
    void fetchThatBeganBeforeAWrite_isNeverFresh() {
        frontu.close();
        var before = begin(node, ALL, Demand.NONE);
        awaitAsked(1);
        frontu.put("a", "written");
        node.written();
        frontu.open();
        before.join();

        assertThat(shown(node.list(ALL))).contains("a=written");
        assertThat(frontu.asked()).isEqualTo(2);
    }

    @ParameterizedTest(name = "on the same replica: {0}")
    @ValueSource(booleans = {true, false})
    void itemThatWasNotFoundBeforeItWasWritten_isAskedForAgain(boolean sameReplica) {
        var other = sameReplica ? node : BED.node(frontu, frontu.clock, Settings.usual());
        frontu.close();
        var before = node.asking("new").subscribeAsCompletionStage();
        awaitAsked(1);
        frontu.put("new", "written");
        node.written();
        var after = other.asking("new").subscribeAsCompletionStage();
        await().atMost(PATIENCE).until(() -> sameReplica || isFollowed());
        frontu.open();

        assertThatThrownBy(before::join).hasCauseInstanceOf(ProblemException.class);
        assertThat(json(after.join()).path("title").asText()).isEqualTo("written");
    }

    @Test
    void earlierFetch_doesNotReplaceALaterOne() {
        frontu.close();
        var early = begin(node, ALL, Demand.NONE);
        awaitAsked(1);
        frontu.put("a", "later");
        var late = begin(node, ALL, NO_CACHE);
        awaitAsked(2);
        frontu.openLast();
        assertThat(shown(late.join())).contains("a=later");
        frontu.open();
        early.join();

        assertThat(shown(node.list(ALL))).contains("a=later");
        var other = BED.node(frontu, frontu.clock, Settings.usual());
        assertThat(shown(other.list(ALL))).contains("a=later");
        assertThat(frontu.asked()).isEqualTo(2);
    }

    @Test
    void noCache_joinsNoFetchThatHasBeenSent() {
        frontu.close();
        var first = begin(node, ALL, Demand.NONE);
        awaitAsked(1);
        frontu.put("a", "changed meanwhile");
        var second = begin(node, ALL, NO_CACHE);
        awaitAsked(2);
        frontu.open();

        assertThat(shown(second.join())).contains("a=changed meanwhile");
        first.join();
    }

    static List<Demand> whatWantsItNew() {
        return List.of(NO_CACHE, new Demand(false, false, false, Duration.ofSeconds(5), null, null));
    }

    /** Here nothing tells of the fetch that is waited for when it was sent, until it has brought something. */
    @ParameterizedTest
    @MethodSource("whatWantsItNew")
    void whatAnotherReplicaAskedForBefore_doesNotMeetAStricterDemand(Demand demand) {
        var other = BED.node(frontu, frontu.clock, Settings.usual());
        frontu.close();
        var first = begin(node, ALL, Demand.NONE);
        awaitAsked(1);
        var following = begin(other, ALL, Demand.NONE);
        await().atMost(PATIENCE).until(this::isFollowed);
        pass(10);
        frontu.put("a", "changed meanwhile");

        var strict = begin(other, ALL, demand);
        frontu.open();

        assertThat(shown(strict.join())).contains("a=changed meanwhile");
        assertThat(strict.join().age()).isZero();
        assertThat(shown(first.join())).isEqualTo(shown(following.join())).contains("a=one");
    }

    @Test
    void whoWaitedForAnother_saysWhyItAsked() {
        node.list(ALL);
        var other = BED.node(frontu, frontu.clock, Settings.usual());
        other.list(ALL);
        pass(20);
        frontu.close();
        var early = begin(node, ALL, Demand.NONE);
        awaitAsked(2);
        pass(1);
        node.written();
        other.generations.lookAnew("default");
        var late = begin(node, ALL, Demand.NONE);
        var elsewhere = begin(other, ALL, NO_CACHE);
        awaitAsked(3);
        frontu.openLast();
        elsewhere.join();
        frontu.open();

        assertThat(late.join().provenance().result()).isEqualTo(Result.COLLAPSED);
        assertThat(late.join().provenance().forward()).isEqualTo(Forward.STALE);
        early.join();
    }

    /** Others would be served with it, so the one who claims the fetch finds it in Redis. */
    @Test
    void freshRowsInRedis_doNotMeetAStricterDemand() {
        node.list(ALL);
        frontu.put("a", "changed meanwhile");
        pass(5);
        var young = new Demand(false, false, false, Duration.ofSeconds(2), null, null);
        var lasting = new Demand(false, false, false, null, Duration.ofSeconds(14), null);

        for (var demand : List.of(young, lasting)) {
            var read = node.list(ALL, 100, demand);
            assertThat(shown(read)).contains("a=changed meanwhile");
            assertThat(read.age()).isZero();
            pass(5);
        }
        assertThat(frontu.asked()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void joiningRaisesTheClass_ofAFetchThatWaitsForASlot(boolean sameReplica) {
        var graceful = Settings.usual().withGrace(Duration.ofSeconds(60));
        node = BED.node(frontu, frontu.clock, graceful);
        var joining = sameReplica ? node : BED.node(frontu, frontu.clock, graceful);
        node.list(ALL);
        pass(20);
        frontu.hold();
        node.list(ALL);
        awaitAsked(2);
        assertThat(frontu.calls.get(1).priority()).isEqualTo(Priority.BACKGROUND);

        var waiting = begin(joining, ALL, new Demand(false, false, false, Duration.ofSeconds(5), null, null));
        awaitAsked(3);
        frontu.let();

        assertThat(waiting.join().age()).isZero();
        assertThat(frontu.calls.get(2).priority()).isEqualTo(Priority.INTERACTIVE);
        assertThat(frontu.asked()).isEqualTo(3);
        assertThat(frontu.held()).as("requests that were sent").isEqualTo(2);
    }

    @Test
    void whatHeldTheLeaderBack_doesNotFailTheOthers() {
        frontu.refuseOnce("greedy");
        frontu.hold();
        var greedy = node.asking(new Reader("default", "greedy", Duration.ofSeconds(5), 100), ALL, 100, Demand.NONE)
                .subscribeAsCompletionStage()
                .toCompletableFuture();
        awaitAsked(1);
        var others = IntStream.range(0, 20)
                .mapToObj(i -> begin(node, ALL, Demand.NONE))
                .toList();
        frontu.let();

        assertThatThrownBy(greedy::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ProblemException.class);
        assertThat(others).allSatisfy(read -> assertThat(shown(read.join())).hasSize(2));
        assertThat(frontu.asked()).isEqualTo(2);
    }

    private static final Reader PATIENT = new Reader("default", "patient", Duration.ofSeconds(60), 100);
    private static final Reader HASTY = new Reader("default", "hasty", Duration.ofMillis(700), 100);

    private static CompletableFuture<Answered> begin(CacheBed.Node where, Reader reader) {
        return where.asking(reader, ALL, 100, Demand.NONE)
                .subscribeAsCompletionStage()
                .toCompletableFuture();
    }

    @ParameterizedTest(name = "on the same replica: {0}")
    @ValueSource(booleans = {true, false})
    void whoJoins_waitsForASlotNoLongerThanByItself(boolean sameReplica) {
        var other = sameReplica ? node : BED.node(frontu, frontu.clock, Settings.usual());
        frontu.hold();
        var patient = begin(node, PATIENT);
        awaitAsked(1);
        long begun = System.nanoTime();

        assertThatThrownBy(begin(other, HASTY)::join).hasMessageContaining("quota-exhausted");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        frontu.let();
        assertThat(shown(patient.join())).hasSize(2);
        assertThat(shown(begin(other, HASTY).join())).hasSize(2);
        pass(20);
        frontu.hold();
        begin(node, PATIENT);
        awaitAsked(3);
        var old = begin(other, HASTY).join();
        assertThat(old.provenance().isHit()).isTrue();
        assertThat(old.provenance().left()).isEqualTo(Duration.ofSeconds(-5));
        assertThat(old.provenance().detail()).isEqualTo(Detail.STALE_IF_ERROR);
    }

    @Test
    void whereOneWaitsForItsShare_thoseWhoWillNotAskTogether() {
        frontu.hold("patient");
        var patient = begin(node, PATIENT);
        awaitAsked(1);

        var others = IntStream.range(0, 50).mapToObj(i -> begin(node, HASTY)).toList();

        assertThat(others).allSatisfy(read -> assertThat(shown(read.join())).hasSize(2));
        assertThat(frontu.asked()).isEqualTo(2);
        frontu.let();
        patient.join();
    }

    @ParameterizedTest(name = "on the same replica: {0}")
    @ValueSource(booleans = {true, false})
    void whatHasBeenSent_isWaitedFor(boolean sameReplica) {
        var other = sameReplica ? node : BED.node(frontu, frontu.clock, Settings.usual());
        frontu.close();
        var first = begin(node, PATIENT);
        awaitAsked(1);

        var joined = begin(other, HASTY);

        await().during(Duration.ofMillis(1500)).atMost(PATIENCE).until(() -> !joined.isDone() && frontu.asked() == 1);
        frontu.open();
        assertThat(shown(joined.join())).isEqualTo(shown(first.join())).hasSize(2);
    }

    @Test
    void whoWouldWaitLonger_isNotRefusedWithAnotherOfItsOwn() {
        frontu.refuseOnce("billing");
        frontu.hold();
        var hasty = node.asking(CacheBed.READER.waiting(Duration.ofSeconds(2)), ALL, 100, Demand.NONE)
                .subscribeAsCompletionStage();
        awaitAsked(1);
        var patient = node.asking(CacheBed.READER.waiting(Duration.ofSeconds(30)), ALL, 100, Demand.NONE)
                .subscribeAsCompletionStage();
        frontu.let();

        assertThatThrownBy(hasty::join).hasCauseInstanceOf(ProblemException.class);
        assertThat(shown(patient.join())).hasSize(2);
    }

    @Test
    void failureOfFrontu_isMetTwiceAndNoMore() {
        frontu.answerAll(503);
        frontu.close();
        var reads = IntStream.range(0, 30)
                .mapToObj(i -> begin(node, ALL, Demand.NONE))
                .toList();
        awaitAsked(1);
        frontu.open();

        assertThat(reads).allSatisfy(read -> assertThatThrownBy(read::join).hasMessageContaining("frontu-unavailable"));
        assertThat(frontu.asked()).isEqualTo(2);
    }

    @Test
    void oneFailureOfFrontu_failsTheOneWhoAskedAndNobodyElse() {
        frontu.answerAll(503);
        frontu.close();
        var reads = IntStream.range(0, 30)
                .mapToObj(i -> begin(node, ALL, Demand.NONE))
                .toList();
        await().atMost(PATIENCE).until(() -> frontu.held() == 1);
        frontu.answerAll(200);
        frontu.open();

        await().atMost(PATIENCE).until(() -> reads.stream().allMatch(CompletableFuture::isDone));
        assertThat(reads)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .hasSize(1);
        assertThat(frontu.asked()).isEqualTo(2);
    }

    @Test
    void withinGrace_thereIsOneRefresh_overAllReplicas() {
        var graceful = Settings.usual().withGrace(Duration.ofSeconds(60));
        var replicas = IntStream.range(0, 3)
                .mapToObj(i -> BED.node(frontu, frontu.clock, graceful))
                .toList();
        replicas.forEach(replica -> replica.list(ALL));
        pass(20);
        frontu.put("a", "changed");
        frontu.close();

        for (int i = 0; i < 60; i++) {
            assertThat(replicas.get(i % 3).list(ALL).provenance().left()).isNegative();
        }
        awaitAsked(2);
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> frontu.asked() == 2);
        frontu.open();

        replicas.forEach(replica ->
                await().atMost(PATIENCE).until(() -> shown(replica.list(ALL)).contains("a=changed")));
        assertThat(frontu.asked()).isEqualTo(2);
        assertThat(frontu.calls.get(1).priority()).isEqualTo(Priority.BACKGROUND);
    }

    @Test
    void leaderThatStandsStill_isReplaced_andItsLateResultDropped() {
        var dead = new DeadReplica(BED, ALL);
        dead.claim();

        var read = node.list(ALL);

        assertThat(shown(read)).containsExactly("a=one", "b=two");
        assertThat(dead.land()).isEqualTo(Store.Standing.LOST);
        assertThat(shown(BED.node(frontu, frontu.clock, Settings.usual()).list(ALL)))
                .containsExactly("a=one", "b=two");
        assertThat(frontu.asked()).isEqualTo(1);
    }

    /** A replica whose answers from Redis are late when they take longer than usual. */
    private CacheBed.Node hasty(Relay relay) {
        var redis = BED.connection("redis://127.0.0.1:" + relay.port(), Duration.ofMillis(250));
        return BED.node(redis, frontu, frontu.clock, Settings.usual());
    }

    @Test
    void lookThatIsAnsweredLate_isTakenAgain_andWhatIsReadServesAll() {
        var relay = processes.relay(BED.server.uri().getPort());
        var hasty = hasty(relay);
        relay.holdOnce("fg:{g:default}", Duration.ofMillis(400));

        assertThat(shown(hasty.list(ALL))).hasSize(2);

        assertThat(relay.hasHeld()).isTrue();
        assertThat(shown(node.list(ALL))).hasSize(2);
        assertThat(frontu.asked()).isEqualTo(1);
    }

    @Test
    void claimThatIsAnsweredLate_isMadeAgain_andTheOtherReplicaFollowed() {
        var relay = processes.relay(BED.server.uri().getPort());
        var hasty = hasty(relay);
        hasty.list(since(1_000L));
        node.list(since(1_000L));
        int before = frontu.asked();
        frontu.close();
        relay.holdOnce(Script.named("cache-claim").digest(), Duration.ofMillis(400));

        var late = begin(hasty, ALL, Demand.NONE);
        await().atMost(PATIENCE).until(relay::hasHeld);
        var other = begin(node, ALL, Demand.NONE);
        awaitAsked(before + 1);
        await().during(Duration.ofMillis(700)).atMost(PATIENCE).until(() -> frontu.asked() == before + 1);
        frontu.open();

        assertThat(shown(late.join())).isEqualTo(shown(other.join())).hasSize(2);
        assertThat(frontu.asked()).isEqualTo(before + 1);
    }

    /** Ten minutes of polling: every change is shown to each of twenty pollers at most a lifetime and a second after it was made. */
    @Test
    void pollersWithDifferentUpdatedSince_costWhatOneCosts_andMissNothing() {
        long now = frontu.clock.second();
        var replicas = List.of(node, BED.node(frontu, frontu.clock, Settings.usual()));
        var seen = IntStream.range(0, 20)
                .mapToObj(i -> new HashMap<String, Integer>())
                .toList();
        var written = new TreeMap<Integer, String>();
        int expiries = 40;
        for (int second = 0; second < expiries * 16; second += 4) {
            pass(4);
            written.put(second, "p" + second % 28);
            frontu.put("p" + second % 28, Integer.toString(second));
            for (int i = 0; i < 20; i++) {
                var from = now - 60L * ((i * 7) % 20) + second / 2;
                var read = replicas.get(i % 2).list(since(from));
                assertThat(read.age()).isLessThanOrEqualTo(Duration.ofSeconds(16));
                var poller = seen.get(i);
                json(read).path("items").forEach(item -> take(poller, item));
                written.headMap(second - 16, true)
                        .forEach((at, guid) ->
                                assertThat(poller.getOrDefault(guid, -1)).isGreaterThanOrEqualTo(at));
            }
        }

        assertThat(frontu.asked()).isLessThanOrEqualTo((int) (expiries * 1.05) + 1);
    }

    private static void take(Map<String, Integer> poller, JsonNode item) {
        var guid = item.path("guid").asText();
        if (guid.startsWith("p")) {
            poller.merge(guid, Integer.valueOf(item.path("title").asText()), Math::max);
        }
    }

    @Test
    void garbageInRedis_isIgnoredAndReplaced() {
        node.list(ALL);
        var keys = new ArrayList<String>();
        node.redis
                .send(Request.cmd(Command.KEYS).arg("fg:c:*"))
                .await()
                .atMost(PATIENCE)
                .forEach(key -> keys.add(key.toString()));
        assertThat(keys).hasSize(1);
        node.redis
                .send(Request.cmd(Command.SET).arg(keys.get(0)).arg("F9 garbage"))
                .await()
                .atMost(PATIENCE);

        var other = BED.node(frontu, frontu.clock, Settings.usual());
        assertThat(shown(other.list(ALL))).hasSize(2);
        assertThat(shown(BED.node(frontu, frontu.clock, Settings.usual()).list(ALL)))
                .hasSize(2);

        assertThat(frontu.asked()).isEqualTo(2);
    }

    @Test
    void whatRedisHolds_isBounded() {
        node = BED.node(frontu, frontu.clock, Settings.usual().withRoom(1 << 20, 4096));
        fill(90);
        for (int i = 0; i < 60; i++) {
            node.list(since(2L + i), 10 + i % 5);
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored()).isLessThanOrEqualTo(4096));
    }

    private long stored() {
        long sum = 0;
        for (var key :
                node.redis.send(Request.cmd(Command.KEYS).arg("fg:c:*")).await().atMost(PATIENCE)) {
            sum += node.redis
                    .send(Request.cmd(Command.STRLEN).arg(key.toString()))
                    .await()
                    .atMost(PATIENCE)
                    .toLong();
        }
        return sum;
    }

    @Test
    void memory_isBounded_andTheAnswersRightAllTheSame() {
        node = BED.node(frontu, frontu.clock, Settings.usual().withRoom(1 << 20, 512 << 20));
        var text = "x".repeat(20_000);
        IntStream.range(0, 80).forEach(i -> frontu.put("t" + i, text + i));

        for (int round = 0; round < 3; round++) {
            for (int limit = 1; limit <= 82; limit += 9) {
                assertThat(shown(node.list(ALL, limit))).hasSize(limit);
            }
            assertThat(node.cache.bytes()).isLessThanOrEqualTo(1 << 20);
        }
    }

    @Test
    void whatSomebodyElsePutUnderOurKeys_isReplaced() {
        for (var key : List.of("fg:{g:default}", "fg:{c}:index", "fg:{c}:sizes")) {
            command(Command.SET, key, "of another type");
        }
        var other = BED.node(frontu, frontu.clock, Settings.usual());

        assertThat(shown(node.list(ALL))).isEqualTo(shown(other.list(ALL))).hasSize(2);
        frontu.put("a", "written");
        other.written();

        await().atMost(PATIENCE).until(() -> shown(node.list(ALL)).contains("a=written"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(command(Command.TYPE, "fg:{c}:index")).isEqualTo("zset");
            assertThat(command(Command.TYPE, "fg:{c}:sizes")).isEqualTo("hash");
        });
    }

    @Test
    void agreementOfAnotherType_isReplaced() {
        node.list(ALL);
        await().atMost(PATIENCE).until(() -> stored() > 0);
        var entry = keys().get(0);
        command(Command.SET, entry + ":flight", "of another type");
        frontu.put("a", "written");
        node.written();

        assertThat(shown(node.list(ALL))).contains("a=written");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(command(Command.TYPE, entry + ":flight")).isEqualTo("none"));
    }

    @Test
    void entryThatClaimsToBeOfTheFuture_isNotBelieved() {
        pass(3600);
        BED.node(frontu, frontu.clock, Settings.usual()).list(ALL);
        await().atMost(PATIENCE).until(() -> stored() > 0);
        pass(-3000);
        frontu.put("a", "changed");

        assertThat(shown(node.list(ALL))).contains("a=changed");
    }

    @Test
    void entryThatClaimsToBeginInTheFuture_isReplaced() {
        node.list(ALL);
        await().atMost(PATIENCE).until(() -> stored() > 0);
        var entry = keys().get(0);
        command(Command.SET, entry, "F2" + "9".repeat(16) + "garbage");

        BED.node(frontu, frontu.clock, Settings.usual()).list(ALL);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(command(Command.GET, entry)).doesNotContain("9999999999999999"));
    }

    private String command(Command command, String... arguments) {
        var request = Request.cmd(command);
        List.of(arguments).forEach(request::arg);
        return String.valueOf(CacheBed.result(node.redis.send(request)));
    }

    private List<String> keys() {
        return CacheBed.result(node.redis.send(Request.cmd(Command.KEYS).arg("fg:c:*"))).stream()
                .map(Object::toString)
                .filter(key -> !key.endsWith(":flight"))
                .toList();
    }

    @Test
    void invalidation_reachesOtherReplicas_alsoWhenTheMessageIsLost() {
        var other = BED.node(frontu, frontu.clock, Settings.usual());
        other.list(ALL);
        frontu.put("a", "written");
        // Replaced behind the backs of all: no message is sent.
        node.redis
                .send(Request.cmd(Command.HSET)
                        .arg("fg:{g:default}")
                        .arg("tasks")
                        .arg("another"))
                .await()
                .atMost(PATIENCE);
        long since = System.nanoTime();

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> shown(other.list(ALL)).contains("a=written"));

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void writeThatIsDoneWhileRedisIsAway_isToldWhenItIsBack() {
        var relay = processes.relay(BED.server.uri().getPort());
        var writer = hasty(relay);
        assertThat(shown(writer.list(ALL))).isEqualTo(shown(node.list(ALL)));
        relay.cut();
        frontu.put("a", "written");
        assertThatThrownBy(writer::written).isInstanceOf(StoreUnavailable.class);
        relay.restore();

        await().atMost(PATIENCE).until(() -> shown(node.list(ALL)).contains("a=written"));
        await().atMost(PATIENCE).until(() -> shown(writer.list(ALL)).contains("a=written"));
    }

    @Test
    void withoutRedis_memoryGoesOn_andSaysThatNobodyLooked() {
        var bed = new CacheBed();
        var alone = bed.node(frontu, frontu.clock, Settings.usual());
        alone.list(ALL);
        bed.server.close();
        await().atMost(PATIENCE).until(() -> !alone.redis.isUp());

        await().atMost(PATIENCE).until(() -> alone.list(ALL).provenance().detail() == Detail.STORE_UNREACHABLE);
        pass(20);
        assertThat(shown(alone.list(ALL))).hasSize(2);
        assertThat(frontu.asked()).isEqualTo(2);
        assertThat(alone.list(ALL).provenance().result()).isEqualTo(Result.HIT);
        bed.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutRedis_whereFrontuFails_theStaleAnswerIsServed_butNotForEver(boolean quotaSpent) {
        var bed = new CacheBed();
        var alone = bed.node(frontu, frontu.clock, Settings.usual());
        alone.list(ALL);
        bed.server.close();
        await().atMost(PATIENCE).until(() -> !alone.redis.isUp());
        await().atMost(PATIENCE).until(() -> alone.list(ALL).provenance().detail() == Detail.STORE_UNREACHABLE);
        if (quotaSpent) {
            frontu.refuseAll();
        } else {
            frontu.answerAll(503);
        }
        pass(3600);

        var read = alone.list(ALL);

        assertThat(shown(read)).containsExactly("a=one", "b=two");
        assertThat(read.age()).isEqualTo(Duration.ofSeconds(3600));
        assertThat(read.provenance().result()).isEqualTo(Result.STALE);
        assertThat(read.provenance().detail()).isEqualTo(Detail.STALE_IF_ERROR);
        assertThat(read.provenance().isHit()).isEqualTo(quotaSpent);
        // A lifetime of 15 s and an hour beyond it.
        pass(16);
        assertThatThrownBy(() -> alone.list(ALL)).isInstanceOf(ProblemException.class);
        bed.close();
    }

    /** There is no generation then either that would tell one account's rows from another's. */
    @Test
    void withoutRedis_accountsAreKeptApart() {
        var bed = new CacheBed();
        var second = new TinyFrontu();
        second.put("a", "another's");
        var theirs = new Reader("second", "billing", Duration.ofSeconds(5), 100);
        var alone = bed.node(
                call -> (call.account().equals("second") ? second : frontu).send(call), frontu.clock, Settings.usual());
        bed.server.close();
        await().atMost(PATIENCE).until(() -> !alone.redis.isUp());

        for (int i = 0; i < 2; i++) {
            assertThat(shown(alone.list(ALL))).containsExactly("a=one", "b=two");
            var single = alone.cache.one(theirs, TASKS, Identity.GUID, "a", Demand.NONE);
            assertThat(CacheBed.json(CacheBed.result(single)).path("title").asText())
                    .isEqualTo("another's");
            assertThat(shown(CacheBed.result(alone.asking(theirs, ALL, 100, Demand.NONE))))
                    .containsExactly("a=another's");
        }
        assertThat(frontu.asked()).isEqualTo(1);
        assertThat(second.asked()).isEqualTo(2);
        bed.close();
    }
}
