package io.frontugateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.GatewaySettings;
import io.frontugateway.testing.processes.Processes;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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
