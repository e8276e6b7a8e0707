package io.frontugateway;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.frontugateway.testing.processes.Cluster;
import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.GatewaySettings;
import io.frontugateway.testing.processes.Processes;
import io.frontugateway.testing.processes.SimulatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program, started as the README says, in a process of its own. */
class StartIT {
    @TempDir
    Path folder;

    @RegisterExtension
    final Processes processes = new Processes();

    @Test
    void localProfile_servesAFirstRead_alsoAfterItWasKilled() {
        var first = start();
        assertThat(first.log()).contains("Frontu Gateway").contains("demo-key").contains("Simulator");
        first.kill();

        var second = start();

        var answer = second.get("/v1/tasks?limit=2", "demo-key");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"items\":[{\"guid\":");
        assertThat(second.get("/v1/tasks?limit=2", "wrong-key").statusCode()).isEqualTo(401);
    }

    @Test
    void badSettings_stopTheStart_withALineForEach_andNoSecret() {
        var gateway = local().set("gateway.qouta.limit", 10)
                .set("gateway.accounts.default.base-url", "http://user:hunter2@acme.frontu.com")
                .set("gateway.accounts.default.api-key", "frontu-secret")
                .set("gateway.accounts.acme.api-key", "frontu-secret")
                .set("gateway.clients.billing.key-sha256", "abc")
                .launch();

        assertThat(gateway.awaitEnd(Duration.ofSeconds(60))).isNotZero();

        assertThat(gateway.log())
                .contains("gateway.qouta.limit: there is no such setting")
                .contains("gateway.accounts.default.base-url: holds a user name or a password")
                .contains("gateway.accounts.acme.base-url: missing")
                .contains("gateway.clients.billing.key-sha256: a SHA-256 digest has 64 hexadecimal digits, this has 3")
                .doesNotContain("hunter2")
                .doesNotContain("frontu-secret")
                .doesNotContain("\tat ");
    }

    @Test
    void everySettingOutOfRange_isNamed_withWhatIsAllowed() {
        var wrong = Map.ofEntries(
                entry("gateway.accounts.default.base-url", "https://acme.frontu.com/client/api/v2"),
                entry("gateway.accounts.default.timeout", "0s"),
                entry("gateway.accounts.default.transfer-timeout", "P2D"),
                entry("gateway.accounts.default.page-size", "1001"),
                entry("gateway.accounts.default.max-concurrency", "0"),
                entry("gateway.accounts.default.max-answer-bytes", "0"),
                entry("gateway.clients.billing.account", "nowhere"),
                entry("gateway.clients.billing.permissions", "tasks:fly"),
                entry("gateway.clients.billing.weight", "0"),
                entry("gateway.clients.billing.guaranteed", "-1"),
                entry("gateway.clients.billing.limit", "0"),
                entry("gateway.clients.billing.max-queued", "-1"),
                entry("gateway.clients-file", "/no/such/file"),
                entry("gateway.catalogue.overrides", "/no/such/file"),
                entry("gateway.quota.limit", "0"),
                entry("gateway.quota.window", "0s"),
                entry("gateway.quota.egress", "a b"),
                entry("gateway.quota.max-wait", "PT-1S"),
                entry("gateway.quota.min-gap", "PT-1S"),
                entry("gateway.quota.reserve", "100%"),
                entry("gateway.cache.ttl", "PT-1S"),
                entry("gateway.cache.grace", "P31D"),
                entry("gateway.cache.stale-if-error", "PT-1S"),
                entry("gateway.cache.overlap", "PT-1S"),
                entry("gateway.cache.full-refresh", "0s"),
                entry("gateway.cache.max-bytes", "0"),
                entry("gateway.cache.redis-max-bytes", "0"),
                entry("gateway.cache.resources.unicorns.ttl", "1s"),
                entry("gateway.cache.resources.tasks.grace", "PT-1S"),
                entry("gateway.writes.concurrency", "0"),
                entry("gateway.writes.max-attempts", "0"),
                entry("gateway.writes.max-age", "0s"),
                entry("gateway.writes.max-queued", "0"),
                entry("gateway.writes.max-queued-bytes", "0"),
                entry("gateway.writes.ambiguity-hold", "PT-1S"),
                entry("gateway.writes.resources.unicorns.merge", "false"),
                entry("gateway.redis.timeout", "0s"),
                entry("gateway.simulator.port", "65536"),
                entry("gateway.simulator.api-key", " "),
                entry("gateway.simulator.limit", "0"),
                entry("gateway.simulator.window", "0s"),
                entry("gateway.simulator.clients", "0"),
                entry("gateway.simulator.workspaces", "0"),
                entry("gateway.simulator.tasks", "-1"));
        var settings = local().set("gateway.accounts.default.api-key", "frontu-secret");
        wrong.forEach(settings::set);
        var gateway = settings.launch();

        assertThat(gateway.awaitEnd(Duration.ofSeconds(60))).isNotZero();

        assertThat(gateway.log()).doesNotContain("\tat ").doesNotContain("frontu-secret");
        var lines =
                gateway.log().lines().filter(line -> line.contains("gateway.")).toList();
        assertThat(wrong.keySet())
                .allSatisfy(setting -> assertThat(lines)
                        .filteredOn(line -> line.contains(setting.replaceFirst("(unicorns)\\..*", "$1") + ": "))
                        .singleElement()
                        .asString()
                        .containsPattern("; (for example|there is|expected is) "));
    }

    @ParameterizedTest
    @CsvSource({
        "tls, quarkus.tls",
        "proxy, quarkus.proxy",
    })
    void nameOfNoConfiguration_stopsTheStart_withOneLine(String setting, String where) throws IOException {
        var gateway = withKeyIn(Files.writeString(folder.resolve("key"), "frontu-secret"))
                .redis("redis://127.0.0.1:" + processes.freePort())
                .set("gateway.accounts.default." + setting, "nowhere")
                .launch();

        assertThat(gateway.awaitEnd(Duration.ofSeconds(60))).isNotZero();

        assertThat(gateway.log())
                .contains("gateway.accounts.default." + setting + ": names no " + where)
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "missing, there is no file",
        "folder, is no file",
        "empty, is empty",
        "two-words, 'holds a space'",
        "large, is larger than a key can be",
        "forbidden, can't be read",
    })
    void keyFileThatGivesNoKey_stopsTheStart_withOneLine(String kind, String said) throws IOException {
        var file = folder.resolve("key");
        switch (kind) {
            case "folder" -> Files.createDirectory(file);
            case "empty" -> Files.writeString(file, "\n");
            case "two-words" -> Files.writeString(file, "hunter2 hunter3");
            case "forbidden" -> Files.createFile(file, PosixFilePermissions.asFileAttribute(Set.of()));
            case "large" -> Files.writeString(file, "hunter2".repeat(1000));
            default -> assertThat(file).doesNotExist();
        }
        assumeTrue(!kind.equals("forbidden") || !Files.isReadable(file), "root may read every file");
        startFails(file, said);
    }

    /** Memory of the process is a file that reads as nothing but an error, also for root. */
    @Test
    void keyFileThatNobodyCanRead_stopsTheStart_withOneLine() {
        startFails(Path.of("/proc/self/mem"), "can't be read");
    }

    private void startFails(Path file, String said) {
        var gateway = withKeyIn(file)
                .redis("redis://127.0.0.1:" + processes.freePort())
                .launch();

        assertThat(gateway.awaitEnd(Duration.ofSeconds(60))).isNotZero();

        var faults = gateway.log()
                .lines()
                .filter(line -> line.contains("gateway.accounts.default.api-key-file: "))
                .toList();
        assertThat(faults)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(said)
                        .contains(file.toString())
                        .contains("; for example gateway.accounts.default.api-key-file="));
        assertThat(gateway.log()).doesNotContain("hunter").doesNotContain("\tat ");
    }

    @Test
    void keyFile_mayEndInANewline_andIsReadAgainWhenItIsReplaced() throws IOException {
        var simulator = processes.simulator(1000, Duration.ofMinutes(5));
        var file = Files.writeString(folder.resolve("key"), SimulatorProcess.KEY + "\r\n");
        var gateway = withKeyIn(file)
                .set("gateway.accounts.default.base-url", simulator.url())
                .redis(processes.redis().url())
                .start();
        assertThat(read(gateway)).isEqualTo(200);

        replace(file, "not-the-key\n");
        await().untilAsserted(() -> assertThat(read(gateway)).isEqualTo(502));
        replace(file, SimulatorProcess.KEY);
        await().untilAsserted(() -> assertThat(read(gateway)).isEqualTo(200));

        assertThat(gateway.log().lines().filter(line -> line.contains("the key in " + file + " has changed")))
                .hasSize(2);
        assertThat(gateway.log()).doesNotContain("not-the-key").doesNotContain(SimulatorProcess.KEY);
    }

    @Test
    void withoutRedis_itStarts_saysOnceThatItIsNotReady_andBecomesReadyWhenRedisComes() {
        var redis = processes.redis();
        redis.stop();
        var simulator = processes.simulator(1000, Duration.ofMinutes(5));
        var gateway = processes
                .gateway()
                .account(simulator, Duration.ofSeconds(10))
                .client("tester", Cluster.KEY, "*:read")
                .redis(redis.url())
                .launch();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                gateway.management().get("/q/health/ready").statusCode())
                        .isEqualTo(503));
        assertThat(gateway.management().get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(read(gateway)).isEqualTo(503);
        await().untilAsserted(() ->
                assertThat(gateway.log()).contains("Redis has not been reached yet; the gateway is not ready"));

        redis.start();

        gateway.awaitReady();
        await().untilAsserted(() -> assertThat(read(gateway)).isEqualTo(200));
        assertThat(gateway.log().lines().filter(line -> line.matches(".* (WARN|ERROR) .*Redis.*")))
                .hasSize(1);
    }

    private GatewaySettings withKeyIn(Path file) {
        return processes
                .gateway()
                .set("gateway.accounts.default.base-url", "http://127.0.0.1:9")
                .set("gateway.accounts.default.api-key-file", file)
                .client("tester", Cluster.KEY, "*:read");
    }

    private static int read(GatewayProcess gateway) {
        return gateway.get("/v1/clients?limit=1", Cluster.KEY, "Cache-Control", "no-cache")
                .statusCode();
    }

    /** As Kubernetes does: another file moves into its place. */
    private static void replace(Path file, String content) throws IOException {
        var next = Files.writeString(file.resolveSibling("next"), content);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private GatewayProcess start() {
        var gateway = local().start();
        await().untilAsserted(() -> assertThat(gateway.log()).contains("Try"));
        return gateway;
    }

    private GatewaySettings local() {
        return processes
                .gateway()
                .set("quarkus.profile", "local")
                .set("gateway.simulator.port", processes.freePort())
                .set("gateway.redis.data", folder.resolve("redis"));
    }
}
