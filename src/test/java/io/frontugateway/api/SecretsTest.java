package io.frontugateway.api;

import static io.frontugateway.testing.TestFrontu.FRONTU_KEY;
import static io.frontugateway.testing.TestFrontu.KEY;
import static io.frontugateway.testing.TestFrontu.faulty;
import static io.frontugateway.testing.TestFrontu.gateway;
import static io.frontugateway.testing.TestFrontu.gatewayToFaulty;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.CollectedLog;
import io.frontugateway.testing.CollectedSpans;
import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.logging.Level;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Neither Frontu's key nor a client's is in anything that leaves the gateway, but for the one header that Frontu gets. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class SecretsTest {
    private static final String WRONG = "wrong-but-secret";
    private static final List<String> SECRETS = List.of(FRONTU_KEY, KEY, WRONG, "simulator-key");
    private static final String LIST = "/v1/clients?limit=5";
    private static final String AS_IT_IS = "/client/api/v2/clients?items=1&access_token=";

    @Inject
    CollectedSpans spans;

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics;

    @TestHTTPResource(value = "/health", management = true)
    String health;

    @BeforeEach
    void collect() {
        spans.start();
    }

    @AfterEach
    void mend() {
        spans.stop();
        faulty().always(FaultyFrontu.json(200, "{}"));
    }

    @Test
    void noLogLine_holdsASecret_atAnyLevel() {
        try (var log = CollectedLog.of("", Level.ALL)) {
            sendSecretsEveryWhichWay();

            assertThat(log.lines())
                    .isNotEmpty()
                    .filteredOn(line -> !isTheTestsOwnClient(line.logger()))
                    .allSatisfy(line -> assertFreeOfSecrets(line.logger() + " " + line.text()));
        }
    }

    @Test
    void noSpan_holdsASecretOrAQuery() {
        sendSecretsEveryWhichWay();

        await().until(() ->
                spans.ended().stream().anyMatch(span -> span.getName().equals("GET passthrough")));
        assertThat(spans.ended()).isNotEmpty().allSatisfy(span -> assertFreeOfSecrets(span.toString()));
        assertThat(spans.ended().toString()).doesNotContain("items=1").doesNotContain("limit=5");
    }

    @Test
    void noAnswer_holdsASecret() {
        for (var answer : sendSecretsEveryWhichWay()) {
            assertFreeOfSecrets(answer.asString() + answer.headers());
        }
        assertFreeOfSecrets(gateway().get("/v1/status").asString());
        assertFreeOfSecrets(given().get(metrics).asString());
        assertFreeOfSecrets(given().get(health).asString());
    }

    private static List<Response> sendSecretsEveryWhichWay() {
        var right = gateway().get(AS_IT_IS + KEY);
        var parrot = "{\"message\":\"bad key " + FRONTU_KEY + "\"}";
        faulty().always(FaultyFrontu.answer(
                400, "application/json", Buffer.buffer(parrot), "X-Echo", "Bearer " + FRONTU_KEY));
        var parroted = gatewayToFaulty().get(LIST);
        var parrotedAsItIs = gatewayToFaulty().get(AS_IT_IS + KEY);
        faulty().always(FaultyFrontu.drop());
        var dropped = gatewayToFaulty().get(LIST);
        faulty().always(FaultyFrontu.json(401, parrot));
        var refused = gatewayToFaulty().get(AS_IT_IS + KEY);
        var broken = RawRequest.send("GET " + AS_IT_IS + KEY + "&x=%zz HTTP/1.1");
        assertThat(broken).startsWith("HTTP/1.1 400 ").doesNotContain(KEY);
        return List.of(
                right,
                parroted,
                parrotedAsItIs,
                dropped,
                refused,
                gateway(WRONG).get(LIST),
                given().get(AS_IT_IS + WRONG),
                given().header("X-Api-Key", WRONG).get("/v1/nothing/at/all/here"),
                gateway().get("/v1/clients?access_token=" + WRONG));
    }

    private static void assertFreeOfSecrets(String text) {
        SECRETS.forEach(secret -> assertThat(text).doesNotContain(secret));
    }

    private static boolean isTheTestsOwnClient(String logger) {
        return logger.startsWith("org.apache.http") || logger.startsWith("io.restassured");
    }
}
