package io.frontugateway.api;

import static io.frontugateway.api.BadInputTest.problem;
import static io.frontugateway.testing.TestFrontu.KEY;
import static io.frontugateway.testing.TestFrontu.LIMITED_KEY;
import static io.frontugateway.testing.TestFrontu.gateway;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class CredentialsTest {
    private static final String PATH = "/v1/clients?limit=1";

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER  "})
    void keyAsBearer_isAccepted(String scheme) {
        given().header("Authorization", scheme + KEY).get(PATH).then().statusCode(200);
    }

    @Test
    void keyInItsOwnHeader_isAccepted() {
        given().header("X-Api-Key", KEY).get(PATH).then().statusCode(200);
    }

    @Test
    void sameKeyTwice_isOneKey() {
        given().header("Authorization", "Bearer " + KEY)
                .header("X-Api-Key", KEY)
                .get(PATH)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic a2V5LW9mLXRlc3Rlcg==", "key-of-tester"})
    void noKeyOrAWrongOne_isUnauthenticated(String authorization) {
        var request = authorization.isEmpty() ? given() : given().header("Authorization", authorization);

        problem(request.get(PATH).then(), 401, "unauthenticated").header("WWW-Authenticate", startsWith("Bearer"));
    }

    @Test
    void twoDifferentKeys_areRefused() {
        var request = given().header("Authorization", "Bearer " + KEY).header("X-Api-Key", LIMITED_KEY);

        problem(request.get(PATH).then(), 400, "invalid-parameter").body("detail", containsString("two different"));
    }

    @Test
    void keyInTheQuery_countsOnThePassthroughOnly() {
        given().get("/client/api/v2/clients?items=1&access_token=" + KEY).then().statusCode(200);
        problem(given().get("/v1/clients?access_token=" + KEY).then(), 401, "unauthenticated");
        var twice = given().header("X-Api-Key", LIMITED_KEY);
        problem(twice.get("/client/api/v2/clients?access_token=" + KEY).then(), 400, "invalid-parameter");
    }

    @Test
    void missingPermission_isForbiddenAndNamed() {
        gateway(LIMITED_KEY).get(PATH).then().statusCode(200);
        problem(gateway(LIMITED_KEY).get("/v1/tasks").then(), 403, "forbidden")
                .body("detail", containsString("tasks:read"));
        problem(gateway(LIMITED_KEY).get("/v1/files/some-guid/content").then(), 403, "forbidden")
                .body("detail", containsString("files:read"));
        problem(gateway(LIMITED_KEY).get("/client/api/v2/clients").then(), 403, "forbidden")
                .body("detail", containsString("passthrough"));
    }

    @Test
    void account_isTheClientsOwnOrANamedOneItMayUse() {
        problem(
                gateway(LIMITED_KEY)
                        .header("Frontu-Account", "faulty")
                        .get(PATH)
                        .then(),
                403,
                "forbidden");
        problem(
                gateway(LIMITED_KEY)
                        .header("Frontu-Account", "no-such-account")
                        .get(PATH)
                        .then(),
                403,
                "forbidden");
        gateway(LIMITED_KEY)
                .header("Frontu-Account", "default")
                .get(PATH)
                .then()
                .statusCode(200);
    }

    @Test
    void descriptionOfTheApi_isOpen() {
        given().get("/q/openapi?format=json").then().statusCode(200).body("openapi", startsWith("3."));
        given().get("/q/swagger-ui/").then().statusCode(200);
        given().get("/v1/resources").then().statusCode(401);
    }

    @Test
    void requestId_isTheCallersIfSane() {
        gateway().header("X-Request-Id", "order-17:a").get(PATH).then().header("X-Request-Id", is("order-17:a"));
        gateway().header("X-Request-Id", "a b\tc").get(PATH).then().header("X-Request-Id", containsString("-"));
        gateway()
                .header("X-Request-Id", "x".repeat(200))
                .get("/v1/nothing")
                .then()
                .header("X-Request-Id", org.hamcrest.Matchers.hasLength(36));
    }
}
