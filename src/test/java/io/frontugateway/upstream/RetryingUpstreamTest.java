package io.frontugateway.upstream;

import static io.frontugateway.upstream.FakeUpstream.READ;
import static io.frontugateway.upstream.FakeUpstream.WRITE;
import static io.frontugateway.upstream.FakeUpstream.answer;
import static io.frontugateway.upstream.FakeUpstream.body;
import static io.frontugateway.upstream.FakeUpstream.failed;
import static io.frontugateway.upstream.FakeUpstream.result;
import static io.frontugateway.upstream.FakeUpstream.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.problem.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryingUpstreamTest {
    private static final RetryingUpstream.Settings QUICK =
            new RetryingUpstream.Settings(2, Duration.ofMillis(10), Duration.ofSeconds(2), Duration.ofMinutes(1));

    private static RetryingUpstream retrying(FakeUpstream next) {
        return new RetryingUpstream(next, QUICK);
    }

    static Stream<Reply> faultsOfFrontu() {
        return Stream.of(
                answer(500),
                answer(503),
                failed(Reason.FRONTU_UNAVAILABLE, Reply.Sent.NO),
                failed(Reason.FRONTU_UNAVAILABLE, Reply.Sent.TOO_LATE),
                failed(Reason.FRONTU_UNAVAILABLE, Reply.Sent.PERHAPS),
                failed(Reason.FRONTU_TIMEOUT, Reply.Sent.PERHAPS),
                failed(Reason.FRONTU_BAD_ANSWER, Reply.Sent.PERHAPS));
    }

    @ParameterizedTest
    @MethodSource("faultsOfFrontu")
    void read_isSentAgain_whereFrontuIsAtFault(Reply fault) {
        var frontu = FakeUpstream.answering(fault, answer(200));

        assertThat(status(result(retrying(frontu).send(READ)))).isEqualTo(200);
        assertThat(frontu.calls).hasSize(2);
    }

    @Test
    void bodyOfAFailedAttempt_isLetGo() {
        var fault = answer(503);

        result(retrying(FakeUpstream.answering(fault, answer(200))).send(READ));

        assertThat(body(fault).isReleased()).isTrue();
    }

    @Test
    void lastFailure_isPassedOn_withItsBody() {
        var last = answer(503);
        var frontu = FakeUpstream.answering(answer(500), answer(502), last);

        assertThat(result(retrying(frontu).send(READ))).isSameAs(last);
        assertThat(frontu.calls).hasSize(3);
        assertThat(body(last).isReleased()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 304, 400, 401, 403, 404, 422, 429})
    void whatFrontuMeans_isNotAskedAgain(int status) {
        var frontu = FakeUpstream.answering(answer(status));

        assertThat(status(result(retrying(frontu).send(READ)))).isEqualTo(status);
        assertThat(frontu.calls).hasSize(1);
    }

    @Test
    void whatTheGatewayHeldBack_isNotAskedAgain() {
        var frontu = FakeUpstream.answering(failed(Reason.QUOTA_EXHAUSTED, Reply.Sent.NOT_TRIED));

        result(retrying(frontu).send(READ));

        assertThat(frontu.calls).hasSize(1);
    }

    @Test
    void write_passesOnce() {
        var frontu = FakeUpstream.answering(answer(503));

        assertThat(status(result(retrying(frontu).send(WRITE)))).isEqualTo(503);
        assertThat(frontu.calls).hasSize(1);
    }

    @Test
    void shortRetryAfter_isWaitedFor() {
        var frontu = FakeUpstream.answering(answer(503, "Retry-After", "1"), answer(200));
        long began = System.nanoTime();

        assertThat(status(result(retrying(frontu).send(READ)))).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void longRetryAfter_isPassedOn() {
        var frontu = FakeUpstream.answering(answer(503, "Retry-After", "3"), answer(200));

        assertThat(status(result(retrying(frontu).send(READ)))).isEqualTo(503);
    }

    @Test
    void noRetry_beginsAfterTheBudget() {
        var frontu = FakeUpstream.answering(answer(503), answer(200));
        var settings = new RetryingUpstream.Settings(2, Duration.ZERO, Duration.ofSeconds(2), Duration.ZERO);

        assertThat(status(result(new RetryingUpstream(frontu, settings).send(READ))))
                .isEqualTo(503);
    }

    @Test
    void waitingTime_isSharedByTheAttempts() {
        var frontu = FakeUpstream.answering(answer(503, "Retry-After", "1"), answer(200));

        result(retrying(frontu).send(READ));

        assertThat(frontu.calls.get(0).maxWait()).isEqualTo(READ.maxWait());
        assertThat(frontu.calls.get(1).maxWait())
                .isLessThanOrEqualTo(READ.maxWait().minusSeconds(1));
    }

    @Test
    void callerThatLeaves_takesTheAttemptWithIt() {
        var frontu = FakeUpstream.silent();
        var heard = new AtomicReference<Object>();

        retrying(frontu).send(READ).subscribe().with(heard::set, heard::set).cancel();

        await().untilAsserted(() -> assertThat(frontu.cancelled).hasValue(1));
        assertThat(heard).hasValue(null);
    }
}
