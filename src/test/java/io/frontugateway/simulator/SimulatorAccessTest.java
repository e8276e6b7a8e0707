package io.frontugateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SimulatorAccessTest extends SimulatorTestBase {
    @Test
    void key_isTakenFromHeaderOrQuery() throws Exception {
        assertThat(get("/users").statusCode()).isEqualTo(200);
        assertThat(send(to(API + "/users?access_token=" + KEY)).statusCode()).isEqualTo(200);
    }

    @Test
    void missingKey_isChallenged() throws Exception {
        HttpResponse<String> answer = send(to(API + "/users"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        assertThat(json(answer).getString("error")).isEqualTo("access_denied");
    }

    @Test
    void wrongKey_isAnInvalidGrant() throws Exception {
        HttpResponse<String> answer = send(to(API + "/users").header("Authorization", "Bearer other"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(json(answer).getString("error")).isEqualTo("invalid_grant");
    }

    @Test
    void bothTransportsAtOnce_areAnInvalidRequest() throws Exception {
        HttpResponse<String> answer = get("/users?access_token=" + KEY);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getString("error")).isEqualTo("invalid_request");
    }

    @Test
    void keys_canBeRotatedAtRunTime() throws Exception {
        settings(new JsonObject().put("apiKeys", new JsonArray().add(KEY).add("next-key")));
        assertThat(get("/users").statusCode()).isEqualTo(200);
        assertThat(send(to(API + "/users?access_token=next-key")).statusCode()).isEqualTo(200);

        settings(new JsonObject().put("apiKeys", new JsonArray().add("next-key")));
        assertThat(get("/users").statusCode()).isEqualTo(401);
    }

    @Test
    void unknownPathAndMethod_areToldApart() throws Exception {
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(post("/users", new JsonObject()).statusCode()).isEqualTo(405);
        assertThat(send(api("/users").DELETE()).statusCode()).isEqualTo(405);
    }
}
