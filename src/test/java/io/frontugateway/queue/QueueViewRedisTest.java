package io.frontugateway.queue;

import static io.frontugateway.queue.QueueRig.ACCOUNT;
import static io.frontugateway.queue.QueueRig.PATIENCE;
import static io.frontugateway.queue.QueueRig.accepted;
import static io.frontugateway.queue.QueueRig.now;
import static io.frontugateway.queue.QueueRig.over;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

import io.frontugateway.problem.Degradation;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Operation.DeadReason;
import io.frontugateway.queue.Operation.WaitingFor;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Reply;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of writes that wait, and of the queue itself. */
@NullUnmarked
class QueueViewRedisTest {
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
    void writeForWhichThereIsNoSlot_waitsForTheQuota() {
        rig.frontu.answering(call -> ScriptedFrontu.noSlot());
        var queue = rig.replica(TestWrites.DEFAULT);
        var operation = accepted(queue, Writes.bySystemId("A"));

        await().atMost(PATIENCE).until(() -> now(queue, operation).waitingFor() == WaitingFor.QUOTA);

        assertThat(now(queue, operation).attempts()).isZero();
    }

    @Test
    void writeThatIsHeldBack_waitsForTheBreaker() {
        var open = Problem.of(Reason.FRONTU_UNAVAILABLE, "open").retryAfter(Duration.ofSeconds(1));
        rig.frontu.answering(call -> new Reply.Failed(open, Reply.Sent.NOT_TRIED));
        var queue = rig.replica(TestWrites.DEFAULT);
        var operation = accepted(queue, Writes.bySystemId("A"));

        await().atMost(PATIENCE).until(() -> now(queue, operation).waitingFor() == WaitingFor.BREAKER);

        assertThat(now(queue, operation).attempts()).isZero();
    }

    @Test
    void estimate_isByThePaceAndWhatIsAhead_andNotBeforeTheNextAttempt() {
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        var fifth = IntStream.range(0, 5)
                .mapToObj(i -> accepted(idle, Writes.bySystemId("E" + i)))
                .reduce((before, after) -> after)
                .orElseThrow();
        assertThat(Duration.between(fifth.createdAt(), fifth.estimatedAt())).isEqualTo(Duration.ofMillis(500));
        assertThat(now(idle, fifth).estimatedAt()).isAfterOrEqualTo(fifth.estimatedAt());

        rig.frontu.answering(call -> ScriptedFrontu.noConnection());
        rig.replica(TestWrites.DEFAULT);
        await().atMost(PATIENCE)
                .until(() ->
                        now(idle, fifth).attempts() >= 4 && now(idle, fifth).waitingFor() == WaitingFor.BACKOFF);
        var failed = now(idle, fifth);
        assertThat(failed.estimatedAt()).isAfterOrEqualTo(failed.nextAttemptAt());
    }

    @Test
    void writeThatFailsOnceMore_isGivenUp_whenItIsOldEnough() {
        rig.frontu.answering(call -> ScriptedFrontu.noConnection());
        var queue = rig.replica(TestWrites.DEFAULT.lasting(Duration.ofMillis(500)));

        var dead = over(queue, accepted(queue, Writes.bySystemId("A")));

        assertThat(dead.reason()).isEqualTo(DeadReason.ATTEMPTS_EXHAUSTED);
        assertThat(dead.attempts()).isBetween(2, 4);
        assertThat(Duration.between(dead.createdAt(), dead.updatedAt())).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void writesAndTheLooksBeforeThem_areOfTheirOwnClassInTheQuota() {
        rig.frontu.answering(call -> call.body() == null
                ? ScriptedFrontu.json(200, new JsonObject().put("guid", "g").put("systemId", "A"))
                : ScriptedFrontu.echo(call));
        var queue = rig.replica(TestWrites.DEFAULT);

        over(queue, accepted(queue, Writes.bySystemId("A").in("clients").mustExist()));

        assertThat(rig.frontu.calls()).hasSize(2).extracting(Call::priority).containsOnly(Priority.WRITE);
    }

    @Test
    void whatRedisCannotPromise_isSaid_andNothingBeforeItIsKnown() {
        rig.configure("appendfsync", "everysec");
        var writing = rig.idle(TestWrites.DEFAULT);
        assertThat(writing.members().get("redis")).asInstanceOf(MAP).containsEntry("durable", null);
        assertThat(writing.account(ACCOUNT).get("queue")).asInstanceOf(MAP).containsEntry("queued", null);

        writing.start();

        await().atMost(PATIENCE).until(() -> !writing.degradations().isEmpty());
        assertThat(writing.degradations()).extracting(Degradation::reason).containsExactly("store-not-durable");
        assertThat(writing.degradations().get(0).detail()).contains("appendfsync is everysec");
        assertThat(writing.members().get("redis")).asInstanceOf(MAP).containsEntry("durable", false);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(writing.account(ACCOUNT).get("queue"))
                        .asInstanceOf(MAP)
                        .containsEntry("queued", 0L));
    }
}
