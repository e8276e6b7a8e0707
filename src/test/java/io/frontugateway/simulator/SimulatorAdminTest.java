package io.frontugateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorAdminTest extends SimulatorTestBase {
    @Test
    void arrivals_areRecordedWithTheirStatus_andAdminCallsAreNot() throws Exception {
        get("/users?page=2");
        send(to(API + "/users"));

        JsonObject record = json(admin("GET", "/arrivals", ""));

        List<JsonObject> items = objects(record.getJsonArray("items"));
        assertThat(items).extracting(item -> item.getInteger("status")).containsExactly(200, 401);
        assertThat(items.get(0).getString("path")).isEqualTo("/users");
        assertThat(items.get(0).getString("query")).isEqualTo("page=2");
        assertThat(items.get(1).getLong("nanos")).isGreaterThan(items.get(0).getLong("nanos"));
        JsonObject rest = json(admin("GET", "/arrivals?since=" + record.getLong("next"), ""));
        assertThat(rest.getJsonArray("items")).isEmpty();
        admin("DELETE", "/arrivals", "");
        assertThat(json(admin("GET", "/arrivals", "")).getJsonArray("items")).isEmpty();
        assertThat(state().getLong("arrivals")).isEqualTo(2);
    }

    @Test
    void writes_areRecordedInTheOrderOfTheirEffects() throws Exception {
        JsonObject body = client("One", "S-1");
        String guid = json(post("/clients", body)).getString("guid");
        post("/clients", client("", "S-1"));
        post("/clients", client("Two", "S-1"));

        List<JsonObject> writes = objects(json(admin("GET", "/writes", "")).getJsonArray("items"));

        assertThat(writes).extracting(write -> write.getLong("effect")).containsExactly(1L, null, 2L);
        assertThat(writes).extracting(write -> write.getInteger("status")).containsExactly(201, 400, 201);
        JsonObject first = writes.get(0);
        assertThat(first.getString("resource")).isEqualTo("/clients");
        assertThat(first.getString("guid")).isEqualTo(guid);
        assertThat(first.getString("systemId")).isEqualTo("S-1");
        assertThat(first.getString("body")).isEqualTo(body.encode());
        assertThat(first.getString("digest"))
                .isEqualTo(Recorder.digest(body.encode().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(first.getLong("end")).isGreaterThanOrEqualTo(first.getLong("start"));
    }

    @Test
    void unknownSwitch_isRefusedNamingThoseThereAre_andChangesNothing() throws Exception {
        HttpResponse<String> answer = admin("PATCH", "/settings", "{\"limit\":5,\"limitt\":6}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getString("error")).contains("limitt", "windowMs", "plainArrays", "faults");
        assertThat(state().getJsonObject("settings").getInteger("limit")).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"limit\":0}",
                "{\"limit\":\"5\"}",
                "{\"plainArrays\":1}",
                "{\"nextPage\":\"sideways\"}",
                "{\"faults\":[{\"kind\":\"fire\"}]}",
                "{\"faults\":[{}]}",
                "{\"faults\":[{\"kind\":\"hang\",\"rate\":2}]}",
                "{\"faults\":[{\"kind\":\"hang\",\"colour\":\"red\"}]}",
                "{\"faults\":{\"kind\":\"hang\"}}",
                "{\"paths\":[{\"plainArrays\":true}]}",
                "[]",
                "{"
            })
    void wrongSettings_areRefused(String patch) throws Exception {
        HttpResponse<String> answer = admin("PATCH", "/settings", patch);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getString("error")).isNotBlank();
    }

    @Test
    void settings_areMerged_andNullIsTheDefault() throws Exception {
        settings(new JsonObject().put("limit", 77).put("order", "version"));
        settings(new JsonObject().put("plainArrays", true).putNull("order"));

        JsonObject now = state().getJsonObject("settings");

        assertThat(now.getInteger("limit")).isEqualTo(77);
        assertThat(now.getBoolean("plainArrays")).isTrue();
        assertThat(now.getString("order")).isEqualTo("insertion");
        settings(now);
        assertThat(state().getJsonObject("settings")).isEqualTo(now);
    }

    @Test
    void reset_forgetsWritesAndSettings() throws Exception {
        post("/clients", client("One", "S-1"));
        settings(new JsonObject().put("faults", new JsonArray().add(new JsonObject().put("kind", "hang"))));

        admin("POST", "/reset", "");

        assertThat(get("/clients/details?systemId=S-1").statusCode()).isEqualTo(404);
        assertThat(json(admin("GET", "/writes", "")).getJsonArray("items")).isEmpty();
        assertThat(state().getLong("arrivals")).isEqualTo(1);
    }

    @Test
    void unknownAdminPath_isNotFound() throws Exception {
        assertThat(admin("GET", "/nothing", "").statusCode()).isEqualTo(404);
    }
}
