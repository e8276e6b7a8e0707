package io.frontugateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

class SimulatorLimitTest extends SimulatorTestBase {
    @Test
    void overTheLimit_isRefusedWithATrueRetryAfter() throws Exception {
        settings(new JsonObject().put("limit", 3).put("windowMs", 60_000));
        for (int i = 0; i < 3; i++) {
            assertThat(get("/regions").statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = get("/regions");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElse("0")))
                .isBetween(58, 60);
        assertThat(state().getLong("refusals")).isEqualTo(1);
        assertThat(state().getInteger("worstWindow")).isEqualTo(4);
    }

    @Test
    void retryAfter_canBeADateOrAbsent() throws Exception {
        settings(new JsonObject().put("limit", 1).put("windowMs", 60_000).put("retryAfter", "date"));
        get("/regions");
        String date = get("/regions").headers().firstValue("Retry-After").orElse("");
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isAfter(Instant.now().plusSeconds(50));

        settings(new JsonObject().put("retryAfter", "none"));
        assertThat(get("/regions").headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void unauthenticatedAndRefusedRequests_countToo() throws Exception {
        settings(new JsonObject().put("limit", 2).put("windowMs", 60_000));
        send(to(API + "/regions"));
        send(to(API + "/nothing"));

        assertThat(get("/regions").statusCode()).isEqualTo(429);
    }

    @Test
    void sourceHeader_standsForTheAddress() throws Exception {
        settings(new JsonObject().put("limit", 1).put("windowMs", 60_000).put("sourceHeader", "X-Source"));

        assertThat(send(api("/regions").header("X-Source", "a")).statusCode()).isEqualTo(200);
        assertThat(send(api("/regions").header("X-Source", "b")).statusCode()).isEqualTo(200);
        assertThat(send(api("/regions").header("X-Source", "a")).statusCode()).isEqualTo(429);
    }

    @Test
    void slidingWindow_admitsAgainWhenTheArrivalHasLeft() throws Exception {
        settings(new JsonObject().put("limit", 1).put("windowMs", 300).put("countRefused", false));
        assertThat(get("/regions").statusCode()).isEqualTo(200);
        assertThat(get("/regions").statusCode()).isEqualTo(429);

        await().untilAsserted(() -> assertThat(get("/regions").statusCode()).isEqualTo(200));
    }

    @Test
    void usage_countsArrivalsPerTrailingWindow() throws Exception {
        for (int i = 0; i < 10; i++) {
            get("/regions");
        }

        JsonObject usage = json(admin("GET", "/usage", ""));

        assertThat(usage.getInteger("arrivals")).isEqualTo(10);
        assertThat(usage.getInteger("most")).isEqualTo(10);
        assertThat(usage.getDouble("mean")).isBetween(0.1, 10.0);
    }
}
