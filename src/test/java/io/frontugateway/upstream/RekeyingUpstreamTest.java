package io.frontugateway.upstream;

import static io.frontugateway.upstream.FakeUpstream.READ;
import static io.frontugateway.upstream.FakeUpstream.answer;
import static io.frontugateway.upstream.FakeUpstream.body;
import static io.frontugateway.upstream.FakeUpstream.failed;
import static io.frontugateway.upstream.FakeUpstream.result;
import static io.frontugateway.upstream.FakeUpstream.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.problem.Degradation;
import io.frontugateway.problem.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RekeyingUpstreamTest {
    private final OneKey keys = new OneKey();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private RekeyingUpstream rekeying(FakeUpstream next) {
        return new RekeyingUpstream(next, keys, Set.of("acme"), meters);
    }

    @Test
    void refusedKey_isReadAgain_andANewOneIsTriedAtOnce() {
        var refused = answer(401);
        var frontu = FakeUpstream.answering(refused, answer(200));
        keys.newOneIsThere = true;
        var rekeying = rekeying(frontu);

        assertThat(status(result(rekeying.send(READ)))).isEqualTo(200);
        assertThat(frontu.calls).hasSize(2);
        assertThat(body(refused).isReleased()).isTrue();
        assertThat(rekeying.keyAccepted("acme")).contains(true);
    }

    @Test
    void refusedKeyWithoutANewOne_isPassedOn_withItsBody() {
        var refused = answer(401);
        var frontu = FakeUpstream.answering(refused);

        assertThat(result(rekeying(frontu).send(READ))).isSameAs(refused);
        assertThat(frontu.calls).hasSize(1);
        assertThat(keys.looks).isEqualTo(1);
        assertThat(body(refused).isReleased()).isFalse();
    }

    @Test
    void newKeyThatIsRefusedToo_isNotTriedForEver() {
        var frontu = FakeUpstream.answering(answer(401));
        keys.newOneIsThere = true;

        assertThat(status(result(rekeying(frontu).send(READ)))).isEqualTo(401);
        assertThat(frontu.calls).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 404, 429, 500})
    void otherAnswers_areNoReasonToLook(int status) {
        result(rekeying(FakeUpstream.answering(answer(status))).send(READ));

        assertThat(keys.looks).isZero();
    }

    @Test
    void acceptance_isWhatFrontuSaidLast() {
        var frontu = FakeUpstream.answering(answer(200));
        var rekeying = rekeying(frontu);
        assertThat(rekeying.keyAccepted("acme")).isEmpty();
        assertThat(accepted()).isEqualTo(1);

        result(rekeying.send(READ));
        assertThat(rekeying.keyAccepted("acme")).contains(true);

        frontu.then(answer(401));
        result(rekeying.send(READ));
        frontu.then(answer(500), failed(Reason.FRONTU_TIMEOUT, Reply.Sent.PERHAPS));
        result(rekeying.send(READ));
        result(rekeying.send(READ));
        assertThat(rekeying.keyAccepted("acme")).contains(false);
        assertThat(accepted()).isZero();
        assertThat(rekeying.degradations()).extracting(Degradation::reason).containsExactly("key-refused");
    }

    @Test
    void refusalOfAKeyThatHasChanged_isForgotten() {
        var rekeying = rekeying(FakeUpstream.answering(answer(401)));
        result(rekeying.send(READ));

        keys.generation++;

        assertThat(rekeying.keyAccepted("acme")).isEmpty();
        assertThat(rekeying.degradations()).isEmpty();
    }

    @Test
    void refusalThatNothingHasConfirmedForMinutes_isForgotten() {
        var now = new AtomicLong();
        var rekeying =
                new RekeyingUpstream(FakeUpstream.answering(answer(401)), keys, Set.of("acme"), meters, now::get);
        result(rekeying.send(READ));

        now.addAndGet(Duration.ofMinutes(4).toNanos());
        assertThat(accepted()).isZero();
        now.addAndGet(Duration.ofMinutes(2).toNanos());

        assertThat(accepted()).isEqualTo(1);
    }

    private double accepted() {
        return meters.get("frontu.key.accepted").tag("account", "acme").gauge().value();
    }

    /** A key that is replaced by looking for a new one, if there is one. */
    private static final class OneKey implements Keys {
        private boolean newOneIsThere;
        private int looks;
        private long generation;

        @Override
        public long generation(String account) {
            return generation;
        }

        @Override
        public Uni<Void> reread(String account) {
            return Uni.createFrom().voidItem().invoke(() -> {
                looks++;
                if (newOneIsThere) {
                    generation++;
                }
            });
        }
    }
}
