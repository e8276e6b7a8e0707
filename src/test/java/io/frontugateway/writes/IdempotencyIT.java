package io.frontugateway.writes;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.Processes;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One idempotency key, whichever replica is asked. */
class IdempotencyIT {
    private static final String[] HEADERS = {
        "Authorization",
        "Bearer " + Cluster.KEY,
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        "order-17",
        "Prefer",
        "wait=60"
    };

    @RegisterExtension
    final Processes processes = new Processes();

    @Test
    void fiftyRequestsAtOnce_overThreeReplicas_areOneOperationAndOneRequestToFrontu() {
        var cluster = processes
                .cluster()
                .replicas(3)
                .set("gateway.redis.timeout", "5s")
                .start();
        var body = "{\"title\":\"Once\"}";

        var sent = IntStream.range(0, 50)
                .mapToObj(i -> cluster.gateway(i % 3).http().sendAsync("POST", "/v1/clients", body, HEADERS))
                .toList();
        var answers = sent.stream().map(one -> one.join()).toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(answers.stream()
                        .map(answer -> answer.headers().firstValue("Location").orElseThrow())
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream().map(IdempotencyIT::guid).distinct()).hasSize(1);
        assertThat(cluster.simulator().writes(0)).hasSize(1);
        assertThat(cluster.gateway(0)
                        .http()
                        .sendAsync("POST", "/v1/clients", "{\"title\":\"Twice\"}", HEADERS)
                        .join()
                        .statusCode())
                .isEqualTo(422);
    }

    private static String guid(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getString("guid");
    }
}
