package io.frontugateway.queue;

import static io.frontugateway.queue.QueueRig.ACCOUNT;
import static io.frontugateway.queue.QueueRig.PATIENCE;
import static io.frontugateway.queue.QueueRig.accepted;
import static io.frontugateway.queue.QueueRig.over;
import static io.frontugateway.queue.QueueRig.result;
import static io.frontugateway.queue.QueueRig.there;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.frontugateway.queue.Operation.State;
import io.frontugateway.upstream.Departure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may send and settle, and what becomes of the writes of those who may no longer. */
@NullUnmarked
class QueueLeasesRedisTest {
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

    @Test
    void whoWasGivenUp_canSettleNothing() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        result(scripts.beat("b", true, LEASE));
        accept(scripts, Writes.bySystemId("A"));
        var held = claim(scripts, "a", 1, List.of()).get(0);

        takeOver(scripts, "a");
        var again = claim(scripts, "b", 1, List.of()).get(0);

        assertThat(again.lead().id()).isEqualTo(held.lead().id());
        assertThat(again.open()).isTrue();
        assertThat(result(scripts.done(held, "", Learned.NOTHING, null))).isEqualTo("lost");
        assertThat(result(scripts.beat("a", false, LEASE))).isEmpty();
        assertThat(result(scripts.done(again, "", Learned.NOTHING, null))).isEqualTo("ok");
    }

    @Test
    void beatThatHasMoved_isNotGivenUp() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        var seen = new Lease.Still("a", rig.lease("a"));
        result(scripts.beat("a", false, LEASE));

        result(new Takeover(scripts, rig.effects, LEASE).of(List.of(seen)));

        assertThat(rig.lease("a")).isNotEqualTo("x");
    }

    @Test
    void onlyABeatThatWasSeenToStandStillForTheWholeLease_isGivenUp() {
        var length = Duration.ofMillis(600);
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("dead", true, length));
        result(scripts.beat("alive", true, length));
        var observer = new Lease(scripts, "observer", Duration.ofMillis(100), length);
        long began = System.nanoTime();

        await().pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> {
            result(scripts.beat("alive", false, length));
            return result(observer.beat()).stream()
                    .anyMatch(still -> still.owner().equals("dead"));
        });

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(length);
        assertThat(result(observer.beat())).extracting(Lease.Still::owner).doesNotContain("alive");
    }

    @Test
    void writeThatWasOvertakenByALostOne_isSentOnceMore() {
        var scripts = rig.scripts(TestWrites.DEFAULT.hold(Duration.ZERO));
        result(scripts.beat("a", true, LEASE));
        result(scripts.beat("b", true, LEASE));
        accept(scripts, Writes.bySystemId("A").with("number", 1).apart());
        var later = accept(scripts, Writes.bySystemId("A").with("number", 2).apart());
        var held = claim(scripts, "a", 1, List.of()).get(0);
        takeOver(scripts, "a");
        for (int i = 0; i < 2; i++) {
            result(scripts.done(claim(scripts, "b", 1, List.of()).get(0), "", Learned.NOTHING, null));
        }

        assertThat(result(scripts.late(held.lead().id(), held.lead().sequence())))
                .isEqualTo(1);
        var again = claim(scripts, "b", 1, List.of()).get(0);

        assertThat(again.lead().id()).isEqualTo(later);
        assertThat(result(scripts.body(later)).toJsonObject().getInteger("number"))
                .isEqualTo(2);
        assertThat(result(scripts.done(again, "", Learned.NOTHING, null))).isEqualTo("ok");
        assertThat(rig.load()).isEqualTo("0 0");
    }

    @Test
    void claimWhoseAnswerWasLost_goesBack() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        var id = accept(scripts, Writes.bySystemId("A"));
        claim(scripts, "a", 1, List.of());

        var again = claim(scripts, "a", 1, List.of());

        assertThat(again).extracting(claim -> claim.lead().id()).containsExactly(id);
        assertThat(again.get(0).lead().attempts()).isZero();
    }

    @Test
    void writeIsNotSent_whenTheLeaseLeavesNoRoom() {
        var lease = new Lease(rig.scripts(TestWrites.DEFAULT), "a", Duration.ofSeconds(2), Duration.ofSeconds(3));
        result(lease.beat());

        // Whatever leaves now is answered, or given up, before anybody else may take it: one second is the margin.
        assertThat(lease.leaveBefore()).isLessThanOrEqualTo(System.nanoTime());
    }

    @Test
    void writeAndTheLookBeforeIt_stay_whereTheLeaseHasTooLittleLeft() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        accept(scripts, Writes.bySystemId("A"));
        accept(scripts, Writes.bySystemId("B").in("clients").mustExist());
        var probe = new KeyProbe(rig.frontu, rig.catalogue);
        var sender = new Sender(rig.frontu, rig.catalogue, new Judge(rig.catalogue, rig.keys, probe));

        var verdicts = claim(scripts, "a", 2, List.of()).stream()
                .map(claim -> result(sender.attempt(scripts, claim, new Departure(System.nanoTime() - 1))))
                .toList();

        assertThat(verdicts).hasSize(2).allMatch(Verdict.Unsent.class::isInstance);
        assertThat(rig.frontu.calls()).isEmpty();
    }

    @Test
    void stoppedReplica_finishesWhatItSent_andReturnsTheRest() {
        rig.frontu.taking(Duration.ofMillis(500));
        var writing = rig.idle(TestWrites.DEFAULT);
        writing.start();
        var operations = IntStream.range(0, 20)
                .mapToObj(i -> accepted(writing.queue(), Writes.bySystemId("E" + i)))
                .toList();
        await().until(() -> rig.frontu.writes().size() == 8);

        writing.stop(Duration.ofSeconds(5));

        var scripts = rig.scripts(TestWrites.DEFAULT);
        var load = result(scripts.load());
        assertThat(load.get(1).toInteger()).as("sending").isZero();
        assertThat(load.get(0).toInteger()).isEqualTo(12);
        var other = rig.replica(TestWrites.DEFAULT);
        operations.forEach(operation -> over(other, operation));
        assertThat(rig.frontu.writes()).hasSize(20);
    }

    @Test
    void whatALostReplicaMayHaveChanged_isToldBeforeItsWritesAreShownAsOver() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        var id = accept(scripts, Writes.bySystemId("A").once());
        claim(scripts, "a", 1, List.of());
        var told = new ArrayList<String>();
        var takeover = new Takeover(scripts, new Told(resource -> told.add(resource + " " + state(id))), LEASE);

        takeover.of(List.of(new Lease.Still("a", rig.lease("a")))).await().atMost(PATIENCE);

        assertThat(told).containsExactly("tasks sending");
        assertThat(state(id)).isEqualTo("dead");
    }

    @Test
    void whatCannotBeToldYet_isNotShownAsOver_andIsTakenOverLater() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        var id = accept(scripts, Writes.bySystemId("A").once());
        claim(scripts, "a", 1, List.of());
        var deaf = new Takeover(
                scripts,
                new Told(resource -> {
                    throw new IllegalStateException("deaf");
                }),
                LEASE);

        assertThatThrownBy(() -> result(deaf.of(List.of(new Lease.Still("a", rig.lease("a"))))))
                .hasMessage("deaf");

        assertThat(state(id)).isEqualTo("sending");
        takeOver(scripts, "a");
        assertThat(state(id)).isEqualTo("dead");
    }

    @Test
    void allOfALostReplicasClaims_areTakenOver_howeverManyThereAre() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        var ids = IntStream.range(0, 250)
                .mapToObj(i -> accept(scripts, Writes.bySystemId("E" + i).in(i % 2 == 0 ? "tasks" : "clients")))
                .toList();
        var held = new ArrayList<Claim>();
        while (held.size() < 250) {
            held.addAll(claim(scripts, "a", 100, tokens(held)));
        }

        takeOver(scripts, "a");

        assertThat(ids).allMatch(id -> state(id).equals("queued"));
        assertThat(rig.changed).contains("tasks", "clients");
        assertThat(rig.command(Request.cmd(Command.EXISTS).arg("fg:{w:default}:lease")))
                .hasToString("0");
    }

    @Test
    void whatWasUnderWayWhenAReplicaLeft_isTakenOverAtOnce() {
        var scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
        var idle = rig.idle(TestWrites.DEFAULT).queue();
        var operation = accepted(idle, Writes.bySystemId("A"));
        claim(scripts, "a", 1, List.of());
        result(scripts.leave("a"));
        var queue = rig.replica(TestWrites.DEFAULT);

        var found = result(queue.await(ACCOUNT, operation.id(), Duration.ofSeconds(5)))
                .orElseThrow();

        assertThat(found.state()).isEqualTo(State.DONE);
        assertThat(rig.command(
                        Request.cmd(Command.HEXISTS).arg("fg:{w:default}:lease").arg("a")))
                .hasToString("0");
    }

    private void takeOver(WriteScripts scripts, String owner) {
        result(new Takeover(scripts, rig.effects, LEASE).of(List.of(new Lease.Still(owner, rig.lease(owner)))));
    }

    private String state(String id) {
        return there(rig.command(
                        Request.cmd(Command.HGET).arg("fg:{w:default}:op:" + id).arg("state")))
                .toString();
    }

    /** Does something, off the thread that Redis' answers come on, where it is told. */
    private record Told(Consumer<String> then) implements Effects {
        @Override
        public Uni<Void> changed(String account, String resource) {
            return Uni.createFrom()
                    .<Void>item(() -> {
                        then.accept(resource);
                        return null;
                    })
                    .runSubscriptionOn(Infrastructure.getDefaultExecutor());
        }

        @Override
        public Uni<Void> catchUp(String account) {
            return Uni.createFrom().voidItem();
        }
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
