package io.frontugateway.api;

import static io.frontugateway.api.BadInputTest.problem;
import static io.frontugateway.testing.TestFrontu.LIMITED_KEY;
import static io.frontugateway.testing.TestFrontu.faulty;
import static io.frontugateway.testing.TestFrontu.gateway;
import static io.frontugateway.testing.TestFrontu.gatewayToFaulty;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class StatusTest {
    private static final String READ = "/v1/clients?limit=1";
    private static final String EMPTY_LIST = "{\"next_page\":0,\"items\":[]}";

    @TestHTTPResource(value = "/health/ready", management = true)
    String ready;

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics;

    /** Tests share one gateway, so the breaker may still be open from another. */
    @BeforeEach
    @AfterEach
    void mendFrontu() {
        faulty().always(FaultyFrontu.json(200, EMPTY_LIST));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gatewayToFaulty().get(READ).statusCode() == 200);
        faulty().always(FaultyFrontu.json(200, "{}"));
    }

    @Test
    void status_isForAnyClient_andForNobodyElse() {
        gateway(LIMITED_KEY)
                .get("/v1/status")
                .then()
                .statusCode(200)
                .header("Cache-Control", is("no-store"))
                .body("version", notNullValue())
                .body("degraded.next", nullValue())
                .body("accounts.default.breaker", is("closed"))
                .body("redis.inReach", is(true))
                .body("redis.durable", is(true))
                .body("redis.cannotPromise.items", empty())
                .body("accounts.default.queue.paused", is(false))
                .body("accounts.default.queue.queued", notNullValue())
                .body("redis.cannotPromise", hasKey("next"));
        problem(given().get("/v1/status").then(), 401, "unauthenticated");
        problem(gateway().get("/v1/status?verbose=1").then(), 400, "invalid-parameter");
    }

    @Test
    void refusedKey_isToldEverywhere_untilFrontuAcceptsOne() {
        faulty().always(FaultyFrontu.json(401, "{\"error\":\"invalid_grant\"}"));
        gatewayToFaulty().get(READ).then().statusCode(502);

        status().body("status", is("degraded"))
                .body("degraded.items.reason", hasItem("key-refused"))
                .body("accounts.faulty.key.state", is("refused"));
        given().get(ready).then().statusCode(200).body("checks.data.key-refused", hasItem(notNullValue()));
        assertThat(given().get(metrics).asString()).contains("frontu_key_accepted{account=\"faulty\"} 0.0");

        faulty().always(FaultyFrontu.json(200, EMPTY_LIST));
        gatewayToFaulty().get(READ).then().statusCode(200);

        status().body("degraded.items.reason", not(hasItem("key-refused")))
                .body("accounts.faulty.key.state", is("accepted"));
        assertThat(given().get(metrics).asString()).contains("frontu_key_accepted{account=\"faulty\"} 1.0");
    }

    @Test
    void openBreaker_isToldEverywhere_andTheReplicaStaysReady() {
        faulty().always(FaultyFrontu.json(503, "{}"));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            gatewayToFaulty().get(READ);
            return given().get(metrics).asString().contains("frontu_breaker_open{account=\"faulty\"} 1.0");
        });

        status().body("degraded.items.reason", hasItem("breaker-open"))
                .body("accounts.faulty.breaker", not(is("closed")))
                .body("accounts.default.breaker", is("closed"));
        given().get(ready)
                .then()
                .statusCode(200)
                .body("status", is("UP"))
                .body("checks.data.breaker-open", hasItem(notNullValue()));
    }

    private static ValidatableResponse status() {
        return gateway().get("/v1/status").then().statusCode(200);
    }
}
