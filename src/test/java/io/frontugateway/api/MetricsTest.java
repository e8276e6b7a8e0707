package io.frontugateway.api;

import static io.frontugateway.testing.TestFrontu.faulty;
import static io.frontugateway.testing.TestFrontu.gateway;
import static io.frontugateway.testing.TestFrontu.gatewayToFaulty;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The metrics under the names that dashboards and alerts know. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class MetricsTest {
    private static final Pattern LABELS = Pattern.compile("frontu_upstream_requests_total\\{(.*)} .*");

    @TestHTTPResource(value = "/metrics", management = true)
    String metrics;

    @AfterEach
    void mend() {
        faulty().always(FaultyFrontu.json(200, "{}"));
    }

    @Test
    void upstream_isCountedAndTimed_byResourceMethodAndOutcome() {
        var before = count("frontu_upstream_429_total");
        faulty().always(FaultyFrontu.answer(429, "application/json", Buffer.buffer("{}"), "Retry-After", "1"));
        gatewayToFaulty().get("/client/api/v2/clients").then().statusCode(429);

        assertThat(count("frontu_upstream_requests_total{method=\"GET\",outcome=\"limited\",resource=\"passthrough\"}"))
                .isPositive();
        assertThat(count("frontu_upstream_429_total")).isEqualTo(before + 1);
        assertThat(count("frontu_upstream_seconds_count")).isPositive();
        assertThat(count("frontu_upstream_seconds_sum")).isPositive();
        // The gate is closed for all accounts behind this address; what asks next reopens it.
        await().until(() -> gateway().get("/client/api/v2/clients?items=1").statusCode() == 200);
    }

    @Test
    void gauges_areThere_forEveryAccount() {
        for (var account : new String[] {"default", "faulty", "gone"}) {
            assertThat(count("frontu_breaker_open{account=\"%s\"}".formatted(account)))
                    .isBetween(0.0, 1.0);
            assertThat(count("frontu_key_accepted{account=\"%s\"}".formatted(account)))
                    .isBetween(0.0, 1.0);
        }
        assertThat(count("frontu_store_up")).isEqualTo(1);
    }

    @Test
    void labels_areOfFewValues_whateverIsAsked() {
        faulty().always(FaultyFrontu.json(404, "{}"));
        gatewayToFaulty().get("/v1/clients/some-guid-that-is-no-label");
        gatewayToFaulty().get("/client/api/v2/some/path/that/is/no/label");

        var text = given().get(metrics).asString();
        assertThat(text).doesNotContain("no-label").doesNotContain("some/path");
        var resources = new TreeSet<String>();
        LABELS.matcher(text).results().forEach(found -> resources.add(found.group(1)));
        assertThat(resources).isNotEmpty();
    }

    private double count(String sample) {
        return given().get(metrics)
                .asString()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }
}
