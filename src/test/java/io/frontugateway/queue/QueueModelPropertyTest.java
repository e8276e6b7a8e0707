package io.frontugateway.queue;

import static io.frontugateway.queue.QueueRig.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Operation.State;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.NullUnmarked;

/** Whatever happens in whatever order, the scripts do what {@link PlainQueue} says is right. */
@NullUnmarked
class QueueModelPropertyTest {
    private static final Problem WRONG = Problem.of(Reason.FRONTU_UNAVAILABLE, "wrong");
    private static final int REPLICAS = 3;

    private static QueueRig rig;

    @BeforeContainer
    static void start() throws IOException {
        rig = new QueueRig(Files.createTempDirectory("queue-model"));
    }

    @AfterContainer
    static void stop() {
        rig.close();
    }

    enum Kind {
        ACCEPT,
        ACCEPT_CHILD,
        CLAIM,
        DONE,
        REFUSED,
        FAILED,
        OPEN,
        UNSENT,
        EXPIRE,
        CANCEL,
        REPLAY,
        LEARN,
        REMEMBER
    }

    /** One thing that happens; what the numbers choose depends on the kind. */
    record Step(Kind kind, int a, int b) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        var kinds = Arbitraries.frequency(
                Tuple.of(8, Kind.ACCEPT),
                Tuple.of(3, Kind.ACCEPT_CHILD),
                Tuple.of(7, Kind.CLAIM),
                Tuple.of(5, Kind.DONE),
                Tuple.of(2, Kind.REFUSED),
                Tuple.of(2, Kind.FAILED),
                Tuple.of(2, Kind.OPEN),
                Tuple.of(1, Kind.UNSENT),
                Tuple.of(1, Kind.EXPIRE),
                Tuple.of(1, Kind.CANCEL),
                Tuple.of(1, Kind.REPLAY),
                Tuple.of(2, Kind.LEARN),
                Tuple.of(2, Kind.REMEMBER));
        var step = Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 999),
                        Arbitraries.integers().between(0, 999))
                .as(Step::new);
        return step.list().ofMinSize(10).ofMaxSize(120);
    }

    @Property(tries = 150)
    void scripts_doWhatThePlainQueueDoes(@ForAll("steps") List<Step> steps) {
        var run = new Run();
        steps.forEach(run::take);
        run.drain();
    }

    /** One course of events. */
    private static final class Run {
        private final PlainQueue model = new PlainQueue();
        private final WriteScripts scripts =
                rig.scripts(TestWrites.DEFAULT.merging().hold(Duration.ZERO));
        private final List<String> owners = new ArrayList<>();
        private final List<Claim> claims = new ArrayList<>();
        private int replicas;

        Run() {
            rig.command(Request.cmd(Command.FLUSHALL));
            for (int i = 0; i < REPLICAS; i++) {
                owners.add(register());
            }
        }

        private String register() {
            var owner = "replica-" + replicas++;
            assertThat(result(scripts.beat(owner, true, Duration.ofSeconds(30))))
                    .isNotEmpty();
            return owner;
        }

        void take(Step step) {
            switch (step.kind()) {
                case ACCEPT -> accept(step, false);
                case ACCEPT_CHILD -> accept(step, true);
                case CLAIM -> claim(owners.get(step.a() % REPLICAS), 1 + step.b() % 3);
                case EXPIRE -> expire(step.a() % REPLICAS);
                case CANCEL -> cancel(step.a());
                case REPLAY -> replay(step.a());
                case LEARN, REMEMBER -> learn(step.a() % PlainQueue.ITEMS, step.kind() == Kind.LEARN);
                default -> settle(step);
            }
            compare();
        }

        /** One write, or several of a client to one item under its two names in turn. */
        private void accept(Step step, boolean child) {
            for (int i = 0; i <= step.b() / 12 % 4; i++) {
                accept(step, child, (step.a() / PlainQueue.ITEMS + i) % 2 == 0);
            }
        }

        private void accept(Step step, boolean child, boolean byGuid) {
            int item = step.a() % PlainQueue.ITEMS;
            var client = "c" + step.b() % 3;
            var resource = child ? "workspaces" : "clients";
            var write = Writes.to(byGuid ? "g" + item : null, byGuid ? null : "s" + item)
                    .in(resource)
                    .from(client);
            boolean twice = step.b() % 4 == 0;
            if (twice) {
                write.withNeverTwice("field", List.of());
            } else {
                write.with("field", step.b());
            }
            int parent = step.b() % PlainQueue.ITEMS;
            if (child) {
                write.after(
                        "clients", step.a() % 3 == 0 ? "g" + parent : null, step.a() % 3 == 0 ? null : "s" + parent);
            }
            var id = Ulid.next();
            var receipt = result(scripts.accept(List.of(new Arrival(id, write.write(), ""))))
                    .get(0);
            assertThat(receipt.get(0)).hasToString("new");
            var parentName = (step.a() % 3 == 0 ? "g" : "s") + parent;
            model.accept(
                    id,
                    receipt.get(1).toLong(),
                    resource,
                    (byGuid ? "g" : "s") + item,
                    client,
                    twice,
                    child ? parentName : "");
        }

        private void claim(String owner, int most) {
            var known = claims.stream()
                    .filter(claim -> claim.owner().equals(owner))
                    .map(Claim::token)
                    .toList();
            var taken = QueueRig.there(result(scripts.claim(owner, most, ",", 1 << 20, known)));
            for (var claim : taken.claims()) {
                model.claimed(
                        claim.token(),
                        owner,
                        claim.writes().stream().map(Claim.Write::id).toList());
                claims.add(claim);
            }
            if (taken.claims().size() < most) {
                assertThat(model.claimable()).as("left although it may be sent").isEmpty();
            }
        }

        private void settle(Step step) {
            if (claims.isEmpty()) {
                return;
            }
            var claim = claims.get(step.a() % claims.size());
            var answer = result(settlement(step.kind(), claim));
            if (!model.holds(claim.token())) {
                assertThat(answer).isEqualTo("lost");
            } else {
                model.settled(claim.token(), step.kind());
            }
            claims.remove(claim);
        }

        private io.smallrye.mutiny.Uni<String> settlement(Kind kind, Claim claim) {
            int item = model.item(claim.lead().id());
            return switch (kind) {
                case DONE -> scripts.done(claim, "{}", new Learned("g" + item, "s" + item), null);
                case REFUSED -> scripts.refused(claim, WRONG, null);
                case FAILED -> scripts.failed(claim, new Verdict.Failed(WRONG, Duration.ZERO, false, true));
                case OPEN -> scripts.failed(claim, new Verdict.Failed(WRONG, Duration.ZERO, true, true));
                default -> scripts.unsent(claim, "", Duration.ZERO);
            };
        }

        private void expire(int replica) {
            var owner = owners.get(replica);
            result(new Takeover(scripts, rig.effects, Duration.ofMillis(1))
                    .of(List.of(new Lease.Still(owner, rig.lease(owner)))));
            model.expired(owner);
            owners.set(replica, register());
        }

        private void cancel(int which) {
            model.pick(which).ifPresent(id -> {
                var answer = result(scripts.cancel(id));
                assertThat(answer.equals("ok")).as(answer).isEqualTo(model.cancelled(id));
            });
        }

        private void replay(int which) {
            model.pick(which).ifPresent(id -> {
                var answer = result(scripts.replay(id, which % 2 == 0));
                assertThat(answer.equals("ok")).as(answer).isEqualTo(model.replayed(id, which % 2 == 0));
            });
        }

        private void learn(int item, boolean all) {
            result(scripts.learn("clients", all, List.of(new WriteQueue.Pair("g" + item, "s" + item))));
            model.learned("clients", item);
        }

        private void compare() {
            for (var state : State.values()) {
                var stored = new TreeSet<String>();
                QueueRig.there(rig.command(Request.cmd(Command.ZRANGE)
                                .arg("fg:{w:default}:st:" + state.word())
                                .arg(0)
                                .arg(-1)))
                        .forEach(id -> stored.add(id.toString()));
                assertThat(stored).as(state.word()).isEqualTo(model.in(state));
            }
        }

        /** In the end everything that was accepted is over: nothing was lost on the way. */
        void drain() {
            for (int i = 0; i < 1000 && !model.isDrained(); i++) {
                if (claims.isEmpty()) {
                    claim(owners.get(0), 3);
                } else {
                    settle(new Step(Kind.DONE, 0, 0));
                }
            }
            compare();
            assertThat(model.isDrained()).isTrue();
            assertThat(rig.load()).as("what counts as queued").isEqualTo("0 0");
        }
    }
}
