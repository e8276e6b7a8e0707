package io.frontugateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewaySettings;
import io.frontugateway.testing.processes.Processes;
import io.frontugateway.testing.processes.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program is what the manifests take it for. */
class DeployedProgramIT {
    private static final Path BASE = Manifests.KUBERNETES.resolve("base");

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path folder;

    @Test
    void probesAndMetrics_areWhereTheManifestsLookForThem() throws IOException {
        var container = container(BASE.resolve("deployment.yaml"));
        var monitor = Manifests.tree(BASE.resolve("service-monitor.yaml")).at("/spec/endpoints/0");
        var scrape = Manifests.tree(Manifests.DEPLOY.resolve("monitoring/prometheus.yaml"))
                .at("/scrape_configs/0");
        var gateway = gateway().redis(processes.redis().url()).start();

        var probes = List.of("startupProbe", "readinessProbe", "livenessProbe");
        assertThat(probes).allSatisfy(probe -> {
            assertThat(container.at("/" + probe + "/httpGet/port").asText()).isEqualTo("management");
            assertThat(gateway.management()
                            .get(container.at("/" + probe + "/httpGet/path").asText())
                            .statusCode())
                    .isEqualTo(200);
        });
        assertThat(monitor.path("port").asText()).isEqualTo("management");
        assertThat(List.of(
                        monitor.path("path").asText(),
                        scrape.path("metrics_path").asText()))
                .allSatisfy(path ->
                        assertThat(gateway.management().get(path).body()).contains("frontu_quota_limit"));
    }

    /** With the environment, and in front of a Redis with the command line, that compose.yaml names. */
    @Test
    void composedGateway_servesAFirstRead_andItsRedisKeepsEveryWrite() throws IOException {
        var services = Manifests.tree(Manifests.DEPLOY.resolve("compose.yaml")).path("services");
        var command = new ArrayList<String>();
        services.at("/redis/command").forEach(word -> command.add(word.asText()));
        var redis = processes.redis(command.stream().skip(1).toArray(String[]::new));
        var settings = processes.gateway().set("gateway.simulator.port", processes.freePort());
        services.at("/gateway/environment")
                .fields()
                .forEachRemaining(variable -> settings.variable(
                        variable.getKey(), variable.getValue().asText().replace("redis://redis:6379", redis.url())));

        var gateway = settings.start();

        assertThat(gateway.get("/v1/tasks?limit=1", "demo-key").statusCode()).isEqualTo(200);
        assertThat(gateway.metric("frontu_store_durable")).isEqualTo(1);
        assertThat(gateway.log()).doesNotContain("Unrecognized").doesNotContain("embedded");
    }

    /** What the component redis-tls sets, with certificates made as deploy/README.md says. */
    @Test
    void componentForTls_letsTheProgramTalkToRedisByTls() throws Exception {
        assumeTrue(RedisProcess.isInstalled(), "Debian's package redis-server is not installed");
        makeCertificates();
        var port = processes.freePort();
        processes.installedRedis(
                "--tls-port", String.valueOf(port),
                "--tls-cert-file", folder.resolve("tls.crt").toString(),
                "--tls-key-file", folder.resolve("tls.key").toString(),
                "--tls-ca-cert-file", folder.resolve("ca.crt").toString(),
                "--tls-auth-clients", "no");
        var settings = gateway();
        variables(Manifests.KUBERNETES.resolve("components/redis-tls/deployment.yaml"))
                .forEach((name, value) -> settings.variable(
                        name,
                        value.replace("redis:6379", "localhost:" + port).replace("/run/tls/redis", folder.toString())));

        var gateway = settings.start();

        assertThat(gateway.metric("frontu_store_up")).isEqualTo(1);
    }

    private void makeCertificates() throws IOException, InterruptedException {
        run("openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=redis-ca -keyout ca.key -out ca.crt");
        run("openssl req -newkey rsa:3072 -nodes -subj /CN=localhost -keyout tls.key -out redis.csr");
        run("printf subjectAltName=DNS:localhost > san && openssl x509 -req -in redis.csr -CA ca.crt -CAkey ca.key"
                + " -CAcreateserial -days 365 -extfile san -out tls.crt");
    }

    private void run(String command) throws IOException, InterruptedException {
        var process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private GatewaySettings gateway() {
        return processes
                .gateway()
                .account(processes.simulator(1000, Duration.ofMinutes(5)), Duration.ofSeconds(10))
                .client("tester", Cluster.KEY, "*:read");
    }

    private static Map<String, String> variables(Path deployment) throws IOException {
        var variables = new HashMap<String, String>();
        container(deployment)
                .path("env")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return variables;
    }

    private static JsonNode container(Path deployment) throws IOException {
        var containers = new ArrayList<JsonNode>();
        Manifests.tree(deployment).at("/spec/template/spec/containers").forEach(containers::add);
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }
}
