package io.frontugateway.api;

import static io.frontugateway.api.PlainHttp.field;
import static io.frontugateway.api.PlainHttp.get;
import static io.frontugateway.api.PlainHttp.send;
import static io.frontugateway.api.PlainHttp.text;
import static io.frontugateway.testing.TestFrontu.simulator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of HTTP caching that the gateway keeps, over real HTTP, each test under the section it proves. Sections are those
 * of RFC 9111 unless another is named.
 */
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class CachingRulesTest {
    /** Answers stay fresh for an hour, and may not be stale. */
    private static final String FRESH = "/v1/equipment?limit=3";

    /** Answers are stale after a millisecond, and may be so for an hour. */
    private static final String GRACE = "/v1/materials?limit=3";

    /** Answers are stale after a millisecond, and may be so only while Frontu fails. */
    private static final String FAILING = "/v1/standardized-works?limit=3";

    private static final String CONTROL = "Cache-Control";

    @BeforeEach
    void resetSimulator() {
        simulator().post("/_simulator/reset").then().statusCode(200);
    }

    /** Tests in which Frontu fails may open its breaker, which the others share. */
    @AfterEach
    void recover() {
        resetSimulator();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get(FRESH, CONTROL, "no-cache").statusCode() == 200);
    }

    /** 4: a stored answer is reused without asking, and says so; RFC 9211, 2.1 and 2.3: hit, with what is left of its life. */
    @Test
    void freshAnswer_isReused() {
        var first = asked(FRESH);
        var again = get(FRESH);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(field(again, "ETag")).isEqualTo(field(first, "ETag"));
        assertThat(status(again)).matches("frontu-gateway; hit; ttl=\\d+");
        assertThat(left(again)).isBetween(1, 3600);
    }

    /** 4.2.1 and 5.2.2.1: how long it is fresh in all stands in max-age; 5.1: how much of that is over, in Age. */
    @Test
    void lifetimeAndAge_areTold() {
        asked(FRESH);
        var answer = get(FRESH);

        assertThat(field(answer, CONTROL)).isEqualTo("private, max-age=3600");
        assertThat(Integer.parseInt(field(answer, "Age")) + left(answer)).isBetween(3598, 3600);
    }

    /** 3.5 and 5.2.2.7: an answer to a request with a credential is the caller's own to keep. */
    @Test
    void answer_isPrivate() {
        assertThat(field(get(FRESH), CONTROL)).startsWith("private, ");
    }

    /** 4.1: what an answer depends on is named, so that no other cache mixes them up. */
    @Test
    void vary_namesWhatCounts() {
        for (var answer : List.of(get(FRESH), get(FRESH, "If-None-Match", "*"), send("HEAD", FRESH))) {
            assertThat(field(answer, "Vary"))
                    .isEqualTo("Authorization, X-Api-Key, Frontu-Account, Accept, Accept-Encoding");
        }
    }

    /** 4.3.2: a condition is judged against the stored answer, without asking. */
    @Test
    void storedAnswer_isValidatedHere() {
        var first = asked(FRESH);
        var held = get(FRESH, "If-None-Match", field(first, "ETag"));

        assertThat(held.statusCode()).isEqualTo(304);
        assertThat(held.body()).isEmpty();
        assertThat(status(held)).matches("frontu-gateway; hit; ttl=\\d+");
        assertThat(get(FRESH, "If-None-Match", "\"forged\"").statusCode()).isEqualTo(200);
    }

    /** 4.3.2 where Frontu has to be asked first; 4.3.4: nothing new keeps body and tag, and makes them young. */
    @Test
    void conditionOnWhatHasToBeAsked_isJudgedByTheNewAnswer() {
        var first = asked(FRESH);
        var held = get(FRESH, CONTROL, "no-cache", "If-None-Match", field(first, "ETag"));

        assertThat(held.statusCode()).isEqualTo(304);
        assertThat(status(held)).startsWith("frontu-gateway; fwd=request; fwd-status=200");
        assertThat(field(held, "Age")).isEqualTo("0");
        assertThat(field(held, "ETag")).isEqualTo(field(first, "ETag"));
    }

    /** RFC 9110, 9.3.2: HEAD is answered from what GET has stored. */
    @Test
    void head_isAnsweredFromTheStoredGet() {
        var first = asked(FRESH);
        var head = send("HEAD", FRESH);

        assertThat(status(head)).matches("frontu-gateway; hit; ttl=\\d+");
        assertThat(field(head, "ETag")).isEqualTo(field(first, "ETag"));
        assertThat(field(head, "Content-Length")).isEqualTo(Integer.toString(first.body().length));
        assertThat(head.body()).isEmpty();
    }

    /** 5.2.1.4: no-cache asks, however fresh what is stored; RFC 9211, 2.2: because the request wants it. */
    @ParameterizedTest
    @ValueSource(strings = {"no-cache", "NO-CACHE, max-stale", "max-age=5, no-cache", "no-cache=\"x\""})
    void noCache_asks(String control) {
        asked(FRESH);
        assertThat(status(get(FRESH, CONTROL, control))).startsWith("frontu-gateway; fwd=request; fwd-status=200");
    }

    /** 5.4: Pragma counts where there is no Cache-Control. */
    @Test
    void pragma_standsInForNoCache() {
        asked(FRESH);
        assertThat(status(get(FRESH, "Pragma", "no-cache"))).startsWith("frontu-gateway; fwd=request");
        assertThat(status(get(FRESH, "Pragma", "no-cache", CONTROL, "max-stale=1")))
                .startsWith("frontu-gateway; hit");
    }

    /** 5.2.1.1: nothing older than max-age; and nothing stale, unless max-stale allows it. */
    @Test
    void maxAge_boundsTheAge() {
        asked(FRESH);
        assertThat(status(get(FRESH, CONTROL, "max-age=3600"))).startsWith("frontu-gateway; hit");
        asked(GRACE);
        assertThat(status(get(GRACE, CONTROL, "max-age=3600"))).startsWith("frontu-gateway; fwd=stale");
        assertThat(status(get(GRACE, CONTROL, "max-age=3600, max-stale"))).startsWith("frontu-gateway; hit; ttl=-");
    }

    /** 5.2.1.3: fresh for so long yet, or asked for anew. */
    @Test
    void minFresh_looksAhead() {
        asked(FRESH);
        assertThat(status(get(FRESH, CONTROL, "min-fresh=60"))).startsWith("frontu-gateway; hit");
        assertThat(status(get(FRESH, CONTROL, "min-fresh=3601"))).startsWith("frontu-gateway; fwd=request");
        assertThat(status(get(FRESH, CONTROL, "min-fresh=99999999999999999999")))
                .startsWith("frontu-gateway; fwd=");
    }

    /** 5.2.1.2: max-stale allows staleness that would not be served otherwise, and bounds what would. */
    @Test
    void maxStale_saysHowStaleItMayBe() {
        asked(FAILING);
        assertThat(status(get(FAILING, CONTROL, "max-stale"))).startsWith("frontu-gateway; hit; ttl=-");
        assertThat(status(get(FAILING, CONTROL, "max-stale=600"))).startsWith("frontu-gateway; hit; ttl=-");
        assertThat(status(get(FAILING))).startsWith("frontu-gateway; fwd=stale");
        asked(GRACE);
        assertThat(status(get(GRACE, CONTROL, "max-stale=0"))).startsWith("frontu-gateway; fwd=stale");
    }

    /** 5.2.1.5: no-store keeps nothing of this exchange, and does not touch what others have stored. */
    @Test
    void noStore_isNotStored() {
        var path = "/v1/equipment?limit=2&updatedSince=1000000001";
        assertThat(status(get(path, CONTROL, "no-store, no-cache"))).doesNotContain("stored");
    }

    /** 5.2.1.7: only-if-cached never asks, also for what is never kept. */
    @Test
    void onlyIfCached_neverAsksForContents() {
        assertThat(get("/v1/files/some-guid/content", CONTROL, "only-if-cached").statusCode())
                .isEqualTo(504);
    }

    /** 5.2.1.7: only-if-cached never asks. */
    @Test
    void onlyIfCached_neverAsks() {
        var unknown = get("/v1/equipment/by-system-id/never-read", CONTROL, "only-if-cached");
        assertThat(unknown.statusCode()).isEqualTo(504);
        assertThat(text(unknown)).contains("urn:frontu-gateway:not-cached");
        asked(FRESH);
        assertThat(status(get(FRESH, CONTROL, "only-if-cached"))).startsWith("frontu-gateway; hit");
        assertThat(get(FRESH, CONTROL, "only-if-cached, max-age=0, min-fresh=5").statusCode())
                .isIn(200, 504);
    }

    /** Directives that contradict each other: nothing may be asked, and nothing stored will do. */
    @Test
    void onlyIfCachedWithNoCache_cannotBeMet() {
        asked(FRESH);
        assertThat(get(FRESH, CONTROL, "only-if-cached, no-cache").statusCode()).isEqualTo(504);
        assertThat(get(FRESH, CONTROL, "only-if-cached, min-fresh=7200").statusCode())
                .isEqualTo(504);
    }

    /** Where one directive takes what another rules out, the stricter one counts. */
    @Test
    void contradiction_isReadStrictly() {
        asked(FRESH);
        for (var control : List.of("no-cache, max-stale=7200", "min-fresh=7200, max-stale", "max-age=60, no-cache")) {
            assertThat(status(get(FRESH, CONTROL, control))).as(control).startsWith("frontu-gateway; fwd=request");
        }
        assertThat(status(get(FRESH, CONTROL, "max-age=3600, max-age=nonsense")))
                .startsWith("frontu-gateway; hit");
        assertThat(status(get(FRESH, CONTROL, "no-store, only-if-cached"))).startsWith("frontu-gateway; hit");
    }

    /** 5.2.3 and 1.2.2: what is not known or makes no sense is passed over, and costs no request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=soon",
                "max-age=-1",
                "max-age=",
                "max-age=1e9",
                "min-fresh=-5",
                "max-stale=x",
                "unheard-of=\"no-cache\"",
                ",,,;;==\"",
                "max-age=99999999999999999999999999999999"
            })
    void nonsense_isPassedOver(String control) {
        asked(FRESH);
        assertThat(status(get(FRESH, CONTROL, control))).startsWith("frontu-gateway; hit");
    }

    /** 4.2.4: stale within grace is served at once, says so, and is refreshed behind the scenes. */
    @Test
    void staleWithinGrace_isServed() {
        asked(GRACE);
        var stale = get(GRACE);

        assertThat(status(stale)).matches("frontu-gateway; hit; ttl=-\\d+");
        assertThat(stale.statusCode()).isEqualTo(200);
    }

    /** 4.2.4 and RFC 5861, 4: stale after a failed ask, up to stale-if-error; RFC 9211, 2.4: with what Frontu answered. */
    @Test
    void staleIfFrontuFails_isServedAndSaysSo() {
        var first = asked(FAILING);
        failing();

        var stale = get(FAILING);
        assertThat(stale.statusCode()).isEqualTo(200);
        // The breaker may have been opened by another test; then nothing is asked.
        assertThat(status(stale))
                .matches("frontu-gateway; (fwd=stale; fwd-status=503|hit; ttl=-\\d+); detail=stale-if-error");
        assertThat(stale.body()).isEqualTo(first.body());
        assertThat(get(FAILING, "If-None-Match", field(first, "ETag")).statusCode())
                .isEqualTo(304);
    }

    /** 5.2.1.4: who says no-cache never gets what is stale, be Frontu as it may. */
    @Test
    void noCache_isNeverAnsweredStale() {
        asked(FAILING);
        failing();

        var refused = get(FAILING, CONTROL, "no-cache");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(field(refused, CONTROL)).isEqualTo("no-store");
        assertThat(get(FAILING, CONTROL, "max-stale=0").statusCode()).isEqualTo(503);
    }

    /** 2: the key is what is asked for, not how it is spelt. */
    @Test
    void equivalentSpellings_shareAnAnswer() {
        var moment = "/v1/equipment?limit=2&updatedSince=";
        var tag = field(get(moment + "1000000000"), "ETag");

        for (var other : List.of(
                moment + "2001-09-09T01:46:40Z",
                moment + "2001-09-09T03:46:40%2B02:00",
                moment + "1000000000.9",
                "/v1/equipment?updatedSince=1000000000&limit=2")) {
            var answer = get(other);
            assertThat(status(answer)).as(other).startsWith("frontu-gateway; hit");
            assertThat(field(answer, "ETag")).isEqualTo(tag);
        }
    }

    /** Permissions come before the cache: what one may read is not shown to another. */
    @Test
    void storedAnswer_isShownToThoseWhoMayReadIt() {
        asked(FRESH);
        TestFrontu.gateway(TestFrontu.LIMITED_KEY).get(FRESH).then().statusCode(403);
        TestFrontu.gateway("no-such-key").get(FRESH).then().statusCode(401);
    }

    /** Keys may be long; what is refused is refused before it takes room. */
    @Test
    void longParameters_areAnsweredProperly() {
        var long10k = "x".repeat(10_000);

        assertThat(get("/v1/tasks?limit=1&code=" + long10k).statusCode()).isIn(200, 422);
        assertThat(get("/v1/equipment?" + long10k + "=1").statusCode()).isEqualTo(400);
        assertThat(get("/v1/equipment/" + long10k).statusCode()).isEqualTo(400);
        assertThat(get(FRESH, "If-None-Match", '"' + long10k + '"').statusCode())
                .isEqualTo(200);
    }

    /** Reads a list from Frontu, so that it is stored and young. */
    private static HttpResponse<byte[]> asked(String path) {
        var answer = get(path, CONTROL, "no-cache");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(status(answer)).startsWith("frontu-gateway; fwd=").contains("stored");
        return answer;
    }

    private static void failing() {
        simulator()
                .contentType("application/json")
                .body("{\"faults\":[{\"path\":\"/\",\"kind\":\"status\",\"status\":503}]}")
                .patch("/_simulator/settings")
                .then()
                .statusCode(200);
    }

    private static String status(HttpResponse<?> answer) {
        return field(answer, "Cache-Status");
    }

    private static int left(HttpResponse<?> answer) {
        return Integer.parseInt(status(answer).replaceAll(".*ttl=(-?\\d+).*", "$1"));
    }
}
