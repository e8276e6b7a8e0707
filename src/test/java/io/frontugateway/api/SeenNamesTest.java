package io.frontugateway.api;

import static io.frontugateway.testing.TestFrontu.faulty;
import static io.frontugateway.testing.TestFrontu.gatewayToFaulty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.FaultyFrontu.Arrival;
import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class SeenNamesTest {
    private static final Duration TAKES = Duration.ofMillis(400);

    private final String guid = UUID.randomUUID().toString();
    private final String systemId = "S-" + UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(strings = {"list", "single"})
    void writesUnderTwoNamesThatAReadHasShown_areSentOneAfterTheOther(String how) {
        var item = "{\"guid\":\"%s\",\"systemId\":\"%s\",\"title\":\"T\"}".formatted(guid, systemId);
        boolean listed = !how.equals("single");
        faulty().always(FaultyFrontu.json(200, listed ? "{\"items\":[" + item + "],\"next_page\":0}" : item));
        // Another test may have opened the account's breaker.
        await().until(() -> gatewayToFaulty()
                        .get(listed ? "/v1/clients?limit=1" : "/v1/clients/" + guid)
                        .statusCode()
                == 200);
        faulty().always(afterAWhile(FaultyFrontu.json(200, "{}")));

        write("{\"title\":\"1\",\"systemId\":\"" + systemId + "\"}");
        var last = write("{\"title\":\"2\",\"guid\":\"" + guid + "\"}");

        // Whole, too: all tests share one gateway, and nothing of this one is to be answered in the next.
        assertThat(gatewayToFaulty().get(last + "?wait=30").jsonPath().getString("state"))
                .isEqualTo("done");
        assertThat(ours()).hasSize(2);
        assertThat(ours().get(0).body()).contains(systemId);
        assertThat(ours().get(1).nanos() - ours().get(0).nanos()).isGreaterThan(TAKES.toNanos());
    }

    private static String write(String body) {
        return gatewayToFaulty()
                .contentType("application/json")
                .body(body)
                .post("/v1/clients")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
    }

    private List<Arrival> ours() {
        return faulty().arrivals().stream()
                .filter(arrival -> arrival.method().equals("POST"))
                .filter(arrival ->
                        arrival.body().contains(guid) || arrival.body().contains(systemId))
                .toList();
    }

    private static Handler<HttpServerRequest> afterAWhile(Handler<HttpServerRequest> behaviour) {
        return request -> Vertx.currentContext().owner().setTimer(TAKES.toMillis(), fired -> behaviour.handle(request));
    }
}
