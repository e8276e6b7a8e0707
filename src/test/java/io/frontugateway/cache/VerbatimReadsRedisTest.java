package io.frontugateway.cache;

import static io.frontugateway.cache.CacheBed.PATIENCE;
import static io.frontugateway.cache.CacheBed.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.cache.CacheBed.Settings;
import io.frontugateway.cache.VerbatimReads.Outcome;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.Reader;
import io.frontugateway.testing.CannedBody;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads in Frontu's own spelling by two replicas that share a Redis. */
class VerbatimReadsRedisTest {
    private static final CacheBed BED = new CacheBed();
    private static final Verbatim.Key KEY = new Verbatim.Key("default", "/client/api/v2/clients?items=1", Map.of());

    private static final Set<String> PASSED_ON = Set.of("content-type", "x-of-frontu");

    private static final Demand NO_CACHE = new Demand(true, false, false, null, null, null);

    private final AtomicInteger asked = new AtomicInteger();
    private final List<CannedBody> bodies = new ArrayList<>();
    private Supplier<Reply> frontu = () -> answer(200, "{\"items\":[]}");
    private Duration latency = Duration.ZERO;
    private CacheBed.Node one;
    private CacheBed.Node other;

    @BeforeEach
    void start() {
        BED.flush();
        one = node();
        other = node();
    }

    @AfterAll
    static void stop() {
        BED.close();
    }

    private CacheBed.Node node() {
        return BED.node(call -> Uni.createFrom().nothing(), InstantSource.system(), Settings.usual());
    }

    private synchronized Reply.Answer answer(int status, String text) {
        var body = CannedBody.of(text);
        bodies.add(body);
        var head = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "application/json; charset=utf-8")
                .add("X-Of-Frontu", "yes");
        return new Reply.Answer(status, head, body, Instant.now());
    }

    private Uni<Outcome> reading(CacheBed.Node node, Demand demand) {
        return reading(node, KEY, CacheBed.READER, demand);
    }

    private Uni<Outcome> reading(CacheBed.Node node, Verbatim.Key key, Reader whose, Demand demand) {
        var ask = new VerbatimReads.Ask(whose, 1 << 20, PASSED_ON::contains, "x-of-frontu"::equals, reader -> {
            asked.incrementAndGet();
            reader.progress().sent();
            var reply = Uni.createFrom().item(() -> frontu.get());
            return latency.isZero() ? reply : reply.onItem().delayIt().by(latency);
        });
        return node.cache.verbatim().read(key, ask, demand);
    }

    private Outcome.Told told(CacheBed.Node node) {
        return (Outcome.Told) result(reading(node, Demand.NONE));
    }

    private CompletableFuture<Outcome> begin(CacheBed.Node node) {
        return reading(node, Demand.NONE).subscribeAsCompletionStage();
    }

    private static String text(Outcome.Told told) {
        return told.answered().body().in(Coding.IDENTITY).bytes().toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatOneReplicaRead_isAHitOnTheOther_headAndAll() {
        var first = told(one);
        var second = told(other);

        assertThat(first.answered().provenance().stored()).isTrue();
        assertThat(second.answered().provenance().isHit()).isTrue();
        assertThat(text(second)).isEqualTo(text(first));
        assertThat(second.verbatim().contentType()).isEqualTo("application/json; charset=utf-8");
        assertThat(second.verbatim().fields()).containsExactly(Map.entry("X-Of-Frontu", "yes"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void identicalReadsAtOnce_areOneRequest_overReplicas() {
        latency = Duration.ofMillis(400);

        var reads = IntStream.range(0, 40)
                .mapToObj(i -> begin(i % 2 == 0 ? one : other))
                .toList();

        assertThat(reads)
                .allSatisfy(read -> assertThat(text((Outcome.Told) read.join())).isEqualTo("{\"items\":[]}"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void afterAWrite_bothReplicasReadAnew() {
        told(one);
        told(other);
        frontu = () -> answer(200, "{\"written\":1}");
        one.written();

        assertThat(text(told(one))).isEqualTo("{\"written\":1}");
        await().atMost(PATIENCE).until(() -> text(told(other)).equals("{\"written\":1}"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void whoComeAfterAWrite_areOneRequest_thoughAnEarlierReadIsUnderWay() {
        latency = Duration.ofMillis(400);
        var before = begin(one);
        await().atMost(PATIENCE).untilAtomic(asked, org.hamcrest.Matchers.is(1));
        frontu = () -> answer(200, "{\"written\":1}");
        one.written();

        var after = IntStream.range(0, 100).mapToObj(i -> begin(one)).toList();

        assertThat(after)
                .allSatisfy(read -> assertThat(text((Outcome.Told) read.join())).isEqualTo("{\"written\":1}"));
        before.join();
        assertThat(asked).hasValue(2);
    }

    @Test
    void refusal_isOneRequest_overReplicas_andKeptForNobody() {
        frontu = () -> answer(404, "{\"message\":\"n\u0117ra\"}");
        latency = Duration.ofMillis(400);

        var reads = IntStream.range(0, 50)
                .mapToObj(i -> begin(i % 2 == 0 ? one : other))
                .toList();

        for (var read : reads) {
            var refused = answered(read.join());
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.headers().get("Content-Type")).isEqualTo("application/json; charset=utf-8");
            assertThat(refused.headers().get("X-Of-Frontu")).isEqualTo("yes");
            assertThat(body(refused)).isEqualTo("{\"message\":\"n\u0117ra\"}");
        }
        assertThat(asked).hasValue(1);
        assertThat(reads.stream().map(read -> read.join().result()))
                .containsOnlyOnce(Provenance.Result.MISS)
                .contains(Provenance.Result.COLLAPSED);
        assertThat(bodies).allMatch(CannedBody::isReleased);
        frontu = () -> answer(200, "{\"items\":[]}");
        latency = Duration.ZERO;
        assertThat(text(told(one))).isEqualTo("{\"items\":[]}");
    }

    @Test
    void refusalThatAWriteHasOvertaken_isNotToldToWhoAsksAfterIt() {
        frontu = () -> answer(404, "{\"message\":\"no\"}");
        latency = Duration.ofMillis(1500);
        var before = Stream.of(one, other).map(this::begin).toList();
        await().atMost(PATIENCE).untilAtomic(asked, org.hamcrest.Matchers.is(1));
        frontu = () -> answer(200, "{\"written\":1}");
        latency = Duration.ofMillis(200);
        one.written();
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);

        var after = IntStream.range(0, 20)
                .mapToObj(i -> begin(i % 2 == 0 ? one : other))
                .toList();

        assertThat(before)
                .allSatisfy(read -> assertThat(answered(read.join()).status()).isEqualTo(404));
        assertThat(after)
                .allSatisfy(read -> assertThat(text((Outcome.Told) read.join())).isEqualTo("{\"written\":1}"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void refusal_isToldToTheOthers_whenWhoAskedIsGone() {
        frontu = () -> answer(404, "{\"message\":\"no\"}");
        latency = Duration.ofMillis(500);
        var first = reading(one, Demand.NONE).subscribe().with(outcome -> {});
        await().atMost(PATIENCE).untilAtomic(asked, org.hamcrest.Matchers.is(1));
        var others = Stream.of(one, other).map(this::begin).toList();

        first.cancel();

        assertThat(others)
                .allSatisfy(read -> assertThat(body(answered(read.join()))).isEqualTo("{\"message\":\"no\"}"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void garbageForARefusal_isNotTold() {
        frontu = () -> answer(404, "{\"message\":\"no\"}");
        latency = Duration.ofMillis(700);
        var first = begin(one);
        await().atMost(PATIENCE).untilAtomic(asked, org.hamcrest.Matchers.is(1));
        var second = begin(other);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        one.redis
                .send(Request.cmd(Command.HSET)
                        .arg(KEY.place().flightKey())
                        .arg("failed")
                        .arg("{\"reason\":\"FRONTU_REFUSED\",\"members\":{\"refusal\":{\"status\":404}}}"))
                .await()
                .atMost(PATIENCE);

        assertThat(answered(second.join()).status()).isEqualTo(404);
        assertThat(body(answered(first.join()))).isEqualTo("{\"message\":\"no\"}");
        assertThat(asked).hasValue(2);
    }

    static Stream<Arguments> repliesForOne() {
        var json = "application/json";
        return Stream.of(
                Arguments.of(404, "text/html", "{}"),
                Arguments.of(404, json, "{\"message\":\"n"),
                Arguments.of(404, json, "{\"message\":\"%s\"}".formatted("n".repeat(Refusal.LONGEST))),
                Arguments.of(403, json, "{}"),
                Arguments.of(302, json, "{}"),
                Arguments.of(200, "text/csv", "{}"));
    }

    @ParameterizedTest
    @MethodSource("repliesForOne")
    void whatIsNotForAll_isPassedToEachByItself_andNothingIsLeftOpen(int status, String type, String text) {
        frontu = () -> {
            var answer = answer(status, text);
            answer.headers().set("Content-Type", type);
            return answer;
        };
        latency = Duration.ofMillis(100);

        var reads = IntStream.range(0, 6)
                .mapToObj(i -> begin(i % 2 == 0 ? one : other))
                .toList();

        for (var read : reads) {
            assertThat(body(answered(read.join()))).isEqualTo(text);
        }
        assertThat(asked).hasValue(6);
        assertThat(bodies).hasSize(6).allMatch(CannedBody::isReleased);
    }

    private static Reply.Answer answered(Outcome outcome) {
        return (Reply.Answer) ((Outcome.Passed) outcome).reply();
    }

    private static String body(Reply.Answer answer) {
        return result(answer.body().whole(1 << 20)).toString();
    }

    @Test
    void withoutRedis_whatIsReadIsKeptInMemory() {
        var bed = new CacheBed();
        var alone = bed.node(call -> Uni.createFrom().nothing(), InstantSource.system(), Settings.usual());
        bed.server.close();
        await().atMost(PATIENCE).until(() -> !alone.redis.isUp());

        assertThat(told(alone).answered().provenance().stored()).isTrue();
        var again = told(alone).answered().provenance();

        assertThat(again.isHit()).isTrue();
        assertThat(again.detail()).isEqualTo(Provenance.Detail.STORE_UNREACHABLE);
        assertThat(asked).hasValue(1);
        var second = new Verbatim.Key("second", KEY.target(), Map.of());
        frontu = () -> answer(200, "{\"another's\":1}");
        var theirs = (Outcome.Told) result(reading(alone, second, CacheBed.READER, Demand.NONE));
        assertThat(text(theirs)).isEqualTo("{\"another's\":1}");
        bed.close();
    }

    @Test
    void halfADocument_isABadAnswer_andKeptNowhere() {
        frontu = () -> answer(200, "{\"items\":[{\"a\":1},{\"a");

        var passed = (Outcome.Passed) begin(one).join();

        assertThat(((Reply.Failed) passed.reply()).problem().reason()).isEqualTo(Reason.FRONTU_BAD_ANSWER);
        frontu = () -> answer(200, "{\"items\":[]}");
        assertThat(text(told(other))).isEqualTo("{\"items\":[]}");
        assertThat(text(told(one))).isEqualTo("{\"items\":[]}");
    }

    @Test
    void replyThatNobodyWaitsForAnyMore_isLetGo() {
        frontu = () -> answer(403, "{\"message\":\"no\"}");
        latency = Duration.ofMillis(500);
        var read = reading(one, Demand.NONE).subscribe().with(outcome -> {});
        await().atMost(PATIENCE).untilAtomic(asked, org.hamcrest.Matchers.is(1));

        read.cancel();

        await().atMost(PATIENCE).until(() -> bodies.size() == 1 && bodies.get(0).isDiscarded());
    }

    @Test
    void whereFrontuFails_whatTheOtherReplicaReadIsServed() {
        told(one);
        frontu = () -> new Reply.Failed(Problem.of(Reason.FRONTU_UNAVAILABLE, "down"), Reply.Sent.PERHAPS);
        var strict = new Demand(false, false, false, Duration.ZERO, null, null);
        await().pollDelay(Duration.ofMillis(1100)).until(() -> true);

        var instead = (Outcome.Told) result(reading(other, strict));

        assertThat(text(instead)).isEqualTo("{\"items\":[]}");
        assertThat(instead.answered().provenance().detail()).isEqualTo(Provenance.Detail.STALE_IF_ERROR);
    }

    @Test
    void whatALaterReadHasOvertaken_isNotServedFromMemory() {
        frontu = () -> answer(200, "{\"early\":1}");
        latency = Duration.ofMillis(500);
        var early = begin(one);
        await().atMost(PATIENCE).untilAtomic(asked, org.hamcrest.Matchers.is(1));
        frontu = () -> answer(200, "{\"late\":1}");
        latency = Duration.ZERO;
        assertThat(text((Outcome.Told) result(reading(other, NO_CACHE)))).isEqualTo("{\"late\":1}");
        assertThat(text((Outcome.Told) early.join())).isEqualTo("{\"early\":1}");

        await().atMost(Duration.ofSeconds(5)).until(() -> text(told(one)).equals("{\"late\":1}"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatIsNegotiated_isPartOfTheKey_inMemoryAndInRedis() {
        frontu = () -> answer(200, "{\"n\":" + asked.get() + "}");
        var keys = Stream.of(
                        Map.<String, String>of(),
                        Map.of("accept", "application/json"),
                        Map.of("accept-language", "lt"),
                        Map.of("accept-language", "application/json"))
                .map(fields -> new Verbatim.Key(KEY.account(), KEY.target(), fields))
                .toList();

        for (var node : List.of(one, one, other)) {
            for (int i = 0; i < keys.size(); i++) {
                var told = (Outcome.Told) result(reading(node, keys.get(i), CacheBed.READER, Demand.NONE));
                assertThat(text(told)).isEqualTo("{\"n\":" + (i + 1) + "}");
            }
        }
        assertThat(asked).hasValue(4);
    }

    @Test
    void accountsAreKeptApart_inMemoryAndInRedis() {
        frontu = () -> answer(200, "{\"n\":" + asked.get() + "}");
        var second = new Verbatim.Key("second", KEY.target(), Map.of());
        var theirs = new Reader("second", "billing", Duration.ofSeconds(5), 100);

        for (var node : List.of(one, one, other, other)) {
            assertThat(text(told(node))).isEqualTo("{\"n\":1}");
            var told = (Outcome.Told) result(reading(node, second, theirs, Demand.NONE));
            assertThat(text(told)).isEqualTo("{\"n\":2}");
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void afterAFailedRefresh_theNextWaitsAWhile() {
        var settings = new Settings(
                Duration.ofMillis(1),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ofHours(1),
                Settings.usual().maxBytes(),
                Settings.usual().redisMaxBytes());
        var node = BED.node(call -> Uni.createFrom().nothing(), InstantSource.system(), settings);
        told(node);
        frontu = () -> new Reply.Failed(Problem.of(Reason.FRONTU_UNAVAILABLE, "down"), Reply.Sent.PERHAPS);
        await().atMost(PATIENCE).until(() -> left(told(node)).isNegative() && asked.get() == 2);
        long failed = System.nanoTime();

        while (System.nanoTime() - failed < Duration.ofMillis(600).toNanos()) {
            assertThat(left(told(node))).isNegative();
        }
        assertThat(asked).hasValue(2);
        await().atMost(PATIENCE).until(() -> told(node) != null && asked.get() == 3);
    }

    private static Duration left(Outcome.Told told) {
        return Objects.requireNonNull(told.answered().provenance().left());
    }

    @Test
    void whoJoins_waitsNoLongerThanItsOwnTime_whateverTheOtherWaitsFor() {
        latency = Duration.ofSeconds(4);
        var first = begin(one);
        await().atMost(PATIENCE).untilAtomic(asked, org.hamcrest.Matchers.is(1));
        var hasty = new Reader("default", "hasty", Duration.ofMillis(500).minus(Inquiry.FETCH), 100);
        long begun = System.nanoTime();

        for (var node : List.of(one, other)) {
            var joined = (Outcome.Passed) result(reading(node, KEY, hasty, Demand.NONE));
            assertThat(problem(joined)).isEqualTo(Reason.FRONTU_TIMEOUT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(900), Duration.ofMillis(3000));
        assertThat(first).isNotDone();
        assertThat(text((Outcome.Told) first.join())).isEqualTo("{\"items\":[]}");
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoJoins_waitsForASlotNoLongerThanByItself() {
        var spent = new Reply.Failed(Problem.of(Reason.QUOTA_EXHAUSTED, "spent"), Reply.Sent.NOT_TRIED);
        Function<Reader, Uni<Reply>> held = reader -> {
            asked.incrementAndGet();
            return reader.maxWait().isZero()
                    ? Uni.createFrom().item(spent)
                    : Uni.createFrom().nothing();
        };
        reading(one, held, CacheBed.READER.waiting(Duration.ofSeconds(60)))
                .subscribe()
                .with(never -> {});
        await().atMost(PATIENCE).untilAtomic(asked, org.hamcrest.Matchers.is(1));
        long begun = System.nanoTime();

        for (var node : List.of(one, other)) {
            var joined = (Outcome.Passed) result(reading(node, held, CacheBed.READER.waiting(Duration.ofMillis(700))));
            assertThat(problem(joined)).isEqualTo(Reason.QUOTA_EXHAUSTED);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }

    private static Uni<Outcome> reading(CacheBed.Node node, Function<Reader, Uni<Reply>> send, Reader whose) {
        var ask = new VerbatimReads.Ask(whose, 1 << 20, PASSED_ON::contains, "x-of-frontu"::equals, send);
        return node.cache.verbatim().read(KEY, ask, Demand.NONE);
    }

    private static Reason problem(Outcome.Passed passed) {
        return ((Reply.Failed) passed.reply()).problem().reason();
    }

    @Test
    void failureOfFrontu_isMetTwiceAndNoMore() {
        frontu = () -> answer(503, "{}");
        latency = Duration.ofMillis(100);

        var reads = IntStream.range(0, 30).mapToObj(i -> begin(one)).toList();

        int asAnswered = 0;
        for (var read : reads) {
            var passed = (Outcome.Passed) read.join();
            if (passed.reply() instanceof Reply.Answer answer) {
                assertThat(answer.status()).isEqualTo(503);
                answer.body().discard();
                asAnswered++;
            } else {
                assertThat(problem(passed)).isEqualTo(Reason.FRONTU_UNAVAILABLE);
            }
        }
        assertThat(asAnswered).isEqualTo(2);
        assertThat(asked).hasValue(2);
    }

    @Test
    void whoWouldWaitLonger_isNotRefusedWithAnotherOfItsOwn() {
        whoIsRefused_doesNotFailTheOthers(CacheBed.READER.waiting(Duration.ofSeconds(2)));
    }

    @Test
    void whatHeldTheLeaderBack_doesNotFailTheOthers() {
        whoIsRefused_doesNotFailTheOthers(new Reader("default", "greedy", Duration.ofSeconds(5), 100));
    }

    private void whoIsRefused_doesNotFailTheOthers(Reader whose) {
        var spent = new Reply.Failed(Problem.of(Reason.QUOTA_EXHAUSTED, "spent"), Reply.Sent.NOT_TRIED);
        var gate = new CompletableFuture<Reply>();
        var leads = new AtomicBoolean();
        var greedy = new VerbatimReads.Ask(whose, 1 << 20, PASSED_ON::contains, "x-of-frontu"::equals, reader -> {
            leads.set(true);
            return Uni.createFrom().completionStage(gate);
        });
        var first = one.cache.verbatim().read(KEY, greedy, Demand.NONE).subscribeAsCompletionStage();
        await().untilTrue(leads);
        var others = IntStream.range(0, 20).mapToObj(i -> begin(one)).toList();
        latency = Duration.ofMillis(100);
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        gate.complete(spent);

        assertThat(problem((Outcome.Passed) first.join())).isEqualTo(Reason.QUOTA_EXHAUSTED);
        assertThat(others)
                .allSatisfy(read -> assertThat(text((Outcome.Told) read.join())).isEqualTo("{\"items\":[]}"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void garbageInRedis_isIgnoredAndReplaced() {
        told(one);
        one.redis
                .send(Request.cmd(Command.SET).arg(KEY.place().key()).arg("F9 garbage"))
                .await()
                .atMost(PATIENCE);

        assertThat(text(told(other))).isEqualTo("{\"items\":[]}");
        assertThat(text(told(node()))).isEqualTo("{\"items\":[]}");
        assertThat(asked).hasValue(2);
    }
}
