package io.frontugateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.GatewaySettings;
import io.frontugateway.testing.processes.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The images' health check, {@code frontu-gateway health}, beside gateways that do not listen where they usually do. */
class HealthProbeIT {
    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final String NATIVE = System.getProperty("gateway.program", "");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOST = "127.0.0.2";

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static GatewayProcess gateway;
    private static String port;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        gateway = gateway(PROCESSES.redis().url())
                .set("quarkus.management.host", HOST)
                .launch();
        port = Integer.toString(gateway.managementPort());
    }

    private static GatewaySettings gateway(String redis) {
        return PROCESSES
                .gateway()
                .set("gateway.accounts.default.base-url", "http://127.0.0.1:9")
                .set("gateway.accounts.default.api-key", "of-no-use")
                .client("tester", Cluster.KEY, "*:read")
                .redis(redis);
    }

    @Test
    void environment_saysWhereToAsk() {
        awaitReady();

        assertThat(probe(Map.of("QUARKUS_MANAGEMENT_PORT", port))).isNotZero();
        assertThat(probe(Map.of("QUARKUS_MANAGEMENT_HOST", HOST))).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "0.0.0.0"})
    void whoListensEverywhere_isAskedOnThisMachine(String host) {
        var open = Integer.toString(gateway(PROCESSES.redis().url())
                .set("quarkus.management.host", "0.0.0.0")
                .launch()
                .managementPort());

        await().atMost(PATIENCE)
                .until(() -> probe(Map.of("QUARKUS_MANAGEMENT_HOST", host, "QUARKUS_MANAGEMENT_PORT", open)) == 0);
    }

    @Test
    void systemProperties_sayWhereToAsk() {
        assumeTrue(NATIVE.isEmpty(), "a native program takes no system properties from its environment");
        awaitReady();
        var options = "-Dquarkus.management.port=" + port + " -Dquarkus.management.host=" + HOST;

        assertThat(probe(Map.of("JAVA_TOOL_OPTIONS", options))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "application.yaml, 'quarkus: { management: { host: %s, port: %s } }'",
        "application.properties, '%%prod.quarkus.management.host=%s\nquarkus.management.port=%s'",
    })
    void filesOfTheConfiguration_sayWhereToAsk(String name, String content) throws IOException {
        awaitReady();
        var config = Files.createDirectory(folder.resolve("config"));
        Files.writeString(config.resolve(name), content.formatted(HOST, port));

        assertThat(probe(Map.of())).isZero();
    }

    @Test
    void gatewayThatIsNotReady_isNotHealthy() {
        var without = gateway("redis://127.0.0.1:" + PROCESSES.freePort()).launch();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> without.management().get("/q/health/live").statusCode() == 200);

        assertThat(probe(Map.of("QUARKUS_MANAGEMENT_PORT", Integer.toString(without.managementPort()))))
                .isNotZero();
    }

    private void awaitReady() {
        await().atMost(PATIENCE)
                .until(() -> probe(Map.of("QUARKUS_MANAGEMENT_HOST", HOST, "QUARKUS_MANAGEMENT_PORT", port)) == 0);
    }

    /** What the probe ends with, in a working directory that holds no configuration but the test's; it prints nothing. */
    private int probe(Map<String, String> variables) {
        var command = new ArrayList<>(NATIVE.isEmpty() ? List.of(JAVA, "-jar", JAR.toString()) : List.of(NATIVE));
        command.add("health");
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().putAll(variables);
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said.lines().filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS")))
                    .isEmpty();
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
