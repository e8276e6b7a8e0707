package io.frontugateway.api;

import static io.frontugateway.testing.TestFrontu.faulty;
import static io.frontugateway.testing.TestFrontu.gateway;
import static io.frontugateway.testing.TestFrontu.gatewayToFaulty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.CollectedSpans;
import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.TestFrontu;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String PATH = "/client/api/v2/clients?items=1";

    @Inject
    CollectedSpans spans;

    @AfterEach
    void stop() {
        spans.stop();
    }

    @Test
    void callersTrace_goesOnToFrontu() {
        askUnder("01");

        assertThat(sentToFrontu())
                .startsWith("00-" + TRACE + "-")
                .endsWith("-01")
                .doesNotContain(CALLER);
    }

    @Test
    void traceThatTheCallerDoesNotSample_goesOnUnsampled() {
        askUnder("00");

        assertThat(sentToFrontu()).startsWith("00-" + TRACE + "-").endsWith("-00");
    }

    @Test
    void requestWithoutATrace_getsOne() {
        faulty().always(FaultyFrontu.json(200, "{}"));
        gatewayToFaulty().get(PATH).then().statusCode(200);

        assertThat(sentToFrontu()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]").doesNotContain(TRACE);
    }

    @Test
    void spans_reachFromTheCallerToTheRequestThatFrontuGets() {
        spans.start();
        askUnder("01");

        await().untilAsserted(() -> {
            var server = spanBelow(CALLER);
            var cache = spanBelow(server.getSpanId());
            assertThat(cache.getName()).isEqualTo("cache");
            assertThat(cacheResult(cache)).isEqualTo("miss");
            var upstream = spanBelow(cache.getSpanId());
            assertThat(upstream.getName()).isEqualTo("upstream");
            assertThat(namesBelow(upstream)).containsExactlyInAnyOrder("quota.wait", "GET passthrough");
        });
        assertThat(spans.ended())
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(TRACE));
        assertThat(sentToFrontu()).contains(span("GET passthrough").getSpanId());
    }

    @Test
    void readFromTheCache_saysSoAndHasNothingBelow() {
        gateway().get("/v1/equipment?limit=1").then().statusCode(200);
        spans.start();
        gateway()
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                .get("/v1/equipment?limit=1")
                .then()
                .statusCode(200);

        await().untilAsserted(() -> {
            var server = spanBelow(CALLER);
            assertThat(cacheResult(server)).isEqualTo("hit");
            assertThat(namesBelow(server)).isEmpty();
        });
    }

    @Test
    void queuedWrite_leadsBackToTheRequestThatMadeIt() {
        faulty().always(FaultyFrontu.json(200, "{}"));
        spans.start();
        gatewayToFaulty()
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                .header("Prefer", "wait=20")
                .contentType("application/json")
                .body("{\"title\":\"Traced\"}")
                .put("/v1/clients/by-system-id/traced")
                .then()
                .statusCode(200);

        await().untilAsserted(() -> {
            var send = span("write.send");
            var server = spanBelow(CALLER);
            assertThat(send.getLinks()).singleElement().satisfies(link -> {
                assertThat(link.getSpanContext().getTraceId()).isEqualTo(TRACE);
                assertThat(link.getSpanContext().getSpanId()).isEqualTo(server.getSpanId());
            });
            assertThat(send.getTraceId()).isNotEqualTo(TRACE);
            assertThat(namesBelow(send)).containsExactly("upstream");
            assertThat(sentToFrontu()).startsWith("00-" + send.getTraceId() + "-");
        });
    }

    private static void askUnder(String flags) {
        faulty().always(FaultyFrontu.json(200, "{}"));
        gatewayToFaulty()
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-" + flags)
                .get(PATH)
                .then()
                .statusCode(200);
    }

    private static String sentToFrontu() {
        var arrivals = faulty().arrivals();
        return arrivals.get(arrivals.size() - 1).headers().get("traceparent");
    }

    private static String cacheResult(SpanData span) {
        return span.getAttributes().get(AttributeKey.stringKey("frontu_gateway.cache.result"));
    }

    private SpanData spanBelow(String parent) {
        return first(span -> span.getParentSpanId().equals(parent));
    }

    private SpanData span(String name) {
        return first(span -> span.getName().equals(name));
    }

    private SpanData first(Predicate<SpanData> wanted) {
        return spans.ended().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not among " + spans.ended()));
    }

    private List<String> namesBelow(SpanData parent) {
        return spans.ended().stream()
                .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
                .map(SpanData::getName)
                .toList();
    }
}
