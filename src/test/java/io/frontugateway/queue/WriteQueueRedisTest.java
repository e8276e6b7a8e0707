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

import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Operation.DeadReason;
import io.frontugateway.queue.Operation.State;
import io.frontugateway.queue.Operation.WaitingFor;
import io.frontugateway.queue.WriteQueue.Pair;
import io.frontugateway.testing.CollectedLog;
import io.frontugateway.upstream.Call;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteQueueRedisTest {
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

    @Test
    void acceptedWrite_isSent_andDoneWithFrontusAnswer() {
        var queue = rig.replica(TestWrites.DEFAULT);

        var operation = accepted(queue, Writes.bySystemId("A-17").with("title", "new"));
        assertThat(operation.state()).isEqualTo(State.QUEUED);
        var done = over(queue, operation);

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.attempts()).isEqualTo(1);
        assertThat(done.guid()).isEqualTo("guid-of-A-17");
        assertThat(done.systemId()).isEqualTo("A-17");
        assertThat(there(done.result()).path("title").asText()).isEqualTo("new");
        assertThat(rig.changed).containsExactly("tasks");
    }

    @Test
    void writesToOneEntity_goInOrder_oneAtATime_whileOthersGoBesideThem() {
        rig.frontu.taking(Duration.ofMillis(10));
        var queue = rig.replica(TestWrites.DEFAULT);
        var other = rig.replica(TestWrites.DEFAULT);

        var writes = new ArrayList<Submission>();
        IntStream.range(0, 200)
                .forEach(i -> writes.add(
                        Writes.bySystemId("E" + i % 20).with("number", i).write()));
        var operations = result(queue.acceptAll(writes)).stream()
                .map(accepted -> ((Accepted.New) accepted).operation())
                .toList();
        operations.forEach(operation -> over(other, operation));

        assertThat(rig.frontu.overlapped()).isFalse();
        assertThat(rig.frontu.mostAtOnce()).isGreaterThan(4);
        var byEntity = new ConcurrentHashMap<String, List<Integer>>();
        rig.frontu
                .writes()
                .forEach(body -> byEntity.computeIfAbsent(body.getString("systemId"), entity -> new ArrayList<>())
                        .add(body.getInteger("number")));
        assertThat(byEntity).hasSize(20);
        byEntity.values().forEach(numbers -> assertThat(numbers).hasSize(10).isSorted());
    }

    @Test
    void sameIdempotencyKey_isTheSameOperation_andWithAnotherRequestARefusal() {
        var queue = rig.replica(TestWrites.DEFAULT);
        var first = accepted(queue, Writes.bySystemId("A").keyed("k", "f1"));

        var again = result(queue.accept(Writes.bySystemId("A").keyed("k", "f1").write()));
        var other = result(queue.accept(Writes.bySystemId("B").keyed("k", "f2").write()));
        var otherClient = result(
                queue.accept(Writes.bySystemId("A").from("crm").keyed("k", "f1").write()));

        assertThat(((Accepted.Repeated) again).operation().id()).isEqualTo(first.id());
        assertThat(((Accepted.Refused) other).problem().reason()).isEqualTo(Reason.IDEMPOTENCY_KEY_REUSED);
        assertThat(otherClient).isInstanceOf(Accepted.New.class);
    }

    @Test
    void failures_areRetriedInPlace_untilTheyPass() {
        var failures = new AtomicInteger(3);
        rig.frontu.answering(call -> failures.getAndDecrement() > 0
                ? ScriptedFrontu.json(500, new JsonObject())
                : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT);

        long began = System.nanoTime();
        var first = accepted(queue, Writes.bySystemId("A").with("number", 1));
        var second = accepted(queue, Writes.bySystemId("A").with("number", 2));

        assertThat(over(queue, second).state()).isEqualTo(State.DONE);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("a quarter of a second, a half and one, where Frontu does not ask for more")
                .isLessThan(Duration.ofSeconds(4));
        assertThat(now(queue, first).attempts()).isEqualTo(4);
        assertThat(rig.frontu.writes())
                .extracting(body -> body.getInteger("number"))
                .containsExactly(1, 1, 1, 1, 2);
    }

    @Test
    void refusedWrite_isDeadWithFrontusAnswer_andHoldsNobodyBack() {
        rig.frontu.answering(call -> ScriptedFrontu.body(call).getInteger("number") == 1
                ? ScriptedFrontu.refused("no such status")
                : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT);

        var first = accepted(queue, Writes.bySystemId("A").with("number", 1));
        var second = accepted(queue, Writes.bySystemId("A").with("number", 2));

        assertThat(over(queue, second).state()).isEqualTo(State.DONE);
        var dead = now(queue, first);
        assertThat(dead.state()).isEqualTo(State.DEAD);
        assertThat(dead.reason()).isEqualTo(DeadReason.REFUSED);
        assertThat(there(dead.problem()).reason()).isEqualTo(Reason.FRONTU_REFUSED);
        assertThat(there(dead.problem()).members().get("upstream")).asString().contains("no such status");
    }

    @Test
    void attemptsAreLimited() {
        rig.frontu.answering(call -> ScriptedFrontu.noConnection());
        var queue = rig.replica(TestWrites.DEFAULT.attempts(2));

        var dead = over(queue, accepted(queue, Writes.bySystemId("A")));

        assertThat(dead.reason()).isEqualTo(DeadReason.ATTEMPTS_EXHAUSTED);
        assertThat(dead.attempts()).isEqualTo(2);
    }

    @Test
    void whatNeverLeaves_spendsNoAttempt() {
        var refusals = new AtomicInteger(5);
        rig.frontu.answering(
                call -> refusals.getAndDecrement() > 0 ? ScriptedFrontu.noSlot() : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT.attempts(1));

        var done = over(queue, accepted(queue, Writes.bySystemId("A")));

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.attempts()).isEqualTo(1);
    }

    @Test
    void afterAnOpenOutcome_theSameWriteGoesAgain_andTheNextWaits() {
        var first = new AtomicInteger(1);
        var times = new ConcurrentHashMap<Integer, Long>();
        rig.frontu.answering(call -> {
            int number = ScriptedFrontu.body(call).getInteger("number");
            times.put(number, System.nanoTime());
            return first.getAndDecrement() > 0 ? ScriptedFrontu.lost() : ScriptedFrontu.echo(call);
        });
        var hold = Duration.ofMillis(1500);
        var queue = rig.replica(TestWrites.DEFAULT.hold(hold));

        long began = System.nanoTime();
        accepted(queue, Writes.bySystemId("A").with("number", 1));
        var second = accepted(queue, Writes.bySystemId("A").with("number", 2));
        await().until(() -> times.size() == 1 && rig.frontu.writes().size() == 2);
        assertThat(now(queue, second).waitingFor()).isEqualTo(WaitingFor.EARLIER_WRITE);
        over(queue, second);

        assertThat(rig.frontu.writes())
                .extracting(body -> body.getInteger("number"))
                .containsExactly(1, 1, 2);
        assertThat(Duration.ofNanos(there(times.get(2)) - began)).isGreaterThanOrEqualTo(hold);
    }

    @Test
    void openOutcomeOfWhatCannotBeRepeated_isTheEnd() {
        rig.frontu.answering(call -> ScriptedFrontu.lost());
        var queue = rig.replica(TestWrites.DEFAULT);

        var dead = over(queue, accepted(queue, Writes.bySystemId("A").once()));

        assertThat(dead.reason()).isEqualTo(DeadReason.OUTCOME_UNKNOWN);
        assertThat(rig.frontu.writes()).hasSize(1);
    }

    @Test
    void aChangeOfWhatDoesNotExist_isNotSent() {
        var queue = rig.replica(TestWrites.DEFAULT);

        var dead =
                over(queue, accepted(queue, Writes.byGuid("gone").in("clients").mustExist()));

        assertThat(dead.reason()).isEqualTo(DeadReason.NOT_FOUND);
        assertThat(rig.frontu.writes()).isEmpty();
    }

    @Test
    void aChangeOfWhatOnlyAListShows_isLookedForThere() {
        var known = new JsonObject().put("guid", "g1").put("systemId", "A");
        rig.frontu.answering(call -> call.body() == null
                ? ScriptedFrontu.json(
                        200,
                        new JsonObject()
                                .put("items", new JsonArray().add(known))
                                .put("next_page", 0))
                : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT);

        var done = over(
                queue,
                accepted(queue, Writes.bySystemId("A").in("equipment-models").mustExist()));
        var dead = over(
                queue,
                accepted(queue, Writes.byGuid("g2").in("equipment-models").mustExist()));

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(dead.reason()).isEqualTo(DeadReason.NOT_FOUND);
        assertThat(rig.frontu.writes()).hasSize(1);
    }

    @Test
    void aChangeOfWhatMayBeBeyondWhatIsSearched_isNotSaidNotToBeFound() {
        rig.frontu.answering(call -> ScriptedFrontu.json(200, rows(call)));
        var queue = rig.replica(TestWrites.DEFAULT);
        var change = Writes.bySystemId("beyond").in("equipment-models").mustExist();

        var dead = over(queue, accepted(queue, change));

        assertThat(dead.reason()).isEqualTo(DeadReason.REFUSED);
        assertThat(there(dead.problem()).reason()).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(rig.frontu.writes()).isEmpty();
        result(queue.learn(ACCOUNT, "equipment-models", List.of(new Pair("g", "beyond"))));
        rig.frontu.answering(ScriptedFrontu::echo);
        result(queue.replay(ACCOUNT, dead.id(), false));
        assertThat(over(queue, dead).state()).isEqualTo(State.DONE);
    }

    /** The page that is asked for, of a list that goes on and on. */
    private static JsonObject rows(Call call) {
        var page = Integer.parseInt(call.target().replaceAll(".*[?&]page=(\\d+).*", "$1"));
        var rows = new JsonArray();
        for (int i = 0; i < 100; i++) {
            rows.add(new JsonObject().put("guid", "g" + page + "-" + i).put("systemId", "s" + page + "-" + i));
        }
        return new JsonObject().put("items", rows).put("next_page", page + 1);
    }

    @Test
    void aChangeOfWhatExists_isSentAfterOneLook_andThenWithoutOne() {
        rig.frontu.answering(call -> call.body() == null
                ? ScriptedFrontu.json(200, new JsonObject().put("guid", "g1").put("systemId", "A"))
                : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT);

        over(queue, accepted(queue, Writes.byGuid("g1").in("clients").mustExist()));
        var second =
                over(queue, accepted(queue, Writes.bySystemId("A").in("clients").mustExist()));

        assertThat(second.state()).isEqualTo(State.DONE);
        assertThat(rig.frontu.calls()).hasSize(3);
    }

    @Test
    void queueThatIsFull_saysWhenToComeBack() {
        var queue = rig.idle(TestWrites.DEFAULT.queued(3)).queue();
        IntStream.range(0, 2)
                .forEach(i -> accepted(queue, Writes.bySystemId("A" + i).atMost(2)));

        var clients = (Accepted.Refused)
                result(queue.accept(Writes.bySystemId("X").atMost(2).write()));
        accepted(queue, Writes.bySystemId("B").from("crm"));
        var all = (Accepted.Refused)
                result(queue.accept(Writes.bySystemId("Y").from("crm").write()));

        assertThat(clients.problem().reason()).isEqualTo(Reason.QUEUE_FULL);
        assertThat(clients.problem().retryAfter()).isPositive();
        assertThat(all.problem().reason()).isEqualTo(Reason.QUEUE_FULL);
    }

    /** One entity's writes go one after another, however much of the quota is free. */
    @Test
    void queueThatIsFull_saysWhenAPlaceWillBeFree_byHowTheyHaveComeFree() {
        rig.frontu.taking(Duration.ofMillis(1500));
        var queue = rig.replica(TestWrites.DEFAULT);
        var first = accepted(queue, Writes.bySystemId("A").atMost(3));
        accepted(queue, Writes.bySystemId("A").atMost(3));
        accepted(queue, Writes.bySystemId("A").atMost(3));
        over(queue, first);
        accepted(queue, Writes.bySystemId("A").atMost(3));

        var full = (Accepted.Refused)
                result(queue.accept(Writes.bySystemId("A").atMost(3).write()));
        var wait = there(full.problem().retryAfter());

        assertThat(wait).isBetween(Duration.ofMillis(700), Duration.ofMillis(2500));
        long asked = System.nanoTime();
        await().until(() -> System.nanoTime() - asked > wait.plusMillis(500).toNanos());
        accepted(queue, Writes.bySystemId("A").atMost(3));
    }

    @Test
    void cancelled_isNotSent_andWhatIsSentCannotBeCancelled() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        var cancelled = accepted(idle, Writes.bySystemId("A").with("number", 1));
        var kept = accepted(idle, Writes.bySystemId("A").with("number", 2));

        assertThat(result(idle.cancel(ACCOUNT, cancelled.id()))).isInstanceOf(Decision.Done.class);
        var queue = rig.replica(TestWrites.DEFAULT);
        over(queue, kept);

        assertThat(now(queue, cancelled).state()).isEqualTo(State.CANCELLED);
        assertThat(rig.frontu.writes()).hasSize(1);
        var late = (Decision.Refused) result(queue.cancel(ACCOUNT, kept.id()));
        assertThat(late.problem().reason()).isEqualTo(Reason.OPERATION_NOT_CANCELLABLE);
    }

    @Test
    void dead_isSentAgain_butNotBehindANewerOne() {
        rig.frontu.answering(call -> ScriptedFrontu.refused("not yet"));
        var queue = rig.replica(TestWrites.DEFAULT);
        var first = over(queue, accepted(queue, Writes.bySystemId("A").with("number", 1)));
        rig.frontu.answering(ScriptedFrontu::echo);

        assertThat(result(queue.replay(ACCOUNT, first.id(), false))).isInstanceOf(Decision.Done.class);
        assertThat(over(queue, first).state()).isEqualTo(State.DONE);

        rig.frontu.answering(call -> ScriptedFrontu.refused("not yet"));
        var second = over(queue, accepted(queue, Writes.bySystemId("A").with("number", 2)));
        rig.frontu.answering(ScriptedFrontu::echo);
        over(queue, accepted(queue, Writes.bySystemId("A").with("number", 3)));

        var refused = (Decision.Refused) result(queue.replay(ACCOUNT, second.id(), false));
        assertThat(refused.problem().reason()).isEqualTo(Reason.NEWER_WRITE_DONE);
        assertThat(result(queue.replayAll(new OperationFilter(ACCOUNT, null, null, null, null))))
                .isEqualTo(new WriteQueue.Replayed(0, 1));
        assertThat(result(queue.replay(ACCOUNT, second.id(), true))).isInstanceOf(Decision.Done.class);
        assertThat(over(queue, second).state()).isEqualTo(State.DONE);
    }

    @Test
    void deadOfOneEntity_areAllReplayed_inTheirOrder_howeverManyThereAre() {
        rig.frontu.answering(call -> ScriptedFrontu.refused("not yet"));
        var queue = rig.replica(TestWrites.DEFAULT);
        var operations = IntStream.range(0, 150)
                .mapToObj(i -> accepted(queue, Writes.bySystemId("A").with("number", i)))
                .toList();
        over(queue, operations.get(149));
        rig.frontu.answering(ScriptedFrontu::echo);

        assertThat(result(queue.replayAll(new OperationFilter(ACCOUNT, null, null, null, null))))
                .isEqualTo(new WriteQueue.Replayed(150, 0));

        over(queue, operations.get(149));
        assertThat(rig.frontu.writes().stream().skip(150).map(body -> body.getInteger("number")))
                .hasSize(150)
                .isSorted();
    }

    @Test
    void operations_areListedNewestFirst_byWhatTheyAre() {
        rig.frontu.answering(call -> ScriptedFrontu.body(call).getInteger("number") % 2 == 0
                ? ScriptedFrontu.refused("even")
                : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT);
        var all = IntStream.range(0, 7)
                .mapToObj(i -> accepted(queue, Writes.bySystemId("E" + i).with("number", i)))
                .toList();
        all.forEach(operation -> over(queue, operation));

        var dead = new OperationFilter(ACCOUNT, "billing", State.DEAD, "tasks", DeadReason.REFUSED);
        var page = result(queue.list(dead, null, 3));
        var rest = result(queue.list(dead, page.next(), 3));

        assertThat(page.items())
                .extracting(Operation::id)
                .containsExactly(all.get(6).id(), all.get(4).id(), all.get(2).id());
        assertThat(rest.items())
                .extracting(Operation::id)
                .containsExactly(all.get(0).id());
        assertThat(rest.next()).isNull();
        var other = new OperationFilter(ACCOUNT, "crm", null, null, null);
        assertThat(result(queue.list(other, null, 10)).items()).isEmpty();
    }

    @Test
    void unmetKey_pausesTheAccount_andAGoodOneLetsItGoOn() {
        rig.frontu.answering(call -> ScriptedFrontu.json(401, new JsonObject()));
        var queue = rig.replica(TestWrites.DEFAULT);
        var operation = accepted(queue, Writes.bySystemId("A"));

        await().atMost(PATIENCE).until(() -> now(queue, operation).waitingFor() == WaitingFor.ACCOUNT_PAUSED);
        assertThat(now(queue, operation).attempts()).isZero();
        rig.frontu.answering(ScriptedFrontu::echo);
        rig.key = "key-2"; // tried at once, since nobody has tried it yet

        assertThat(over(queue, operation).state()).isEqualTo(State.DONE);
    }

    @Test
    void forbiddenFeature_isARefusal_whereTheKeyIsGood() {
        rig.frontu.answering(call -> call.body() == null
                ? ScriptedFrontu.json(200, new JsonObject())
                : ScriptedFrontu.json(403, new JsonObject().put("message", "feature is off")));
        var queue = rig.replica(TestWrites.DEFAULT);

        assertThat(over(queue, accepted(queue, Writes.bySystemId("A"))).reason())
                .isEqualTo(DeadReason.REFUSED);
    }

    @Test
    void verbatimAnswer_isKeptAsItCame() {
        var queue = rig.replica(TestWrites.DEFAULT);
        var done = over(queue, accepted(queue, Writes.bySystemId("A").verbatim()));
        assertThat(there(done.answer()).status()).isEqualTo(200);
        assertThat(there(done.answer()).body().toJsonObject().getString("systemId"))
                .isEqualTo("A");

        rig.frontu.answering(call -> ScriptedFrontu.refused("as it is"));
        var dead = over(queue, accepted(queue, Writes.bySystemId("A").verbatim()));
        assertThat(there(dead.answer()).status()).isEqualTo(400);
        assertThat(there(dead.answer()).body().toString()).contains("as it is");
    }

    @Test
    void settled_waitsForTheWritesSoFar() {
        rig.frontu.taking(Duration.ofMillis(200));
        var queue = rig.replica(TestWrites.DEFAULT);
        var item = List.of(new Submission.Related("tasks", null, "A"));
        assertThat(result(queue.settled(ACCOUNT, item, Duration.ZERO))).isTrue();

        var operation = accepted(queue, Writes.bySystemId("A"));
        assertThat(result(queue.settled(ACCOUNT, item, Duration.ZERO))).isFalse();
        assertThat(result(queue.settled(ACCOUNT, item, PATIENCE))).isTrue();
        assertThat(now(queue, operation).state()).isEqualTo(State.DONE);
    }

    @Test
    void strictDurability_refusesWhereRedisCouldForget() {
        rig.configure("appendfsync", "everysec");
        var writing = rig.idle(TestWrites.DEFAULT.strict());
        var log = CollectedLog.of(Durability.class.getName(), Level.WARNING);
        writing.start();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(writing.degradations())
                        .anyMatch(degradation -> degradation.detail().contains("appendfsync")));
        var refused = (Accepted.Refused)
                result(writing.queue().accept(Writes.bySystemId("A").write()));
        assertThat(refused.problem().reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.text()).contains("may lose acknowledged writes", "appendfsync"));
        log.close();
    }

    @Test
    void unknownOperation_isNone() {
        var queue = rig.idle(TestWrites.DEFAULT).queue();

        assertThat(result(queue.find(ACCOUNT, Ulid.next()))).isEmpty();
        assertThat(result(queue.find(ACCOUNT, "../etc"))).isEmpty();
        assertThat(result(queue.cancel(ACCOUNT, "x"))).isInstanceOf(Decision.Unknown.class);
    }
}
