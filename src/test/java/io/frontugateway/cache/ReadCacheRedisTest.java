package io.frontugateway.cache;

import static io.frontugateway.cache.CacheBed.TASKS;
import static io.frontugateway.cache.CacheBed.shown;
import static io.frontugateway.cache.CacheBed.since;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.frontugateway.cache.CacheBed.Settings;
import io.frontugateway.cache.Provenance.Detail;
import io.frontugateway.cache.Provenance.Result;
import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Reader;
import io.frontugateway.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadCacheRedisTest {
    private static final ListQuery ALL = ListQuery.all(TASKS);
    private static final CacheBed BED = new CacheBed();

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

    @Test
    void secondRead_costsNothing_andTellsItsAge() {
        var first = node.list(ALL);
        pass(10);
        var second = node.list(ALL);

        assertThat(first.provenance().result()).isEqualTo(Result.MISS);
        assertThat(first.provenance().stored()).isTrue();
        assertThat(second.provenance().result()).isEqualTo(Result.HIT);
        assertThat(second.age()).isEqualTo(Duration.ofSeconds(10));
        assertThat(second.provenance().left()).isEqualTo(Duration.ofSeconds(5));
        assertThat(second.body()).isSameAs(first.body());
        assertThat(frontu.asked()).isEqualTo(1);
        assertThat(node.saved).containsExactly("billing");
    }

    @Test
    void otherReplica_findsTheRowsInRedis() {
        node.list(ALL);
        var other = BED.node(frontu, frontu.clock, Settings.usual());

        assertThat(shown(other.list(ALL))).containsExactly("a=one", "b=two");
        assertThat(frontu.asked()).isEqualTo(1);
    }

    @Test
    void staleList_isBroughtUpToDateByAskingForChangesOnly() {
        node.list(ALL);
        long version = frontu.clock.second();
        pass(300);
        frontu.put("b", "changed");
        frontu.put("c", "new");

        var read = node.list(ALL);

        assertThat(shown(read)).containsExactly("a=one", "b=changed", "c=new");
        assertThat(read.provenance().result()).isEqualTo(Result.DELTA);
        assertThat(frontu.targets().get(1)).contains("version=" + (version - 120 - 1) + "&");
    }

    @Test
    void refreshThatFindsNothing_keepsTheBody() {
        var first = node.list(ALL);
        pass(20);
        var second = node.list(ALL);

        assertThat(second.body()).isSameAs(first.body());
        assertThat(second.age()).isZero();
        assertThat(second.asOf()).isEqualTo(frontu.clock.instant());
    }

    @ParameterizedTest(name = "changes are asked for: {0}")
    @ValueSource(booleans = {true, false})
    void refreshThatFindsNothing_keepsTheBody_onAnotherReplica(boolean delta) {
        var query = delta ? ALL : new ListQuery(TASKS, null, frontu.clock.second(), null, Map.of());
        var first = node.list(query);
        var other = BED.node(frontu, frontu.clock, Settings.usual());
        pass(20);

        assertThat(other.list(query).body().in(Coding.IDENTITY).etag())
                .isEqualTo(first.body().in(Coding.IDENTITY).etag());
        assertThat(frontu.asked()).isEqualTo(2);
        var third = BED.node(frontu, frontu.clock, Settings.usual());
        assertThat(third.list(query).body().in(Coding.IDENTITY).etag())
                .isEqualTo(first.body().in(Coding.IDENTITY).etag());
        pass(20);
        frontu.put("a", "changed");
        assertThat(third.list(query).body().in(Coding.IDENTITY).etag())
                .isNotEqualTo(first.body().in(Coding.IDENTITY).etag());
    }

    @Test
    void laterUpdatedSince_isAnsweredFromAnEarlierOne() {
        long begin = frontu.clock.second();
        pass(60);
        frontu.put("c", "three");
        node.list(since(begin - 10));

        var later = node.list(since(begin + 1));

        assertThat(shown(later)).containsExactly("c=three");
        assertThat(later.provenance().result()).isEqualTo(Result.SUBSUMED);
        assertThat(frontu.asked()).isEqualTo(1);
    }

    @Test
    void rowThatLeavesAFilter_leavesTheList() {
        frontu.put("c", "billed", false, true);
        var billed = new ListQuery(TASKS, null, null, null, Map.of("billStatus", "1"));
        assertThat(shown(node.list(billed))).containsExactly("c=billed");
        pass(30);
        frontu.put("c", "no more", false, false);
        frontu.put("a", "billed", false, true);

        var read = node.list(billed);

        assertThat(read.provenance().result()).isEqualTo(Result.DELTA);
        assertThat(shown(read)).containsExactly("a=billed");
        assertThat(frontu.targets().get(1)).doesNotContain("billStatus");
    }

    @Test
    void filterThatCannotBeEvaluatedHere_isReadInFull() {
        var query = new ListQuery(TASKS, null, null, null, Map.of("status", "100"));
        node.list(query);
        pass(30);

        assertThat(node.list(query).provenance().result()).isEqualTo(Result.MISS);
        assertThat(frontu.targets().get(1)).contains("status=100");
    }

    @Test
    void archivedRow_isInTheOneListAndNotInTheOther() {
        node.list(ALL);
        pass(30);
        frontu.put("a", "gone", true, false);
        var live = new ListQuery(TASKS, null, null, false, Map.of());
        var archived = new ListQuery(TASKS, null, null, true, Map.of());

        assertThat(shown(node.list(live))).containsExactly("b=two");
        assertThat(shown(node.list(archived))).containsExactly("a=gone");
        assertThat(frontu.asked()).isEqualTo(2);
    }

    /** What has been archived is not among the changes of such a list, so only a read in full shows that it has gone. */
    @Test
    void listThatHidesArchivedRows_isReadInFull(@TempDir Path folder) throws IOException {
        var overrides = Files.writeString(
                folder.resolve("catalogue.yaml"), "resources: {tasks: {list: {showsArchived: false}}}");
        var tasks =
                CatalogueLoader.load(() -> Optional.of(overrides)).find("tasks").orElseThrow();
        frontu.hidesArchived = true;
        assertThat(shown(node.list(ListQuery.all(tasks)))).containsExactly("a=one", "b=two");
        pass(30);
        frontu.put("a", "gone", true, false);
        frontu.put("c", "new");

        var read = node.list(ListQuery.all(tasks));

        assertThat(shown(read)).containsExactly("b=two", "c=new");
        assertThat(read.provenance().result()).isEqualTo(Result.MISS);
        assertThat(frontu.targets().get(1)).isEqualTo(frontu.targets().get(0)).doesNotContain("version=");
        var lately = new ListQuery(tasks, frontu.clock.second() - 60, null, null, Map.of());
        assertThat(shown(node.list(lately))).containsExactly("b=two", "c=new");
        assertThat(frontu.asked()).isEqualTo(2);
    }

    @Test
    void accountsAreKeptApart_inMemoryAndInRedis() {
        var second = new TinyFrontu();
        second.put("a", "another's");
        second.put("c", "another's too");
        Upstream both = call -> (call.account().equals("second") ? second : frontu).send(call);
        var theirs = new Reader("second", "billing", Duration.ofSeconds(5), 100);
        var replicas = IntStream.range(0, 2)
                .mapToObj(i -> BED.node(both, frontu.clock, Settings.usual()))
                .toList();

        // The first replica fills Redis and its own memory; the other finds it in Redis, and then in memory.
        for (var replica : List.of(replicas.get(0), replicas.get(0), replicas.get(1), replicas.get(1))) {
            assertThat(shown(replica.list(ALL))).containsExactly("a=one", "b=two");
            assertThat(shown(CacheBed.result(replica.asking(theirs, ALL, 100, Demand.NONE))))
                    .containsExactly("a=another's", "c=another's too");
            assertThat(title(replica.asking("a"))).isEqualTo("one");
            assertThat(title(one(replica, theirs, "a"))).isEqualTo("another's");
            assertThatThrownBy(() -> CacheBed.result(one(replica, theirs, "b"))).isInstanceOf(ProblemException.class);
        }
        assertThat(frontu.targets()).hasSize(1);
        assertThat(second.targets().stream().filter(target -> !target.contains("guid=b")))
                .hasSize(1);

        frontu.put("a", "written");
        replicas.get(0).written();

        assertThat(title(replicas.get(0).asking("a"))).isEqualTo("written");
        assertThat(title(one(replicas.get(0), theirs, "a"))).isEqualTo("another's");
        assertThat(second.targets().stream().filter(target -> !target.contains("guid=b")))
                .hasSize(1);
    }

    private static Uni<Answered> one(CacheBed.Node replica, Reader whose, String guid) {
        return replica.cache.one(whose, TASKS, Identity.GUID, guid, Demand.NONE);
    }

    private static String title(Uni<Answered> read) {
        return CacheBed.json(CacheBed.result(read)).path("title").asText();
    }

    @Test
    void rowFromTheFuture_doesNotBlindTheCache() {
        frontu.put(new TinyFrontu.Task("z", "S-z", 4_070_908_800L, false, false, "2099"));
        node.list(ALL);
        pass(30);
        frontu.put("b", "changed");

        assertThat(shown(node.list(ALL))).containsExactly("a=one", "b=changed", "z=2099");
    }

    @Test
    void changeThatShowsLateWithinTheOverlap_isSeen() {
        long early = frontu.clock.second();
        pass(100);
        frontu.put("b", "newer");
        node.list(ALL);
        pass(20);
        frontu.put(new TinyFrontu.Task("late", "S-late", early + 1, false, false, "late"));

        assertThat(shown(node.list(ALL))).contains("late=late");
    }

    @Test
    void fullRead_winsAlsoWithLowerVersions() {
        node.list(ALL);
        pass(3601);
        frontu.put(new TinyFrontu.Task("b", "S-b", 5, false, false, "restored from a backup"));

        var read = node.list(ALL);

        assertThat(read.provenance().result()).isEqualTo(Result.MISS);
        assertThat(shown(read)).containsExactly("a=one", "b=restored from a backup");
    }

    @Test
    void afterAWrite_bothReplicasReadAnew() {
        var other = BED.node(frontu, frontu.clock, Settings.usual());
        node.list(ALL);
        other.list(ALL);
        frontu.put("a", "written");

        node.written();

        assertThat(shown(node.list(ALL))).containsExactly("a=written", "b=two");
        await().atMost(CacheBed.PATIENCE).until(() -> shown(other.list(ALL)).contains("a=written"));
        assertThat(frontu.asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterAWrite_theListIsBroughtUpToDateByAskingForChangesOnly(boolean sameReplica) {
        for (int i = 0; i < 350; i++) {
            frontu.put("t" + i, "task " + i);
        }
        pass(600);
        frontu.put("y", "lately");
        node.list(ALL, 1000);
        pass(3);
        frontu.put("a", "written");
        frontu.put("t7", "gone", true, false);
        frontu.put("z", "new");
        node.written();
        int before = frontu.asked();
        var reader = sameReplica ? node : BED.node(frontu, frontu.clock, Settings.usual());

        var read = reader.list(new ListQuery(TASKS, null, null, false, Map.of()), 1000);

        assertThat(read.provenance().result()).isEqualTo(Result.DELTA);
        assertThat(shown(read)).hasSize(353).contains("a=written", "b=two", "t6=task 6", "z=new");
        assertThat(shown(read)).doesNotContain("t7=task 7", "t7=gone");
        assertThat(frontu.targets().subList(before, frontu.asked()))
                .singleElement()
                .asString()
                .contains("version=");
    }

    @Test
    void afterAWrite_frontuFails_andTheOldAnswerSaysSo() {
        node.list(ALL);
        node.written();
        frontu.answerAll(503);

        var read = node.list(ALL);

        assertThat(read.provenance().detail()).isEqualTo(Detail.INVALIDATED);
        assertThat(read.provenance().forwardStatus()).isEqualTo(503);
    }

    @Test
    void whereFrontuFails_theStaleAnswerIsServed_butNotForEver() {
        node.list(ALL);
        pass(60);
        frontu.answerAll(503);

        var read = node.list(ALL);

        assertThat(read.provenance()).isEqualTo(Provenance.staleAfter(503));
        pass(3600);
        assertThatThrownBy(() -> node.list(ALL)).isInstanceOf(ProblemException.class);
    }

    @Test
    void whereTheQuotaIsSpent_theStaleAnswerIsAHit() {
        node.list(ALL);
        pass(105);
        frontu.refuseAll();

        var read = node.list(ALL);

        assertThat(read.provenance().isHit()).isTrue();
        assertThat(read.provenance().left()).isEqualTo(Duration.ofSeconds(-90));
        assertThat(read.provenance().detail()).isEqualTo(Detail.STALE_IF_ERROR);
    }

    @Test
    void withinGrace_theStaleAnswerIsServedAtOnce_andRefreshedOnce() {
        node = BED.node(frontu, frontu.clock, Settings.usual().withGrace(Duration.ofSeconds(60)));
        node.list(ALL);
        pass(18);
        frontu.put("a", "changed");
        frontu.close();

        var stale = List.of(node.list(ALL), node.list(ALL), node.list(ALL));

        assertThat(stale).allSatisfy(read -> {
            assertThat(shown(read)).containsExactly("a=one", "b=two");
            assertThat(read.provenance().left()).isEqualTo(Duration.ofSeconds(-3));
            assertThat(read.provenance().result()).isEqualTo(Result.STALE);
        });
        frontu.open();
        await().atMost(CacheBed.PATIENCE).until(() -> shown(node.list(ALL)).contains("a=changed"));
        assertThat(frontu.asked()).isEqualTo(2);
        assertThat(frontu.calls.get(1).priority()).isEqualTo(io.frontugateway.upstream.Priority.BACKGROUND);
    }

    @Test
    void identicalReadsAtOnce_areOneRequest_overReplicas() {
        var nodes = List.of(
                node,
                BED.node(frontu, frontu.clock, Settings.usual()),
                BED.node(frontu, frontu.clock, Settings.usual()));
        frontu.close();
        var reads = new ArrayList<CompletableFuture<Answered>>();
        for (int i = 0; i < 300; i++) {
            reads.add(nodes.get(i % 3)
                    .asking(ALL, 100, Demand.NONE)
                    .subscribeAsCompletionStage()
                    .toCompletableFuture());
        }
        await().atMost(CacheBed.PATIENCE).until(() -> frontu.asked() > 0);
        frontu.open();

        assertThat(reads).allSatisfy(read -> assertThat(shown(read.join())).containsExactly("a=one", "b=two"));
        assertThat(frontu.asked()).isEqualTo(1);
    }

    @Test
    void noCache_asksEachTime_andNoStoreKeepsNothing() {
        var noCache = new Demand(true, false, false, null, null, null);
        var noStore = new Demand(false, true, false, null, null, null);

        assertThat(node.list(ALL, 100, noStore).provenance().stored()).isFalse();
        node.list(ALL);
        node.list(ALL, 100, noCache);

        assertThat(frontu.asked()).isEqualTo(3);
    }

    @Test
    void onlyIfCached_neverAsks() {
        var only = new Demand(false, false, true, null, null, null);

        assertThatThrownBy(() -> node.list(ALL, 100, only)).hasMessageContaining("not-cached");
        assertThat(frontu.asked()).isZero();
        node.list(ALL);
        assertThat(node.list(ALL, 100, only).provenance().isHit()).isTrue();
    }

    @Test
    void singleRead_isFilledFromAList_andKeptRight() {
        node.list(ALL);

        var one = node.one("b");

        assertThat(one.provenance().result()).isEqualTo(Result.SUBSUMED);
        assertThat(CacheBed.json(one).path("title").asText()).isEqualTo("two");
        pass(20);
        frontu.put("b", "changed");
        node.list(ALL);
        assertThat(CacheBed.json(node.one("b")).path("title").asText()).isEqualTo("changed");
        assertThat(frontu.asked()).isEqualTo(2);
    }

    @Test
    void pagesOfAHeldList_areThoseOfADirectRead() {
        for (int i = 0; i < 250; i++) {
            frontu.put("t" + i, "task " + i);
        }
        var whole = node.list(ALL, 1000);
        int asked = frontu.asked();

        var page = node.list(ALL, 150);

        assertThat(shown(whole)).hasSize(252);
        assertThat(shown(page)).isEqualTo(shown(whole).subList(0, 150));
        assertThat(CacheBed.json(page).path("next").asText())
                .isEqualTo("Position[page=2, offset=50, pageSize=100, firstGuid=a]");
        assertThat(frontu.asked()).isEqualTo(asked);
    }

    @Test
    void longList_isNotReadAheadOfWhatIsAskedFor() {
        for (int i = 0; i < 250; i++) {
            frontu.put("t" + i, "task " + i);
        }

        assertThat(shown(node.list(ALL, 100))).hasSize(100);
        assertThat(frontu.asked()).isEqualTo(1);
        assertThat(shown(node.list(ALL, 50))).hasSize(50);
        assertThat(shown(node.list(ALL, 100))).hasSize(100);
        assertThat(frontu.asked()).isEqualTo(1);
    }
}
