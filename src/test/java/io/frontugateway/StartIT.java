package io.frontugateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, started as the README says, in a process of its own. */
class StartIT {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stopAll() throws InterruptedException {
        for (var process : started) {
            process.destroy();
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void localProfile_servesAFirstRead_alsoAfterItWasKilled() throws Exception {
        var first = new Gateway();
        first.start();
        assertThat(first.log()).contains("Frontu Gateway").contains("demo-key").contains("Simulator");
        first.process().destroyForcibly().waitFor();

        var second = new Gateway();
        second.start();

        var answer = second.get("/v1/tasks?limit=2", "demo-key");
        assertThat(answer).startsWith("200 ").contains("\"items\":[{\"guid\":");
        assertThat(second.get("/v1/tasks?limit=2", "wrong-key")).startsWith("401 ");
    }

    @Test
    void badSettings_stopTheStart_withALineForEach_andNoSecret() throws Exception {
        var gateway = new Gateway();
        var process = gateway.launch(
                "-Dgateway.qouta.limit=10",
                "-Dgateway.accounts.default.base-url=http://user:hunter2@acme.frontu.com",
                "-Dgateway.accounts.default.api-key=frontu-secret",
                "-Dgateway.clients.billing.key-sha256=abc");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).isNotZero();
        assertThat(gateway.log())
                .contains("gateway.qouta.limit")
                .doesNotContain("hunter2")
                .doesNotContain("frontu-secret")
                .doesNotContain("\tat ");
    }

    private final class Gateway {
        private final int port = freePort();
        private final Path log = folder.resolve("gateway-" + port + ".log");
        private final HttpClient http = HttpClient.newHttpClient();

        Process launch(String... settings) throws IOException {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dquarkus.profile=local",
                    "-Dquarkus.http.port=" + port,
                    "-Dquarkus.management.port=" + freePort(),
                    "-Dgateway.simulator.port=" + freePort(),
                    "-Dgateway.redis.data=" + folder.resolve("redis")));
            command.addAll(List.of(settings));
            command.addAll(List.of("-jar", JAR.toString()));
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            started.add(process);
            return process;
        }

        void start() throws IOException {
            launch();
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> get("/v1/tasks?limit=1", "demo-key").startsWith("200 "));
            await().until(() -> log().contains("Try"));
        }

        Process process() {
            return started.get(started.size() - 1);
        }

        String get(String path, String key) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .header("Authorization", "Bearer " + key)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }

        String log() throws IOException {
            return Files.readString(log);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
