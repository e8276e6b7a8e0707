package io.frontugateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A simulator with a small company on a port of its own, reset before each test, and the means to ask it. */
abstract class SimulatorTestBase {
    static final String KEY = "simulator-key";
    static final String API = "/client/api/v2";

    static Vertx vertx;
    static Simulator simulator;
    static int port;
    static final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        simulator = new Simulator(vertx, SimulatorSettings.defaults().withCompany(20, 40, 250));
        port = simulator.start(0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        simulator.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void reset() throws Exception {
        assertThat(admin("POST", "/reset", "").statusCode()).isEqualTo(200);
    }

    static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(5));
    }

    static HttpRequest.Builder api(String path) {
        return to(API + path).header("Authorization", "Bearer " + KEY);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(api(path));
    }

    static HttpResponse<String> post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(api(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.encode())));
    }

    static HttpResponse<String> admin(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(to("/_simulator" + path).method(method, BodyPublishers.ofString(body)));
    }

    static void settings(JsonObject patch) throws IOException, InterruptedException {
        HttpResponse<String> answer = admin("PATCH", "/settings", patch.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    static void fault(JsonObject fault) throws IOException, InterruptedException {
        settings(new JsonObject().put("faults", new JsonArray().add(fault)));
    }

    static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    static JsonObject state() throws IOException, InterruptedException {
        return json(admin("GET", "/state", ""));
    }

    static List<JsonObject> items(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return objects(json(answer).getJsonArray("items"));
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    static JsonObject client(String title, String systemId) {
        return new JsonObject().put("title", title).put("systemId", systemId);
    }
}
