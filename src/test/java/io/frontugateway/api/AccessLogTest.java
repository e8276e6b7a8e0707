package io.frontugateway.api;

import static io.frontugateway.testing.TestFrontu.LIMITED_KEY;
import static io.frontugateway.testing.TestFrontu.faulty;
import static io.frontugateway.testing.TestFrontu.gateway;
import static io.frontugateway.testing.TestFrontu.gatewayToFaulty;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.CollectedLog;
import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class AccessLogTest {
    private CollectedLog log;

    @BeforeEach
    void collect() {
        log = CollectedLog.of("io.frontugateway.access", Level.INFO);
    }

    @AfterEach
    void stop() {
        log.close();
        faulty().always(FaultyFrontu.json(200, "{}"));
    }

    @Test
    void line_saysWhoAskedForWhatAndWhatItCost() {
        gateway().header("X-Request-Id", "order-17").get("/client/api/v2/clients?items=1");

        assertThat(line().context())
                .containsEntry("requestId", "order-17")
                .containsEntry("client", "tester")
                .containsEntry("account", "default")
                .containsEntry("method", "GET")
                .containsEntry("route", "/client/api/v2/*")
                .containsEntry("resource", "passthrough")
                .containsEntry("status", "200")
                .containsEntry("upstreamRequests", "1")
                .containsKeys("durationMs", "waitMs")
                .doesNotContainKey("cut");
        assertThat(line().text()).contains("resource=passthrough cache=miss status=200");
    }

    @Test
    void everyAttempt_isCounted() {
        faulty().next(FaultyFrontu.json(503, "{}")).next(FaultyFrontu.json(503, "{}"));
        faulty().always(FaultyFrontu.json(200, "{\"items\":[],\"next_page\":0}"));

        gatewayToFaulty().get("/v1/places?limit=1").then().statusCode(200);

        assertThat(line().context())
                .containsEntry("route", "/v1/:resource")
                .containsEntry("resource", "places")
                .containsEntry("upstreamRequests", "3");
    }

    @Test
    void refusals_haveALineToo_withoutIdentifiersAndQueries() {
        gateway(LIMITED_KEY).get("/v1/tasks/by-system-id/anna@example.com?colour=red");
        assertThat(line().context())
                .containsEntry("client", "limited")
                .containsEntry("status", "403")
                .containsEntry("upstreamRequests", "0");
        assertThat(line().text()).doesNotContain("anna").doesNotContain("red");
    }

    @Test
    void requestThatIsNotServedAtAll_hasALine() {
        given().get("/v1/unicorns/secret-name");
        assertThat(line().context()).containsEntry("status", "401").doesNotContainKey("client");
        assertThat(line().text()).doesNotContain("secret-name").doesNotContain("unicorns");
    }

    @Test
    void answerThatBreaksOff_isMarked() {
        faulty().always(FaultyFrontu.half("{\"half\":"));

        try {
            gatewayToFaulty().get("/client/api/v2/clients").asString();
        } catch (Exception cutOff) {
            assertThat(cutOff).isNotNull();
        }

        assertThat(line().context()).containsEntry("cut", "true");
    }

    private CollectedLog.Line line() {
        await().until(() -> !log.lines().isEmpty());
        return log.lines().get(0);
    }
}
