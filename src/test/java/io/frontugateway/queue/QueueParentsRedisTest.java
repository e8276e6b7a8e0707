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

import io.frontugateway.queue.Operation.State;
import io.frontugateway.queue.Operation.WaitingFor;
import io.frontugateway.queue.WriteQueue.Pair;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that wait for earlier ones to the items they refer to, and whom that does not concern. */
@NullUnmarked
class QueueParentsRedisTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PROMPT = Duration.ofSeconds(3);

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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void children_waitForEarlierWritesToTheirParents_underEitherName(boolean asked) {
        rig.frontu.taking(Duration.ofSeconds(1));
        var queue = rig.replica(TestWrites.DEFAULT);
        var shown = List.of(new Pair("g", "s"));
        result(asked ? queue.learn(ACCOUNT, "clients", shown) : queue.learnNeeded(ACCOUNT, "clients", shown));

        accepted(queue, Writes.bySystemId("s").in("clients").with("number", 1));
        var child = accepted(
                queue, Writes.bySystemId("w").in("workspaces").with("number", 2).after("clients", "g", "g"));
        accepted(queue, Writes.bySystemId("s").in("clients").with("number", 3));
        await().until(() -> rig.frontu.writes().size() == 1);
        assertThat(now(queue, child).waitingFor()).isEqualTo(WaitingFor.EARLIER_WRITE);
        over(queue, child);

        assertThat(numbers().indexOf(2)).isGreaterThan(numbers().indexOf(1));
        assertThat(rig.frontu.writes().get(0).getInteger("number")).isEqualTo(1);
    }

    @Test
    void manyChildren_areAllSentOnceTheirParentIs() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        accepted(idle, Writes.bySystemId("parent").in("clients"));
        var children = IntStream.range(0, 250)
                .mapToObj(i -> accepted(
                        idle, Writes.bySystemId("w" + i).in("workspaces").after("clients", null, "parent")))
                .toList();

        var queue = rig.replica(TestWrites.DEFAULT);
        children.forEach(child -> assertThat(over(queue, child).state()).isEqualTo(State.DONE));
    }

    @Test
    void childrenOfAParentThatKeepsFailing_delayNeitherOtherClientsNorOtherEntities_andGoInOrderOnceItIsDone() {
        var failing = new AtomicBoolean(true);
        rig.frontu.answering(call -> failing.get() && ScriptedFrontu.name(call).equals("parent")
                ? ScriptedFrontu.noConnection()
                : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT.atOnce(1));
        var parent = accepted(queue, Writes.bySystemId("parent").in("clients"));
        var children = IntStream.range(0, 500)
                .mapToObj(i -> accepted(queue, child("w" + i).with("number", i)))
                .toList();
        await().atMost(PATIENCE).until(() -> now(queue, parent).attempts() >= 3);

        for (int i = 0; i < 20; i++) {
            doneWithin(
                    PROMPT,
                    queue,
                    accepted(queue, Writes.bySystemId("other" + i).from("crm")));
            doneWithin(PROMPT, queue, accepted(queue, Writes.bySystemId("own" + i)));
        }
        assertThat(now(queue, children.get(499)).waitingFor()).isEqualTo(WaitingFor.EARLIER_WRITE);

        failing.set(false);
        over(queue, parent);
        doneWithin(Duration.ofSeconds(10), queue, children.get(499));
        children.forEach(child -> assertThat(now(queue, child).state()).isEqualTo(State.DONE));
        assertThat(numbers()).hasSize(500).isSorted();
    }

    @Test
    void settledParent_wakesOnlyWhatItsNextWriteLetsGo() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        for (int i = 0; i < 3; i++) {
            accept(scripts, Writes.bySystemId("parent").in("clients").apart());
            accept(scripts, child("w" + i));
        }
        var parent = claim(scripts, "a").get(0);

        assertThat(result(scripts.done(parent, "", Learned.NOTHING, null))).isEqualTo("ok");

        assertThat(listed("waiting:clients:1")).containsExactly("workspaces:3", "workspaces:4");
        assertThat(claim(scripts, "a"))
                .extracting(claim -> claim.lead().systemId())
                .containsExactly("w0", "parent");
    }

    @Test
    void clientOfWhichEverythingHasToWait_doesNotTakeTheWholeOfAClaim() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        accept(scripts, Writes.bySystemId("parent").in("clients"));
        IntStream.range(0, 150).forEach(i -> accept(scripts, child("w" + i)));
        accept(scripts, Writes.bySystemId("other").from("crm"));

        assertThat(claim(scripts, "a"))
                .extracting(claim -> claim.lead().systemId())
                .containsExactlyInAnyOrder("parent", "other");
    }

    @Test
    void whatNotAllWasLookedAtOf_isAskedForAgainAtOnce() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        accept(scripts, Writes.bySystemId("parent").in("clients"));
        IntStream.range(0, 30).forEach(i -> accept(scripts, child("w" + i)));
        var parent = there(result(scripts.claim("a", 10, ",", 1 << 20, List.of())));

        assertThat(parent.nextDue()).isEqualTo(Duration.ZERO);
        var rest = there(result(scripts.claim(
                "a", 10, ",", 1 << 20, List.of(parent.claims().get(0).token()))));
        assertThat(rest.claims()).isEmpty();
        assertThat(rest.nextDue()).isNull();
    }

    @Test
    void whatWaitsForAnItemThatTurnsOutToBeAnother_isSentOnceThatIsDone() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        for (int i = 0; i < 120; i++) {
            accept(scripts, Writes.byGuid("g").in("clients").apart());
            accept(scripts, Writes.bySystemId("parent").in("clients").apart());
        }
        var child = accepted(idle, child("w"));
        var both = claim(scripts, "a");
        both.forEach(claim -> result(scripts.unsent(claim, "", Duration.ZERO)));

        result(idle.learn(ACCOUNT, "clients", List.of(new Pair("g", "parent"))));

        over(rig.replica(TestWrites.DEFAULT), child);
        assertThat(rig.frontu.writes()).hasSize(241);
    }

    @Test
    void whatAReplicaOfAnOlderProgramLetWait_orForgotToWake_isSent() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        accept(scripts, Writes.bySystemId("parent").in("clients"));
        accept(scripts, child("old"));
        accept(scripts, child("new"));
        var parent = claim(scripts, "a").get(0);
        rig.command(Request.cmd(Command.ZREM).arg(key("waiting:clients:1")).arg("workspaces:2"));
        rig.command(Request.cmd(Command.SADD).arg(key("waiters:clients:1")).arg("workspaces:2"));
        result(scripts.done(parent, "", Learned.NOTHING, null));
        assertThat(claim(scripts, "a")).hasSize(2);

        accept(scripts, child("asleep").with("number", 1));
        rig.command(Request.cmd(Command.ZREM).arg(key("ready:billing")).arg("workspaces:4"));
        rig.command(
                Request.cmd(Command.HSET).arg(key("ent:workspaces:4")).arg("at").arg("w"));
        rig.command(
                Request.cmd(Command.ZADD).arg(key("waiting:clients:1")).arg(4).arg("workspaces:4"));
        rig.command(Request.cmd(Command.SADD).arg(key("awaited")).arg("clients:1"));
        result(scripts.sweep());

        assertThat(claim(scripts, "a"))
                .extracting(claim -> claim.lead().systemId())
                .contains("asleep");
        assertThat(listed("awaited")).isEmpty();
    }

    private List<Integer> numbers() {
        return rig.frontu.writes().stream()
                .filter(body -> body.containsKey("number"))
                .map(body -> body.getInteger("number"))
                .toList();
    }

    private static Writes child(String systemId) {
        return Writes.bySystemId(systemId).in("workspaces").after("clients", null, "parent");
    }

    private static void doneWithin(Duration time, WriteQueue queue, Operation operation) {
        var found = result(queue.await(ACCOUNT, operation.id(), time)).orElseThrow();
        assertThat(found.state()).isEqualTo(State.DONE);
    }

    private List<String> listed(String name) {
        var type = name.startsWith("waiting") ? Request.cmd(Command.ZRANGE) : Request.cmd(Command.SMEMBERS);
        type.arg(key(name));
        return there(rig.command(name.startsWith("waiting") ? type.arg(0).arg(-1) : type)).stream()
                .map(Object::toString)
                .toList();
    }

    private static String key(String name) {
        return "fg:{w:default}:" + name;
    }

    private static void accept(WriteScripts scripts, Writes write) {
        result(scripts.accept(List.of(new Arrival(Ulid.next(), write.write(), ""))));
    }

    private static List<Claim> claim(WriteScripts scripts, String owner) {
        return there(result(scripts.claim(owner, 10, ",", 1 << 20, List.of()))).claims();
    }
}
