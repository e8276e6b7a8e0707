package io.frontugateway.queue;

import static io.frontugateway.queue.QueueRig.ACCOUNT;
import static io.frontugateway.queue.QueueRig.PATIENCE;
import static io.frontugateway.queue.QueueRig.accepted;
import static io.frontugateway.queue.QueueRig.now;
import static io.frontugateway.queue.QueueRig.over;
import static io.frontugateway.queue.QueueRig.result;
import static io.frontugateway.queue.QueueRig.there;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.queue.Operation.DeadReason;
import io.frontugateway.queue.Operation.State;
import io.frontugateway.queue.Operation.WaitingFor;
import io.frontugateway.queue.WriteQueue.Pair;
import io.frontugateway.upstream.BreakingUpstream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One test for each way in which such queues lose, reorder or double writes. */
@NullUnmarked
class QueueTrapsRedisTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir
    Path data;

    private QueueRig rig;

    @BeforeEach
    void start() {
        rig = new QueueRig(data);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    // ---- identity ----

    @Test
    void writesUnderTwoNames_keepOneOrder_whenThePairIsLearnedWhileTheyWait() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        accepted(idle, Writes.byGuid("g").with("number", 1));
        accepted(idle, Writes.bySystemId("s").with("number", 2));
        accepted(idle, Writes.byGuid("g").with("number", 3));
        var last = accepted(idle, Writes.bySystemId("s").with("number", 4));

        result(idle.learn(ACCOUNT, "tasks", List.of(new Pair("g", "s"))));
        over(rig.replica(TestWrites.DEFAULT), last);

        assertThat(numbers()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void pairsOfAList_areLearnedWhereAWaitingWriteGoesByOneOfThem() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        accepted(idle, Writes.byGuid("g").with("number", 1));
        accepted(idle, Writes.bySystemId("s").with("number", 2));
        var last = accepted(idle, Writes.byGuid("g").with("number", 3));

        result(idle.learnNeeded(ACCOUNT, "tasks", List.of(new Pair("other", "else"), new Pair("g", "s"))));
        result(idle.learnNeeded(ACCOUNT, "tasks", List.of(new Pair("g", "s"))));
        over(rig.replica(TestWrites.DEFAULT), last);

        assertThat(numbers()).containsExactly(1, 2, 3);
        var other =
                Request.cmd(Command.HEXISTS).arg("fg:{w:default}:alias:tasks").arg("g:other");
        assertThat(QueueRig.there(rig.command(other)).toInteger()).isZero();
    }

    @Test
    void pairThatWasShownBeforeAnythingWaited_isRemembered() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        result(scripts.learn("tasks", false, List.of(new Pair("g", "s"))));
        accept(scripts, Writes.bySystemId("s"));
        accept(scripts, Writes.byGuid("g"));

        var first = claim(scripts, "a", 5, List.of());
        assertThat(first).hasSize(1);
        assertThat(first.get(0).lead().systemId()).isEqualTo("s");
    }

    @Test
    void pairsAreRemembered_inAFixedRoom() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        idle.remember(ACCOUNT, "tasks", List.of(new Pair("g", "s")));
        await().until(() -> keys("pairs:*") == 1);
        var place = there(rig.command(Request.cmd(Command.KEYS).arg("*:pairs:*")))
                .get(0)
                .toString();
        // Guids whose digests begin alike are not to be had cheaply, so the place is filled by hand.
        rig.command(Request.cmd(Command.DEL).arg(place));
        for (int i = 0; i < 128; i++) {
            rig.command(Request.cmd(Command.HSET).arg(place).arg("x" + i).arg("y"));
        }

        result(idle.learnNeeded(ACCOUNT, "tasks", List.of(new Pair("g", "s"), new Pair("g", "x".repeat(2000)))));

        var all = there(rig.command(Request.cmd(Command.HVALS).arg(place)));
        assertThat(all.size()).isEqualTo(128);
        assertThat(all).allMatch(systemId -> systemId.toString().length() == 1);
    }

    @Test
    void pairThatDidNotArrive_isToldAgain() {
        var told = new ToldPairs();
        var pair = List.of(new Pair("g", "s"));
        assertThat(told.news(ACCOUNT, "tasks", pair)).isEqualTo(pair);
        assertThat(told.news(ACCOUNT, "tasks", pair)).isEmpty();
        assertThat(told.news(ACCOUNT, "clients", pair)).isEqualTo(pair);

        told.forget(ACCOUNT, "tasks", pair);

        assertThat(told.news(ACCOUNT, "tasks", pair)).isEqualTo(pair);
    }

    @Test
    void unitedEntity_isClaimableOnceBothAttemptsHaveSettled() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        accept(scripts, Writes.byGuid("g"));
        accept(scripts, Writes.bySystemId("s"));
        var both = claim(scripts, "a", 5, List.of());
        accept(scripts, Writes.bySystemId("s"));
        result(scripts.learn("tasks", true, List.of(new Pair("g", "s"))));

        assertThat(claim(scripts, "a", 5, tokens(both))).isEmpty();
        result(scripts.done(both.get(0), "", Learned.NOTHING, null));
        assertThat(claim(scripts, "a", 5, tokens(both))).isEmpty();
        result(scripts.done(both.get(1), "", Learned.NOTHING, null));
        assertThat(claim(scripts, "a", 5, List.of())).hasSize(1);
    }

    @Test
    void rename_unitesWhatItNames_untilThatIsDrained() {
        rig.frontu.answering(call -> ScriptedFrontu.refused("taken"));
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        result(idle.learn(ACCOUNT, "tasks", List.of(new Pair("g1", "s1"), new Pair("g2", "s2"))));
        accepted(idle, Writes.bySystemId("s2").with("number", 1));
        accepted(idle, Writes.to("g1", "s2").with("number", 2));
        var last = accepted(idle, Writes.byGuid("g1").with("number", 3));

        over(rig.replica(TestWrites.DEFAULT), last);

        assertThat(numbers()).containsExactly(1, 2, 3);
    }

    @Test
    void longBoxes_areUnitedWithoutBeingMoved() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        for (int i = 0; i < 150; i++) {
            accepted(idle, Writes.byGuid("g").with("number", 2 * i));
            accepted(idle, Writes.bySystemId("s").with("number", 2 * i + 1));
        }
        result(idle.learn(ACCOUNT, "tasks", List.of(new Pair("g", "s"))));
        var last = accepted(idle, Writes.byGuid("g").with("number", 300));

        over(rig.replica(TestWrites.DEFAULT), last);

        assertThat(numbers()).hasSize(301).isSorted();
    }

    @Test
    void itemThatIsKnownByItsGuidOnly_isNotSentAgain_whereItMayHaveBeenMade() {
        rig.frontu.answering(
                call -> call.body() == null ? ScriptedFrontu.json(404, new JsonObject()) : ScriptedFrontu.lost());
        var queue = rig.replica(TestWrites.DEFAULT);

        var dead = over(queue, accepted(queue, Writes.byGuid("g").in("clients")));

        assertThat(dead.reason()).isEqualTo(DeadReason.OUTCOME_UNKNOWN);
        assertThat(rig.frontu.writes()).hasSize(1);
    }

    @Test
    void changesUnderTwoNames_areSentInOrder_whereOnlyTheLookShowsThatTheyAreOfOneItem() {
        rig.frontu.taking(Duration.ofMillis(30));
        rig.frontu.answering(call -> call.body() == null
                ? ScriptedFrontu.json(200, new JsonObject().put("guid", "g").put("systemId", "s"))
                : ScriptedFrontu.echo(call));
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        accepted(idle, Writes.byGuid("g").in("clients").mustExist().with("number", 1));
        var last =
                accepted(idle, Writes.bySystemId("s").in("clients").mustExist().with("number", 2));

        over(rig.replica(TestWrites.DEFAULT), last);

        assertThat(numbers()).containsExactly(1, 2);
    }

    @Test
    void changeUnderANameThatTheItemHadBefore_makesNoOther() {
        rig.frontu.answering(call -> call.body() == null && !call.target().contains("new")
                ? ScriptedFrontu.json(404, new JsonObject())
                : ScriptedFrontu.json(200, new JsonObject().put("guid", "g").put("systemId", "new")));
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        result(idle.learn(ACCOUNT, "clients", List.of(new Pair("g", "old"))));
        accepted(idle, Writes.to("g", "new").in("clients").mustExist().with("number", 1));
        var waiting = accepted(
                idle, Writes.bySystemId("old").in("clients").mustExist().with("number", 2));
        var queue = rig.replica(TestWrites.DEFAULT);

        assertThat(over(queue, waiting).reason()).isEqualTo(DeadReason.NOT_FOUND);
        var later = accepted(
                queue, Writes.bySystemId("old").in("clients").mustExist().with("number", 3));
        assertThat(over(queue, later).reason()).isEqualTo(DeadReason.NOT_FOUND);
        var byTheNew = accepted(
                queue, Writes.bySystemId("new").in("clients").mustExist().with("number", 4));
        assertThat(over(queue, byTheNew).state()).isEqualTo(State.DONE);
        assertThat(numbers()).containsExactly(1, 4);
    }

    @Test
    void renameThatAReadShows_isOneToo() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        result(idle.learn(ACCOUNT, "clients", List.of(new Pair("g", "old"))));
        result(idle.learnNeeded(ACCOUNT, "clients", List.of(new Pair("g", "new"))));
        var queue = rig.replica(TestWrites.DEFAULT);

        var byTheOld = accepted(
                queue, Writes.bySystemId("old").in("clients").mustExist().with("number", 1));

        assertThat(over(queue, byTheOld).reason()).isEqualTo(DeadReason.NOT_FOUND);
        assertThat(numbers()).isEmpty();
    }

    // ---- order ----

    @Test
    void poison_delaysNobodyElse() {
        rig.frontu.answering(call -> ScriptedFrontu.name(call).equals("poison")
                ? ScriptedFrontu.lost()
                : ScriptedFrontu.name(call).equals("bad")
                        ? ScriptedFrontu.refused("always")
                        : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT);
        var poison = accepted(queue, Writes.bySystemId("poison"));
        accepted(queue, Writes.bySystemId("bad"));

        IntStream.range(0, 50)
                .forEach(i -> assertThat(over(queue, accepted(queue, Writes.bySystemId("E" + i)))
                                .state())
                        .isEqualTo(State.DONE));

        assertThat(now(queue, poison).isOver()).isFalse();
    }

    // ---- outages ----

    @Test
    void outage_spendsNoAttempts_howeverManyTrialsItTakes() {
        var settings = new BreakingUpstream.Settings(2, 0.5, Duration.ofMillis(50));
        rig.way = new BreakingUpstream(rig.frontu, List.of(ACCOUNT), settings, new SimpleMeterRegistry());
        rig.frontu.answering(call -> ScriptedFrontu.json(503, new JsonObject()));
        var queue = rig.replica(TestWrites.DEFAULT.attempts(2));
        var operations = List.of(
                accepted(queue, Writes.bySystemId("A")),
                accepted(queue, Writes.bySystemId("B").in("clients").mustExist()),
                accepted(queue, Writes.bySystemId("C")));

        // One attempt more and each would be given up.
        await().atMost(PATIENCE).until(() -> rig.frontu.calls().size() >= 9);

        // All but the one by which the breaker could not see an outage yet.
        assertThat(operations.stream()
                        .mapToInt(operation -> now(queue, operation).attempts())
                        .sum())
                .isLessThanOrEqualTo(1);
        rig.frontu.answering(call -> call.body() == null
                ? ScriptedFrontu.json(200, new JsonObject().put("guid", "g").put("systemId", "B"))
                : ScriptedFrontu.echo(call));
        operations.forEach(
                operation -> assertThat(over(queue, operation).state()).isEqualTo(State.DONE));
    }

    // ---- pauses ----

    @Test
    void forbidden_pausesTheAccount_whereAReadWithTheSameKeyIsForbiddenToo() {
        rig.frontu.answering(call -> ScriptedFrontu.json(403, new JsonObject()));
        var queue = rig.replica(TestWrites.DEFAULT);
        var operation = accepted(queue, Writes.bySystemId("A"));

        await().atMost(PATIENCE).until(() -> now(queue, operation).waitingFor() == WaitingFor.ACCOUNT_PAUSED);

        assertThat(now(queue, operation).state()).isEqualTo(State.QUEUED);
        assertThat(now(queue, operation).attempts()).isZero();
    }

    @Test
    void keyIsTriedByOneAtATime_andAnotherKeyAtOnce() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        var span = Duration.ofSeconds(30);
        assertThat(result(scripts.probe("bad", span))).isEqualTo("none");
        result(scripts.pause("bad", 401));

        assertThat(result(scripts.probe("bad", span))).isEqualTo("wait");
        assertThat(result(scripts.probe("good", span))).isEqualTo("probe");
        assertThat(result(scripts.probe("good", span))).isEqualTo("wait");
        assertThat(result(scripts.probe("bad", Duration.ZERO))).isEqualTo("probe");
    }

    // ---- shares ----

    @Test
    void oneClientsBacklog_doesNotDelayAnothersSingleWrite() {
        rig.frontu.taking(Duration.ofMillis(10));
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        IntStream.range(0, 400)
                .forEach(i -> accepted(idle, Writes.bySystemId("E" + i).from("crm")));
        var queue = rig.replica(TestWrites.DEFAULT);
        await().until(() -> rig.frontu.writes().size() > 20);

        over(queue, accepted(queue, Writes.bySystemId("single")));

        assertThat(rig.frontu.writes().size()).isLessThan(300);
    }

    @Test
    void clients_areServedByTheirWeights_andEachTheOldestFirst() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        for (int i = 0; i < 40; i++) {
            accept(scripts, Writes.bySystemId("H" + i).from("heavy").weighing(3));
            accept(scripts, Writes.bySystemId("L" + i).from("light"));
        }

        var taken = claim(scripts, "a", 40, List.of()).stream()
                .map(claim -> claim.lead().systemId())
                .toList();

        assertThat(taken.stream().filter(name -> name.startsWith("H"))).hasSize(30);
        assertThat(taken.stream().filter(name -> name.startsWith("H")).limit(3)).containsExactly("H0", "H1", "H2");
    }

    // ---- what is stored ----

    @Test
    void everyKey_isOfOneSlot_andNoneExpiresByItself() {
        rig.frontu.answering(call ->
                ScriptedFrontu.name(call).equals("bad") ? ScriptedFrontu.refused("no") : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT);
        over(queue, accepted(queue, Writes.bySystemId("A").verbatim().keyed("k", "f")));
        over(queue, accepted(queue, Writes.bySystemId("bad")));

        there(rig.command(Request.cmd(Command.KEYS).arg("*"))).forEach(key -> {
            assertThat(key.toString()).startsWith("fg:{w:default}:");
            assertThat(there(rig.command(Request.cmd(Command.TTL).arg(key.toString())))
                            .toInteger())
                    .isEqualTo(-1);
        });
    }

    @Test
    void bodyGoesWithTheEndOfItsOperation_andTheRestWhenItsTimeIsOver() {
        var queue = rig.replica(TestWrites.DEFAULT);
        var operation = over(queue, accepted(queue, Writes.bySystemId("A").keyed("k", "f")));
        assertThat(keys("body:*")).isZero();

        for (var timed : List.of("sweep", "idem", "entities")) {
            rig.age(timed);
        }
        await().atMost(PATIENCE).until(() -> keys("op:*") == 0 && keys("ent:*") == 0 && keys("alias:*") == 0);
        assertThat(result(queue.find(ACCOUNT, operation.id()))).isEmpty();
        assertThat(keys("idem*") + keys("of:*") + keys("st:*") + keys("all")).isZero();
    }

    private int keys(String pattern) {
        return there(rig.command(Request.cmd(Command.KEYS).arg("fg:{w:default}:" + pattern)))
                .size();
    }

    private List<Integer> numbers() {
        return rig.frontu.writes().stream()
                .map(body -> body.getInteger("number"))
                .toList();
    }

    private static String accept(WriteScripts scripts, Writes write) {
        var id = Ulid.next();
        result(scripts.accept(List.of(new Arrival(id, write.write(), ""))));
        return id;
    }

    private static List<Claim> claim(WriteScripts scripts, String owner, int most, List<String> known) {
        return there(result(scripts.claim(owner, most, ",", 1 << 20, known))).claims();
    }

    private static List<String> tokens(List<Claim> claims) {
        return claims.stream().map(Claim::token).toList();
    }
}
