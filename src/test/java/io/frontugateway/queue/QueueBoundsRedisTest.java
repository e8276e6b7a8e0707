package io.frontugateway.queue;

import static io.frontugateway.queue.QueueRig.ACCOUNT;
import static io.frontugateway.queue.QueueRig.accepted;
import static io.frontugateway.queue.QueueRig.result;
import static io.frontugateway.queue.QueueRig.there;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.WriteQueue.Pair;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far the queue goes in one step: what is merged, how much one run of a script takes, and when it asks again. */
@NullUnmarked
class QueueBoundsRedisTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Pattern RUNS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");

    @TempDir
    Path data;

    private QueueRig rig;
    private WriteScripts scripts;

    @BeforeEach
    void start() {
        rig = new QueueRig(data);
        scripts = rig.scripts(TestWrites.DEFAULT);
        result(scripts.beat("a", true, LEASE));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void mergedRequest_isOfAtMostAMebibyte() {
        for (int i = 0; i < 3; i++) {
            accept(Writes.bySystemId("A").with("n" + i, "x".repeat(400 * 1024)));
        }

        assertThat(sizes(claim(","))).containsExactly(2);
    }

    @Test
    void writeThatHasToWaitForAParent_isNotMergedIntoAnEarlierOne() {
        accept(Writes.bySystemId("W").in("workspaces").with("title", "before"));
        accept(Writes.bySystemId("P").in("clients"));
        accept(Writes.bySystemId("W").in("workspaces").with("client", "P").after("clients", null, "P"));

        assertThat(claim(","))
                .extracting(claim -> claim.lead().systemId() + claim.writes().size())
                .containsExactly("W1", "P1");
    }

    @Test
    void resourceThatIsNotMerged_isSentOneByOne() {
        accept(Writes.bySystemId("A").with("n", 1));
        accept(Writes.bySystemId("A").with("n", 2));
        accept(Writes.bySystemId("B").in("clients").with("n", 1));
        accept(Writes.bySystemId("B").in("clients").with("n", 2));

        assertThat(sizes(claim(",tasks,"))).containsExactly(1, 2);
    }

    @Test
    void refusedRename_leavesTwoItems_onceItIsDrained() {
        result(scripts.learn("tasks", true, List.of(new Pair("g1", "s1"), new Pair("g2", "s2"))));
        accept(Writes.to("g1", "s2").apart());
        var rename = claim(",").get(0);
        assertThat(claim(",", rename)).isEmpty();
        result(scripts.refused(rename, Problem.of(Reason.FRONTU_REFUSED, "taken"), null));

        accept(Writes.byGuid("g1"));
        accept(Writes.byGuid("g2"));
        var both = claim(",");
        assertThat(both).as("nothing holds them together any more").hasSize(2);
        accept(Writes.bySystemId("s1"));
        accept(Writes.bySystemId("s2"));
        assertThat(claim(",", both.get(0), both.get(1)))
                .as("each is known by its other name, too")
                .isEmpty();
    }

    @Test
    void renameOfKnownItems_keepsThemTogether_asLongAsItWaits() {
        result(scripts.learn("tasks", true, List.of(new Pair("g1", "s1"), new Pair("g2", "s2"))));
        forgetPairs();
        accept(Writes.to("g1", "s2").apart());
        accept(Writes.bySystemId("s1"));
        accept(Writes.byGuid("g2"));

        var rename = claim(",");
        assertThat(rename).hasSize(1);
        assertThat(rename.get(0).lead().guid()).isEqualTo("g1");
        assertThat(claim(",", rename.get(0))).isEmpty();
    }

    @Test
    void deadWrite_isNotReplayedOverANewerOne_alsoAfterARefusedRename() {
        result(scripts.learn("tasks", true, List.of(new Pair("g1", "s1"), new Pair("g2", "s2"))));
        var old = dead(Writes.bySystemId("s2"));
        accept(Writes.bySystemId("s2"));
        result(scripts.done(claim(",").get(0), "{}", new Learned("g2", "s2"), null));
        dead(Writes.to("g1", "s2").apart());

        assertThat(result(scripts.replay(old, false))).isEqualTo("newer");
    }

    @Test
    void deadWrite_isNotReplayedOverANewerOne_underItsOtherName() {
        result(scripts.learn("tasks", false, List.of(new Pair("g", "s"))));
        var old = dead(Writes.byGuid("g"));
        accept(Writes.bySystemId("s"));
        result(scripts.done(claim(",").get(0), "{}", Learned.NOTHING, null));

        assertThat(result(scripts.replay(old, false))).isEqualTo("newer");
        assertThat(result(scripts.replay(old, true))).isEqualTo("ok");
        accept(Writes.bySystemId("s"));
        assertThat(claim(",")).hasSize(1);
    }

    private String dead(Writes write) {
        accept(write);
        var claim = claim(",").get(0);
        result(scripts.refused(claim, Problem.of(Reason.FRONTU_REFUSED, "no"), null));
        return claim.lead().id();
    }

    private void forgetPairs() {
        there(rig.command(Request.cmd(Command.KEYS).arg("*:pairs:*")))
                .forEach(key -> rig.command(Request.cmd(Command.DEL).arg(key.toString())));
    }

    @Test
    void bytesThatAreQueued_areBounded_andFreedWithWhatTheyBelongedTo() {
        var queue = rig.idle(TestWrites.DEFAULT.queued(new MemorySize(BigInteger.valueOf(10_000))))
                .queue();
        var text = "x".repeat(3000);
        var first = accepted(queue, Writes.bySystemId("A").with("note", text));
        accepted(queue, Writes.bySystemId("B").with("note", text));

        var refused =
                result(queue.accept(Writes.bySystemId("C").with("note", text).write()));
        assertThat(refused).isInstanceOfSatisfying(Accepted.Refused.class, full -> {
            assertThat(full.problem().reason()).isEqualTo(Reason.QUEUE_FULL);
            assertThat(full.problem().retryAfter()).isPositive();
        });
        accepted(queue, Writes.bySystemId("D"));
        result(queue.cancel(ACCOUNT, first.id()));
        accepted(queue, Writes.bySystemId("C").with("note", text));
    }

    @Test
    void oneReplicaProbesAKey_onceInAWhile_andAnotherKeyAtOnce() {
        var span = Duration.ofSeconds(30);
        assertThat(result(scripts.probe("key-1", span))).isEqualTo("none");
        result(scripts.pause("key-1", 401));

        assertThat(result(scripts.probe("key-1", span)))
                .as("it has just been refused")
                .isEqualTo("wait");
        assertThat(result(scripts.probe("key-2", span))).isEqualTo("probe");
        assertThat(result(scripts.probe("key-2", span)))
                .as("somebody asks already")
                .isEqualTo("wait");
        assertThat(result(scripts.probe("key-1", Duration.ZERO))).isEqualTo("probe");
    }

    @Test
    void runOfAScript_takesAHundredWritesOr256KiB() {
        var queue = rig.idle(TestWrites.DEFAULT).queue();
        accepted(queue, Writes.bySystemId("first"));

        long before = runs();
        var many = IntStream.range(0, 250)
                .mapToObj(i -> Writes.bySystemId("E" + i).write())
                .toList();
        assertThat(result(queue.acceptAll(many))).hasSize(250);
        assertThat(runs() - before).isEqualTo(3);

        before = runs();
        var large = IntStream.range(0, 4)
                .mapToObj(i -> Writes.bySystemId("L" + i)
                        .with("note", "x".repeat(100 * 1024))
                        .write())
                .toList();
        assertThat(result(queue.acceptAll(large))).hasSize(4);
        assertThat(runs() - before).isEqualTo(2);
        assertThat(result(queue.list(new OperationFilter(ACCOUNT, null, null, null, null), null, 1000))
                        .items())
                .hasSize(255);
    }

    private long runs() {
        var stats = there(rig.command(Request.cmd(Command.INFO).arg("commandstats")))
                .toString();
        return RUNS.matcher(stats)
                .results()
                .mapToLong(run -> Long.parseLong(run.group(1)))
                .sum();
    }

    private void accept(Writes write) {
        result(scripts.accept(List.of(new Arrival(Ulid.next(), write.write(), ""))));
    }

    private List<Claim> claim(String apart, Claim... known) {
        var tokens = java.util.Arrays.stream(known).map(Claim::token).toList();
        return there(result(scripts.claim("a", 10, apart, 1 << 20, tokens))).claims();
    }

    private static List<Integer> sizes(List<Claim> claims) {
        return claims.stream().map(claim -> claim.writes().size()).toList();
    }
}
