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

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Operation.DeadReason;
import io.frontugateway.queue.Operation.State;
import io.frontugateway.queue.WriteQueue.Pair;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes one request, and stays one. */
@NullUnmarked
class QueueMergingRedisTest {
    private static final Problem WRONG = Problem.of(Reason.FRONTU_UNAVAILABLE, "wrong");

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
    void unsentUpserts_becomeOneRequest_andEndWithOneResult() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        var first = accepted(idle, Writes.bySystemId("A").with("a", 1).with("b", 1));
        var second = accepted(idle, Writes.bySystemId("A").with("a", 2).with("c", 3));

        var queue = rig.replica(TestWrites.DEFAULT.merging());
        var merged = over(queue, second);

        assertThat(rig.frontu.writes())
                .containsExactly(new JsonObject()
                        .put("systemId", "A")
                        .put("a", 2)
                        .put("b", 1)
                        .put("c", 3));
        assertThat(merged.mergedInto()).isEqualTo(first.id());
        assertThat(merged.result()).isEqualTo(now(queue, first).result());
        assertThat(now(queue, first).mergedInto()).isNull();
    }

    @Test
    void whatMustNotBeMerged_isNot() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        result(idle.learn(ACCOUNT, "tasks", List.of(new Pair("g", "A"))));
        accepted(idle, Writes.bySystemId("A").with("n", 1).withNeverTwice("status", 1));
        accepted(idle, Writes.bySystemId("A").with("n", 2).withNeverTwice("status", 2));
        accepted(idle, Writes.bySystemId("A").with("n", 3).apart());
        accepted(idle, Writes.bySystemId("A").with("n", 4));
        accepted(idle, Writes.byGuid("g").with("n", 5)); // another name: it may be a rename
        accepted(idle, Writes.byGuid("g").with("n", 6).from("crm"));
        accepted(idle, Writes.byGuid("g").with("n", 7).from("crm").mustExist());
        var last = accepted(
                idle, Writes.byGuid("g").with("n", 8).from("crm").mustExist().once());

        over(rig.replica(TestWrites.DEFAULT.merging()), last);

        assertThat(rig.frontu.writes())
                .extracting(body -> body.getInteger("n"))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void refusalOfAMergedRequest_isUndone_andEachIsSentAlone() {
        rig.frontu.answering(call -> ScriptedFrontu.body(call).getInteger("n") == 2
                ? ScriptedFrontu.refused("two")
                : ScriptedFrontu.echo(call));
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        var operations = IntStream.range(1, 3)
                .mapToObj(n -> accepted(idle, Writes.bySystemId("A").with("n", n)))
                .toList();

        var queue = rig.replica(TestWrites.DEFAULT.merging());

        assertThat(over(queue, operations.get(1)).reason()).isEqualTo(DeadReason.REFUSED);
        assertThat(over(queue, operations.get(0)).state()).isEqualTo(State.DONE);
        assertThat(rig.frontu.writes()).extracting(body -> body.getInteger("n")).containsExactly(2, 1, 2);
    }

    @Test
    void mergedRequest_hasAtMostAHundredWrites() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        var operations = IntStream.range(0, 130)
                .mapToObj(n -> accepted(idle, Writes.bySystemId("A").with("n", n)))
                .toList();

        over(rig.replica(TestWrites.DEFAULT.merging()), operations.get(129));

        assertThat(rig.frontu.writes()).extracting(body -> body.getInteger("n")).containsExactly(99, 129);
    }

    @Test
    void mergedRequest_hasAtMostOneMiB() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        var operations = IntStream.range(0, 3)
                .mapToObj(n ->
                        accepted(idle, Writes.bySystemId("A").with("n", n).with("text" + n, "x".repeat(400 << 10))))
                .toList();

        over(rig.replica(TestWrites.DEFAULT.merging()), operations.get(2));

        assertThat(rig.frontu.writes()).extracting(body -> body.getInteger("n")).containsExactly(1, 2);
    }

    @Test
    void writesOfAResourceThatIsSetApart_areNotMerged() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        IntStream.range(0, 2).forEach(n -> accepted(idle, Writes.bySystemId("A").with("n", n)));
        IntStream.range(2, 4)
                .forEach(n -> accepted(idle, Writes.bySystemId("A").in("places").with("n", n)));
        var last = accepted(idle, Writes.bySystemId("A").with("n", 4));

        over(rig.replica(TestWrites.DEFAULT.merging().apart("tasks")), last);

        await().atMost(PATIENCE).until(() -> rig.frontu.writes().size() == 4);
        assertThat(rig.frontu.writes()).extracting(body -> body.getInteger("n")).containsExactlyInAnyOrder(0, 1, 3, 4);
    }

    @Test
    void sameWriteAfterAnOpenOutcome_isSentAsItWas_whateverWasAcceptedMeanwhile() {
        var lost = new java.util.concurrent.atomic.AtomicBoolean(true);
        rig.frontu.answering(call -> lost.getAndSet(false) ? ScriptedFrontu.lost() : ScriptedFrontu.echo(call));
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        accepted(idle, Writes.bySystemId("A").with("a", 1));
        accepted(idle, Writes.bySystemId("A").with("b", 1));
        var queue = rig.replica(TestWrites.DEFAULT.merging().hold(Duration.ofSeconds(1)));
        await().until(() -> rig.frontu.writes().size() == 1);
        var last = accepted(queue, Writes.bySystemId("A").with("a", 2));
        over(queue, last);

        var sent = rig.frontu.writes();
        assertThat(sent).hasSize(3);
        assertThat(sent.get(1))
                .isEqualTo(sent.get(0))
                .isEqualTo(new JsonObject().put("systemId", "A").put("a", 1).put("b", 1));
    }

    @Test
    void requestThatFailed_isTakenApart_whereAnotherWriteTurnsOutToBelongBetween() {
        var last = threeOfWhichTwoFailedAsOne(false);

        over(rig.replica(TestWrites.DEFAULT.merging()), last);

        assertThat(rig.frontu.writes()).extracting(body -> body.getInteger("n")).containsExactly(1, 2, 3);
    }

    @Test
    void requestThatMayHaveHadAnEffect_goesAsItWas_andWhatItOvertookAnotherWriteWithGoesOnceMore() {
        var last = threeOfWhichTwoFailedAsOne(true);

        var queue = rig.replica(TestWrites.DEFAULT.merging());
        over(queue, last);

        assertThat(rig.frontu.writes()).extracting(body -> body.getInteger("n")).containsExactly(3, 2, 3);
        assertThat(rig.frontu.writes().get(0).getInteger("first")).isEqualTo(1);
        assertThat(now(queue, last).mergedInto()).isNull();
        assertThat(rig.load()).isEqualTo("0 0");
    }

    /** The first and the third became one request, which failed; then all three turn out to be of one item. */
    private Operation threeOfWhichTwoFailedAsOne(boolean open) {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        accepted(idle, Writes.byGuid("g").with("n", 1).with("first", 1));
        accepted(idle, Writes.bySystemId("s").with("n", 2));
        var last = accepted(idle, Writes.byGuid("g").with("n", 3));
        var scripts = rig.scripts(TestWrites.DEFAULT.hold(Duration.ofMillis(10)));
        result(scripts.beat("a", true, Duration.ofSeconds(30)));
        var claims =
                there(result(scripts.claim("a", 5, ",", 1 << 20, List.of()))).claims();
        assertThat(claims).extracting(claim -> claim.writes().size()).containsExactly(2, 1);
        result(scripts.failed(claims.get(0), new Verdict.Failed(WRONG, Duration.ZERO, open, true)));
        result(scripts.unsent(claims.get(1), "", Duration.ZERO));
        result(idle.learn(ACCOUNT, "tasks", List.of(new Pair("g", "s"))));
        return last;
    }
}
