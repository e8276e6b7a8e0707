package io.frontugateway.queue;

import static io.frontugateway.queue.QueueRig.ACCOUNT;
import static io.frontugateway.queue.QueueRig.PATIENCE;
import static io.frontugateway.queue.QueueRig.result;
import static io.frontugateway.queue.QueueRig.there;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Operation.WaitingFor;
import io.frontugateway.redis.RedisConnection;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that arrive at the same time. */
class IntakeRedisTest {
    @TempDir
    Path data;

    private QueueRig rig;
    private RedisConnection redis;
    private WriteQueue queue;
    private Intake intake;

    @BeforeEach
    void start() {
        rig = new QueueRig(data);
        redis = rig.connection();
        queue = rig.idle(TestWrites.DEFAULT).queue();
        var scripts = new WriteScripts(redis, ACCOUNT, TestWrites.DEFAULT);
        var durability = new Durability(rig.vertx, redis, WritesConfig.Durability.WARN);
        intake = new Intake(
                scripts, new OperationReader(ACCOUNT, PACE), PACE, durability, id -> queue.find(ACCOUNT, id), () -> {});
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void shareRunsOfTheScript_inTheOrderOfTheirArrival() throws Exception {
        accepted(together(List.of(Writes.bySystemId("before")))); // Redis knows the script from now on
        long before = runs();
        var writes = new ArrayList<Writes>();
        for (int i = 0; i < 120; i++) {
            writes.add(Writes.bySystemId("S" + i % 60).from("client-" + i % 3));
        }

        var operations = accepted(together(writes));

        assertThat(runs() - before).as("a run takes a hundred").isEqualTo(2);
        var inOrder = there(rig.command(
                Request.cmd(Command.ZRANGE).arg("fg:{w:default}:all").arg(1).arg(-1)));
        assertThat(inOrder)
                .extracting(Object::toString)
                .containsExactlyElementsOf(
                        operations.stream().map(Operation::id).toList());
        assertThat(operations.subList(0, 60)).extracting(Operation::waitingFor).containsOnlyNulls();
        assertThat(operations.subList(60, 120))
                .extracting(Operation::waitingFor)
                .containsOnly(WaitingFor.EARLIER_WRITE);
        assertThat(rig.load()).startsWith("121 ");
        assertThat(there(rig.command(Request.cmd(Command.HGET)
                                .arg("fg:{w:default}:state")
                                .arg("n:client-1")))
                        .toInteger())
                .isEqualTo(40);
    }

    @Test
    void aRunTakesNoMoreThanAQuarterOfAMiB_unlessAWriteIsLongerThanThat() throws Exception {
        accepted(together(List.of(Writes.bySystemId("before"))));
        long before = runs();

        accepted(together(List.of(sized(100), sized(100), sized(100), sized(300), sized(1))));

        assertThat(runs() - before).isEqualTo(4);
    }

    private static Writes sized(int kib) {
        return Writes.bySystemId("L" + kib).with("text", "x".repeat(kib << 10));
    }

    @Test
    void eachHearsItsOwnAnswer() throws Exception {
        var answers = together(List.of(
                Writes.bySystemId("A").from("small").atMost(1),
                Writes.bySystemId("B").from("small").atMost(1),
                Writes.bySystemId("C").keyed("k", "one"),
                Writes.bySystemId("C").keyed("k", "one"),
                Writes.bySystemId("C").keyed("k", "another")));

        assertThat(answers.get(0)).isInstanceOf(Accepted.New.class);
        assertThat(reason(answers.get(1))).isEqualTo(Reason.QUEUE_FULL);
        assertThat(answers.get(2)).isInstanceOf(Accepted.New.class);
        assertThat(((Accepted.Repeated) answers.get(3)).operation().id())
                .isEqualTo(((Accepted.New) answers.get(2)).operation().id());
        assertThat(reason(answers.get(4))).isEqualTo(Reason.IDEMPOTENCY_KEY_REUSED);
        assertThat(rig.load()).startsWith("2 ");
    }

    /** In one turn of the event loop that writes to Redis. */
    private List<Accepted> together(List<Writes> writes) throws Exception {
        var all = new CompletableFuture<List<CompletableFuture<Accepted>>>();
        redis.inTurn(() -> all.complete(writes.stream()
                .map(write -> intake.accept(write.write()).subscribeAsCompletionStage())
                .toList()));
        var answers = new ArrayList<Accepted>();
        for (var answer : all.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            answers.add(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        return answers;
    }

    private static List<Operation> accepted(List<Accepted> answers) {
        return answers.stream()
                .map(answer -> ((Accepted.New) answer).operation())
                .toList();
    }

    private static Reason reason(Accepted answer) {
        return ((Accepted.Refused) answer).problem().reason();
    }

    private long runs() {
        return result(redis.send(Request.cmd(Command.INFO).arg("commandstats")))
                .toString()
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst("^[^=]*=(\\d+),.*$", "$1")))
                .sum();
    }

    private static final Pace PACE = new Pace() {
        @Override
        public double perSecond(String account) {
            return 10;
        }

        @Override
        public Duration untilNext(String account) {
            return Duration.ZERO;
        }
    };
}
