package io.frontugateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorFaultTest extends SimulatorTestBase {
    private static JsonObject kind(String kind) {
        return new JsonObject().put("kind", kind);
    }

    private static boolean stored() throws Exception {
        settings(new JsonObject().putNull("faults"));
        return get("/clients/details?systemId=S-1").statusCode() == 200;
    }

    private static HttpResponse<String> create() throws Exception {
        return post("/clients", client("One", "S-1"));
    }

    private static void createImpatiently() {
        assertThatThrownBy(() -> send(api("/clients")
                        .timeout(Duration.ofMillis(200))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(client("One", "S-1").encode()))))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void status_hasNoEffectAndStaysWithinItsPathMethodAndTimes() throws Exception {
        fault(kind("status")
                .put("status", 502)
                .put("path", "/clients")
                .put("method", "POST")
                .put("times", 1));

        assertThat(get("/clients").statusCode()).isEqualTo(200);
        assertThat(post("/places", new JsonObject()).statusCode()).isEqualTo(400);
        assertThat(create().statusCode()).isEqualTo(502);
        assertThat(state().getJsonArray("faults").getJsonObject(0).getInteger("strikes"))
                .isEqualTo(1);
        assertThat(get("/clients/details?systemId=S-1").statusCode()).isEqualTo(404);
        assertThat(create().statusCode()).isEqualTo(201);
    }

    @Test
    void forced429_comesWithAndWithoutRetryAfter() throws Exception {
        fault(kind("status").put("status", 429));
        assertThat(get("/users").headers().firstValue("Retry-After")).isEmpty();
        fault(kind("status").put("status", 429).put("retryAfter", 7));
        assertThat(get("/users").headers().firstValue("Retry-After")).contains("7");
        fault(kind("status").put("status", 429).put("retryAfter", 7).put("retryAfterDate", true));
        assertThat(get("/users").headers().firstValue("Retry-After").orElse("")).endsWith("GMT");
    }

    @Test
    void rate_isAboutKept() throws Exception {
        fault(kind("status").put("rate", 0.5));
        int struck = 0;
        for (int i = 0; i < 200; i++) {
            struck += get("/regions").statusCode() == 503 ? 1 : 0;
        }

        assertThat(struck).isBetween(70, 130);
    }

    @Test
    void statusAfter_hasItsEffect() throws Exception {
        fault(kind("status-after").put("status", 500));

        assertThat(create().statusCode()).isEqualTo(500);
        assertThat(stored()).isTrue();
    }

    @Test
    void dropBefore_hasNoEffect() throws Exception {
        fault(kind("drop-before").put("path", "/clients"));

        assertThatThrownBy(SimulatorFaultTest::create).isInstanceOf(IOException.class);
        assertThat(stored()).isFalse();
    }

    @Test
    void dropAfter_hasItsEffect() throws Exception {
        fault(kind("drop-after").put("path", "/clients"));

        assertThatThrownBy(SimulatorFaultTest::create).isInstanceOf(IOException.class);
        assertThat(stored()).isTrue();
    }

    @Test
    void hang_neverAnswersAndHasNoEffect() throws Exception {
        fault(kind("hang"));

        createImpatiently();
        assertThat(stored()).isFalse();
    }

    @Test
    void lateEffect_comesAfterTheCallerHasGone() throws Exception {
        fault(kind("late-effect").put("path", "/clients").put("method", "POST").put("minMs", 500));

        createImpatiently();
        assertThat(get("/clients/details?systemId=S-1").statusCode()).isEqualTo(404);
        await().untilAsserted(() ->
                assertThat(get("/clients/details?systemId=S-1").statusCode()).isEqualTo(200));
    }

    @Test
    void latencyAndSlowAnswer_delay() throws Exception {
        settings(new JsonObject().put("minLatencyMs", 60).put("maxLatencyMs", 80));
        assertThat(millis()).isGreaterThanOrEqualTo(60);
        settings(new JsonObject().putNull("minLatencyMs").putNull("maxLatencyMs"));
        fault(kind("slow-answer").put("minMs", 100));
        assertThat(millis()).isGreaterThanOrEqualTo(100);
        fault(kind("latency").put("minMs", 100).put("maxMs", 110));
        assertThat(millis()).isGreaterThanOrEqualTo(100);
    }

    private static long millis() throws Exception {
        long began = System.nanoTime();
        assertThat(get("/regions").statusCode()).isEqualTo(200);
        return (System.nanoTime() - began) / 1_000_000;
    }

    @ParameterizedTest
    @ValueSource(strings = {"half-body", "html"})
    void spoiltBodies_areNoJson(String kind) throws Exception {
        fault(kind(kind));

        HttpResponse<String> answer = get("/regions");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> json(answer)).isInstanceOf(DecodeException.class);
    }

    @Test
    void cutBody_endsTooEarly() throws Exception {
        fault(kind("cut-body"));

        assertThatThrownBy(() -> get("/tasks")).isInstanceOf(IOException.class);
    }

    @Test
    void errorBody_saysErrorWith200_andNoContentSaysNothing() throws Exception {
        fault(kind("error-body"));
        assertThat(get("/regions").statusCode()).isEqualTo(200);
        assertThat(json(get("/regions")).getInteger("code")).isEqualTo(500);
        fault(kind("no-content"));
        assertThat(get("/regions").statusCode()).isEqualTo(204);
    }

    @Test
    void hugeBody_isWellFormedAndAsLongAsAsked() throws Exception {
        fault(kind("huge-body").put("bytes", 3_000_000));

        HttpResponse<String> answer = get("/regions");

        assertThat(answer.body()).hasSize(3_000_000);
        assertThat(json(answer).fieldNames()).containsExactly("title");
    }

    @Test
    void endlessBody_goesOnUntilTheCallerStops() throws Exception {
        fault(kind("endless-body"));

        HttpResponse<InputStream> answer = http.send(api("/regions").build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(5_000_000)).hasSize(5_000_000);
        }
        assertThat(state().getLong("arrivals")).isPositive();
    }
}
