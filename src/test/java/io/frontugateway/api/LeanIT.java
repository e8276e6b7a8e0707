package io.frontugateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.Processes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The packaged program as production runs it, in front of a Frontu of the test: what it holds in memory, and what it logs. */
@NullUnmarked
class LeanIT {
    private static final String KEY = "key-of-portal";
    private static final String FRONTU_KEY = "frontu-key-that-stays-secret";
    private static final long FILE = 100L << 20;

    /** Of which the program itself takes more than 32 MiB, so that less than 64 are left for what it is asked. */
    private static final String HEAP = "96m";

    @RegisterExtension
    final Processes processes = new Processes();

    private Vertx vertx;
    private FaultyFrontu frontu;
    private GatewayProcess gateway;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        frontu = FaultyFrontu.start(vertx);
        gateway = processes
                .gateway()
                .heap(HEAP)
                .redis(processes.redis().url())
                .set("quarkus.log.console.json.enabled", "true")
                // A machine that is busy with other tests may be slow to ask it.
                .set("gateway.redis.timeout", "5s")
                .set("gateway.accounts.default.base-url", frontu.url())
                .set("gateway.accounts.default.api-key", FRONTU_KEY)
                .client("portal", KEY, "*:read,passthrough")
                .start();
    }

    @AfterEach
    void stop() {
        frontu.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void fileOfHundredMebibytes_passesInLittleHeap() throws Exception {
        frontu.always(FaultyFrontu.flood(FILE));

        try (var content = open("/v1/files/some-guid/content")) {
            assertThat(content.transferTo(OutputStream.nullOutputStream())).isEqualTo(FILE);
        }

        assertThat(gateway.log()).doesNotContain("OutOfMemoryError");
        assertThat(gateway.metric("jvm_memory_max_bytes{area=\"heap\",id=\"Tenured Gen\"}"))
                .isLessThan(96L << 20);
    }

    @Test
    void everyLogLine_isJson_andARequestHasOne() throws Exception {
        frontu.always(FaultyFrontu.json(200, "{}"));
        gateway.get("/client/api/v2/clients?items=1&access_token=" + KEY, KEY, "X-Request-Id", "order-17");
        gateway.get("/v1/tasks/by-system-id/anna@example.com", "wrong-key");

        await().until(() -> gateway.log().contains("\"status\":\"401\""));
        var lines = gateway.log()
                .lines()
                .filter(line -> !line.isBlank())
                .map(LeanIT::json)
                .toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.path("message").isTextual()).isTrue());
        var access = lines.stream()
                .filter(line -> line.path("loggerName").asText().equals("io.frontugateway.access"))
                .map(line -> line.path("mdc"))
                .toList();
        assertThat(access).anySatisfy(line -> {
            assertThat(line.path("requestId").asText()).isEqualTo("order-17");
            assertThat(line.path("client").asText()).isEqualTo("portal");
            assertThat(line.path("resource").asText()).isEqualTo("passthrough");
            assertThat(line.path("status").asText()).isEqualTo("200");
            assertThat(line.path("upstreamRequests").asText()).isEqualTo("1");
        });
        for (var secret : List.of(KEY, FRONTU_KEY, "wrong-key", "anna@example.com", "items=1")) {
            assertThat(gateway.log()).doesNotContain(secret);
        }
    }

    private InputStream open(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + path))
                .header("Authorization", "Bearer " + KEY)
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException noJson) {
            throw new AssertionError("no JSON: " + line, noJson);
        }
    }
}
