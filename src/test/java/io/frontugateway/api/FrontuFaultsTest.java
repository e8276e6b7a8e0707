package io.frontugateway.api;

import static io.frontugateway.api.BadInputTest.problem;
import static io.frontugateway.testing.TestFrontu.FRONTU_KEY;
import static io.frontugateway.testing.TestFrontu.KEY;
import static io.frontugateway.testing.TestFrontu.faulty;
import static io.frontugateway.testing.TestFrontu.gateway;
import static io.frontugateway.testing.TestFrontu.gatewayToFaulty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class FrontuFaultsTest {
    private static final String LIST = "/v1/clients?limit=5";

    @AfterEach
    void mendFrontu() {
        faulty().always(FaultyFrontu.json(200, "{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\":[{\"guid\":\"a\"},{\"gu",
                "{\"error\":\"broken\",\"error_description\":\"inside\"}",
                "{\"code\":500,\"message\":\"inside\"}",
                "{\"items\":[1,2]}",
                "[[]]",
                "17",
                "",
            })
    void answerThatIsNoList_isABadAnswer(String body) {
        faulty().always(FaultyFrontu.json(200, body));

        problem(gatewayToFaulty().get(LIST).then(), 502, "frontu-bad-answer");
    }

    @Test
    void htmlPage_isABadAnswer() {
        faulty().always(FaultyFrontu.answer(200, "text/html", Buffer.buffer("<html>Log in</html>")));

        problem(gatewayToFaulty().get(LIST).then(), 502, "frontu-bad-answer");
        problem(gatewayToFaulty().get("/v1/clients/some-guid").then(), 502, "frontu-bad-answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/clients?limit=5", "/v1/clients/some-guid", "/v1/clients/by-system-id/x"})
    void everyRead_meetsTheSameFaults(String path) {
        faulty().always(FaultyFrontu.answer(204, "application/json", Buffer.buffer()));
        problem(gatewayToFaulty().get(path).then(), 502, "frontu-bad-answer");
        faulty().always(FaultyFrontu.half("{\"items\":[{\"guid\":"));
        problem(gatewayToFaulty().get(path).then(), 502, "frontu-bad-answer");
        faulty().always(FaultyFrontu.json(200, "{\"code\":500,\"message\":\"inside\"}"));
        problem(gatewayToFaulty().get(path).then(), 502, "frontu-bad-answer");
        gateway().get(LIST).then().statusCode(200);
    }

    @Test
    void nextPageThatNeverEnds_isABadAnswer_andOneThatPointsBackIsTheEnd() {
        faulty().always(request -> {
            var page = Integer.parseInt(request.getParam("page"));
            FaultyFrontu.json(200, "{\"next_page\":%d,\"items\":[{\"guid\":\"a\"}]}".formatted(page + 1))
                    .handle(request);
        });
        problem(gatewayToFaulty().get(LIST).then(), 502, "frontu-bad-answer");

        faulty().always(FaultyFrontu.json(200, "{\"next_page\":1,\"items\":[{\"guid\":\"a\"}]}"));
        gatewayToFaulty().get("/v1/places?limit=5").then().statusCode(200).body("items.guid", is(List.of("a")));
    }

    @Test
    void endlessAndHugeBodies_areCut() {
        faulty().always(FaultyFrontu.flood(-1));
        problem(gatewayToFaulty().get(LIST).then(), 502, "frontu-bad-answer");
        faulty().always(FaultyFrontu.flood(300L * 1024 * 1024));
        problem(gatewayToFaulty().get(LIST).then(), 502, "frontu-bad-answer");
    }

    @Test
    void refusal_keepsWhatFrontuSaid() {
        faulty().always(FaultyFrontu.json(403, "{\"message\":\"The feature is off\"}"));

        problem(gatewayToFaulty().get(LIST).then(), 422, "frontu-refused")
                .body("upstream.status", is(403))
                .body("upstream.body.message", is("The feature is off"));
    }

    @Test
    void refusedKey_isNotTheCallersFault() {
        faulty().always(FaultyFrontu.json(401, "{\"error\":\"invalid_grant\"}"));

        problem(gatewayToFaulty().get(LIST).then(), 502, "frontu-unauthorized");
        problem(gatewayToFaulty().get("/client/api/v2/clients").then(), 502, "frontu-unauthorized")
                .body("code", is(502));
    }

    @Test
    void frontusLimit_isToldWithItsRetryAfter() {
        faulty().always(FaultyFrontu.answer(429, "application/json", Buffer.buffer("{}"), "Retry-After", "2"));

        problem(gatewayToFaulty().get(LIST).then(), 429, "quota-exhausted").header("Retry-After", is("2"));

        // The gate is closed for all accounts behind this address; what asks next reopens it.
        await().until(() -> gateway().get(LIST).statusCode() == 200);
    }

    @Test
    void silence_isATimeout_andAClosedPortIsUnavailable() {
        faulty().always(FaultyFrontu.hang());

        problem(gatewayToFaulty().get(LIST).then(), 504, "frontu-timeout");
        problem(gateway().header("Frontu-Account", "gone").get(LIST).then(), 503, "frontu-unavailable");
        gateway().get(LIST).then().statusCode(200);
    }

    @Test
    void passthrough_isVerbatim_withTheCredentialExchanged() {
        faulty().always(FaultyFrontu.answer(
                418, "application/json", Buffer.buffer("{\"a\": 1.10}"), "X-Frontu", "kept"));

        var answer = gatewayToFaulty().get("/client/api/v2/some%2Fpath?b=2&a=%20x&access_token=" + KEY + "&c");

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body().asString()).isEqualTo("{\"a\": 1.10}");
        assertThat(answer.header("X-Frontu")).isEqualTo("kept");
        var arrivals = faulty().arrivals();
        var arrived = arrivals.get(arrivals.size() - 1);
        assertThat(arrived.uri()).isEqualTo("/client/api/v2/some%2Fpath?b=2&a=%20x&c");
        assertThat(arrived.headers().getAll("Authorization")).containsExactly("Bearer " + FRONTU_KEY);
        assertThat(arrived.headers().toString()).doesNotContain(KEY);
    }
}
