package io.frontugateway.upstream;

import static io.frontugateway.upstream.FakeUpstream.READ;
import static io.frontugateway.upstream.FakeUpstream.answer;
import static io.frontugateway.upstream.FakeUpstream.failed;
import static io.frontugateway.upstream.FakeUpstream.result;
import static io.frontugateway.upstream.FakeUpstream.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.BreakingUpstream.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreakingUpstreamTest {
    private static final int VOLUME = 4;

    private final FakeUpstream frontu = FakeUpstream.answering(answer(200));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BreakingUpstream breaking = breaking(Duration.ofMillis(300));

    private BreakingUpstream breaking(Duration delay) {
        var settings = new BreakingUpstream.Settings(VOLUME, 0.5, delay);
        return new BreakingUpstream(frontu, Set.of("acme", "globex"), settings, meters);
    }

    private void send(int times) {
        for (int i = 0; i < times; i++) {
            result(breaking.send(READ));
        }
    }

    private void open() {
        frontu.then(answer(503));
        send(VOLUME);
        assertThat(breaking.state("acme")).isEqualTo(State.OPEN);
    }

    @Test
    void half_ofTheLastCallsFailed_opensIt() {
        frontu.then(answer(200), answer(200), answer(503), answer(503));
        send(3);
        assertThat(breaking.state("acme")).isEqualTo(State.CLOSED);
        send(1);
        assertThat(breaking.state("acme")).isEqualTo(State.OPEN);
    }

    @Test
    void openBreaker_refusesAtOnce_andSaysWhenToComeBack() {
        open();
        frontu.calls.clear();

        var refused = (Reply.Failed) result(breaking.send(READ));

        assertThat(frontu.calls).isEmpty();
        assertThat(refused.sent()).isEqualTo(Reply.Sent.NOT_TRIED);
        assertThat(refused.problem().reason()).isEqualTo(Reason.FRONTU_UNAVAILABLE);
        assertThat(refused.problem().retryAfter()).isPositive();
    }

    @Test
    void openBreaker_isToldInStatusAndMetrics_forItsAccountOnly() {
        open();

        assertThat(breaking.account("acme")).isEqualTo(Map.of("breaker", "open"));
        assertThat(breaking.account("globex")).isEqualTo(Map.of("breaker", "closed"));
        assertThat(breaking.degradations()).singleElement().satisfies(degraded -> {
            assertThat(degraded.reason()).isEqualTo("breaker-open");
            assertThat(degraded.detail()).contains("acme");
        });
        assertThat(meters.get("frontu.breaker.open")
                        .tag("account", "acme")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("frontu.breaker.open")
                        .tag("account", "globex")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void trialThatSucceeds_closesIt() {
        open();
        frontu.then(answer(404));

        await().untilAsserted(() -> assertThat(result(breaking.send(READ))).isInstanceOf(Reply.Answer.class));

        assertThat(breaking.state("acme")).isEqualTo(State.CLOSED);
        assertThat(breaking.degradations()).isEmpty();
    }

    @Test
    void trialThatFails_opensItAgain() {
        open();
        frontu.calls.clear();

        await().untilAsserted(() -> {
            result(breaking.send(READ));
            assertThat(frontu.calls).isNotEmpty();
        });

        assertThat(breaking.state("acme")).isEqualTo(State.OPEN);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_TRIED", "TOO_LATE"})
    void trialThatSaysNothingOfFrontu_leavesTheTrialToTheNextCall(Reply.Sent sent) {
        open();
        awaitTrial(failed(Reason.QUOTA_EXHAUSTED, sent));
        assertThat(breaking.state("acme")).isEqualTo(State.HALF_OPEN);

        frontu.then(answer(200));

        assertThat(result(breaking.send(READ))).isInstanceOf(Reply.Answer.class);
        assertThat(breaking.state("acme")).isEqualTo(State.CLOSED);
    }

    @Test
    void trialWhoseCallerLeaves_leavesTheTrialToTheNextCall() {
        open();
        frontu.then();
        frontu.calls.clear();
        await().until(() -> {
            breaking.send(READ).subscribe().with(reply -> {}).cancel();
            return !frontu.calls.isEmpty();
        });

        frontu.then(answer(200));

        assertThat(result(breaking.send(READ))).isInstanceOf(Reply.Answer.class);
    }

    @Test
    void oneTrialAtATime_isLetThrough() {
        open();
        frontu.then();
        frontu.calls.clear();
        await().until(() -> {
            breaking.send(READ).subscribe().with(reply -> {});
            return !frontu.calls.isEmpty();
        });

        send(3);

        assertThat(frontu.calls).hasSize(1);
    }

    @Test
    void callThatBeganBeforeItOpened_decidesNothingAfterwards() {
        frontu.then();
        var early = breaking.send(READ).subscribe().with(reply -> {});
        open();
        awaitTrial(failed(Reason.QUOTA_EXHAUSTED, Reply.Sent.NOT_TRIED));

        early.cancel();
        frontu.then();
        breaking.send(READ).subscribe().with(reply -> {});
        frontu.calls.clear();
        send(1);

        assertThat(frontu.calls).as("a place for a second trial").isEmpty();
    }

    @Test
    void trialsThatManyCallersRaceFor_areNeverLost() throws Exception {
        var healthy = new AtomicBoolean();
        var settings = new BreakingUpstream.Settings(2, 0.5, Duration.ofMillis(1));
        var contended = new BreakingUpstream(
                call -> Uni.createFrom().item(answer(healthy.get() ? 200 : 503)), Set.of("acme"), settings, meters);
        var over = new AtomicBoolean();
        var callers = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 4; i++) {
                callers.execute(() -> {
                    while (!over.get()) {
                        result(contended.send(READ));
                    }
                });
            }
            await().during(Duration.ofSeconds(2)).until(() -> true);
            healthy.set(true);
            await().untilAsserted(() -> assertThat(contended.state("acme")).isEqualTo(State.CLOSED));
        } finally {
            over.set(true);
            callers.shutdownNow();
        }
    }

    @Test
    void callsThatSayNothingOfFrontu_neverOpenIt() {
        frontu.then(failed(Reason.FRONTU_UNAVAILABLE, Reply.Sent.TOO_LATE));

        send(3 * VOLUME);

        assertThat(breaking.state("acme")).isEqualTo(State.CLOSED);
    }

    private void awaitTrial(Reply outcome) {
        frontu.then(outcome);
        frontu.calls.clear();
        await().until(() -> {
            result(breaking.send(READ));
            return !frontu.calls.isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429})
    void answersThatShowThatFrontuLives_neverOpenIt(int status) {
        frontu.then(answer(status));

        send(3 * VOLUME);

        assertThat(breaking.state("acme")).isEqualTo(State.CLOSED);
        assertThat(status(result(breaking.send(READ)))).isEqualTo(status);
    }

    @Test
    void callersThatLeave_neverOpenIt() {
        frontu.then();
        for (int i = 0; i < 3 * VOLUME; i++) {
            breaking.send(READ).subscribe().with(reply -> {}).cancel();
        }

        assertThat(breaking.state("acme")).isEqualTo(State.CLOSED);
    }

    @Test
    void accountThatIsNotConfigured_isABug() {
        assertThatThrownBy(() -> breaking.state("nobody")).isInstanceOf(IllegalArgumentException.class);
    }
}
