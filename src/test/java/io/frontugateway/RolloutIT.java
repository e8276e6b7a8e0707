package io.frontugateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.Processes;
import io.vertx.core.Vertx;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replicas come and go as Kubernetes lets them: what is under way is finished, and nobody notices. */
class RolloutIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    final Processes processes = new Processes();

    @Test
    void everyReplicaIsReplacedUnderLoad_andNoRequestFails_andNoWriteIsLost() {
        var gateways = processes
                .cluster()
                .replicas(3)
                .quota(100_000, Duration.ofMinutes(1))
                .set("gateway.quota.min-gap", "0s")
                .start()
                .gateways();

        try (var service = new Service(gateways)) {
            for (var gateway : gateways) {
                int before = service.answered();
                gateway.terminate();
                gateway.restart();
                await().atMost(PATIENCE).until(() -> service.answered() > before + 20);
            }
            assertThat(service.failures()).isEmpty();
            assertThat(service.accepted())
                    .isNotEmpty()
                    .allSatisfy(operation -> await().atMost(PATIENCE)
                            .until(() -> gateways.get(0)
                                    .get(operation, Cluster.KEY)
                                    .body()
                                    .contains("\"state\":\"done\"")));
        }
    }

    @Test
    void requestUnderWay_isFinished_whileTheReplicaIsNotReadyAnyMore() {
        var cluster = processes.cluster().quota(1000, Duration.ofMinutes(5)).start();
        var gateway = cluster.gateway(0);
        cluster.simulator().latency(Duration.ofSeconds(3), Duration.ofSeconds(3));
        var slow = ask(gateway, "/v1/clients?limit=1");
        await().atMost(PATIENCE).until(() -> cluster.simulator().arrivals() == 1);

        gateway.beginToTerminate();

        await().atMost(PATIENCE)
                .until(() -> gateway.management().get("/q/health/ready").statusCode() == 503);
        assertThat(slow.join().statusCode()).isEqualTo(200);
        assertThat(gateway.awaitEnd(Duration.ofSeconds(40))).isIn(0, 143);
    }

    @Test
    void fileUnderWay_isStreamedToItsEnd() throws Exception {
        long size = 50L << 20;
        var vertx = Vertx.vertx();
        try (var frontu = FaultyFrontu.start(vertx)) {
            frontu.always(FaultyFrontu.flood(size));
            var gateway = processes
                    .gateway()
                    .redis(processes.redis().url())
                    .set("gateway.accounts.default.base-url", frontu.url())
                    .set("gateway.accounts.default.api-key", "frontu-key")
                    .client("tester", Cluster.KEY, "*:read")
                    .start();
            var request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + gateway.port() + "/v1/files/a/content"))
                    .header("X-Api-Key", Cluster.KEY)
                    .build();
            try (var content = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body()) {
                int begun = content.readNBytes(1000).length;

                gateway.beginToTerminate();
                await().atMost(PATIENCE)
                        .until(() -> gateway.management().get("/q/health/ready").statusCode() == 503);

                assertThat(begun + content.transferTo(OutputStream.nullOutputStream()))
                        .isEqualTo(size);
            }
            assertThat(gateway.awaitEnd(Duration.ofSeconds(40))).isIn(0, 143);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void batchUnderWay_isAcceptedWhole() throws Exception {
        var cluster = processes.cluster().quota(1000, Duration.ofMinutes(5)).start();
        var gateway = cluster.gateway(0);
        var items = IntStream.range(0, 1000)
                .mapToObj(i -> "{\"systemId\":\"roll-" + i + "\",\"title\":\"One of many\"}\n")
                .collect(Collectors.joining());
        int half = items.length() / 2;
        try (var connection = new Socket("localhost", gateway.port())) {
            connection.setSoTimeout((int) PATIENCE.toMillis());
            var out = connection.getOutputStream();
            var head = "POST /v1/clients/batch HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + Cluster.KEY
                    + "\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\nContent-Length: "
                    + items.length() + "\r\n\r\n";
            out.write((head + items.substring(0, half)).getBytes(StandardCharsets.UTF_8));
            out.flush();
            // Who is answered now shows that the first half has been read before.
            await().atMost(PATIENCE)
                    .until(() -> gateway.get("/v1/status", Cluster.KEY).statusCode() == 200);

            gateway.beginToTerminate();
            await().atMost(PATIENCE)
                    .until(() -> gateway.management().get("/q/health/ready").statusCode() == 503);
            out.write(items.substring(half).getBytes(StandardCharsets.UTF_8));
            out.flush();

            var answer = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 202");
            assertThat(answer.split("\"operation\":", -1)).hasSize(1001);
        }
        assertThat(gateway.awaitEnd(Duration.ofSeconds(40))).isIn(0, 143);
    }

    @Test
    void whoWaitsForASlot_isToldToComeBack() {
        var cluster = processes
                .cluster()
                .quota(2, Duration.ofSeconds(40))
                .set("gateway.quota.max-wait", "60s")
                .set("gateway.quota.reserve", "0%")
                .start();
        var gateway = cluster.gateway(0);
        var answers = List.of(
                ask(gateway, "/v1/clients?limit=1"),
                ask(gateway, "/v1/clients?limit=2"),
                ask(gateway, "/v1/clients?limit=3"));
        await().atMost(PATIENCE).until(() -> gateway.metric("frontu_quota_waiting{class=\"interactive\"}") == 1);

        gateway.beginToTerminate();

        var told = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() != 200)
                .toList();
        assertThat(told).singleElement().satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("urn:frontu-gateway:shutting-down");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        });
    }

    private static CompletableFuture<HttpResponse<String>> ask(GatewayProcess gateway, String path) {
        return gateway.http().sendAsync("GET", path, "", "Authorization", "Bearer " + Cluster.KEY);
    }

    /** What Kubernetes makes of replicas: requests go to those that were ready when last looked at. */
    private static final class Service implements AutoCloseable {
        private final List<GatewayProcess> gateways;
        private final Map<GatewayProcess, Boolean> ready = new ConcurrentHashMap<>();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final List<String> accepted = new CopyOnWriteArrayList<>();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger turn = new AtomicInteger();
        private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

        Service(List<GatewayProcess> gateways) {
            this.gateways = gateways;
            look();
            clock.scheduleWithFixedDelay(this::look, 100, 100, TimeUnit.MILLISECONDS);
            clock.scheduleAtFixedRate(this::send, 50, 50, TimeUnit.MILLISECONDS);
        }

        private void look() {
            gateways.forEach(gateway -> ready.put(gateway, isReady(gateway)));
        }

        private static boolean isReady(GatewayProcess gateway) {
            try {
                return gateway.management().get("/q/health/ready").statusCode() == 200;
            } catch (UncheckedIOException gone) {
                return false;
            }
        }

        private void send() {
            var endpoints = gateways.stream().filter(ready::get).toList();
            if (endpoints.isEmpty()) {
                failures.add("nobody is ready");
                return;
            }
            int number = turn.getAndIncrement();
            var gateway = endpoints.get(number % endpoints.size());
            var sent = number % 4 == 0 ? write(gateway, number) : read(gateway, number);
            sent.whenComplete((answer, failure) -> note(gateway, answer, failure));
        }

        private static CompletableFuture<HttpResponse<String>> read(GatewayProcess gateway, int number) {
            return send(gateway, "GET", "/v1/clients?limit=" + (1 + number % 50), "");
        }

        private static CompletableFuture<HttpResponse<String>> write(GatewayProcess gateway, int number) {
            var body = "{\"systemId\":\"R-" + number + "\",\"title\":\"Rollout\"}";
            return send(gateway, "POST", "/v1/clients", body);
        }

        private static CompletableFuture<HttpResponse<String>> send(
                GatewayProcess gateway, String method, String path, String body) {
            return gateway.http()
                    .sendAsync(
                            method,
                            path,
                            body,
                            "Authorization",
                            "Bearer " + Cluster.KEY,
                            "Cache-Control",
                            "no-cache",
                            "Content-Type",
                            "application/json");
        }

        private void note(GatewayProcess gateway, HttpResponse<String> answer, Throwable failure) {
            answered.incrementAndGet();
            if (failure != null) {
                failures.add(gateway + ": " + failure);
            } else if (answer.statusCode() == 202) {
                accepted.add(answer.headers().firstValue("Location").orElseThrow());
            } else if (answer.statusCode() != 200) {
                failures.add(gateway + ": " + answer.statusCode() + " " + answer.body());
            }
        }

        int answered() {
            return answered.get();
        }

        List<String> failures() {
            return failures;
        }

        /** Where the accepted writes can be followed. */
        List<String> accepted() {
            return accepted;
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
