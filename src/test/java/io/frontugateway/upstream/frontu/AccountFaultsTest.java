package io.frontugateway.upstream.frontu;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.TestAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountFaultsTest {
    private static final TestAccount GOOD = TestAccount.of("https://acme.frontu.com", "secret-key");

    private static List<String> faults(AccountConfig account) {
        return AccountFaults.of("acme", account);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.frontu.com",
                "https://acme.frontu.com/",
                "https://10.1.2.3:8443/base",
                "http://localhost:8090",
                "http://simulator.test.svc:8090",
                "http://127.0.0.1",
                "http://[::1]:80"
            })
    void urlsThatAreSafe_areTaken(String url) {
        assertThat(faults(GOOD.withUrl(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        ", missing",
        "ftp://acme.frontu.com, must begin with https://",
        "acme.frontu.com, must begin with https://",
        "https://user:hunter2@acme.frontu.com, holds a user name or a password",
        "https://token@acme.frontu.com, holds a user name or a password",
        "https://, is no URL",
        "https:///path, names no host",
        "https://acme.frontu.com?access_token=hunter2, without ? and #",
        "https://acme.frontu.com#x, without ? and #",
        "http://acme.frontu.com, readable for all",
        "https://acme frontu com, is no URL",
        "https://acme.frontu.com/client/api, must end before /client/api",
        "https://acme.frontu.com:0, from 1 to 65535",
        "https://acme.frontu.com:70000, from 1 to 65535",
    })
    void otherUrls_areNamedWithoutBeingShown(String url, String said) {
        assertThat(faults(GOOD.withUrl(url)))
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .startsWith("gateway.accounts.acme.base-url: ")
                        .contains(said)
                        .contains("; for example gateway.accounts.acme.base-url=https://")
                        .doesNotContain("hunter2")
                        .doesNotContain("\n"));
    }

    @Test
    void keyIsNeededOnce() {
        assertThat(faults(GOOD.withKey(null))).singleElement().asString().contains("missing, and so is api-key");
        assertThat(faults(GOOD.withKeyFile(Path.of("/no/such/file"))))
                .singleElement()
                .asString()
                .contains("api-key-file: there is no file /no/such/file; for example ");
        assertThat(faults(GOOD.withKey("hunter2 hunter3")))
                .singleElement()
                .asString()
                .contains("acme.api-key: holds a space")
                .doesNotContain("hunter");
    }

    @Test
    void numbersAndTimes_areInRange() {
        assertThat(faults(GOOD.withTimeouts(Duration.ZERO, Duration.ofSeconds(-1))))
                .hasSize(2);
        assertThat(faults(GOOD.withTimeouts(Duration.ofNanos(1), Duration.ofSeconds(Long.MAX_VALUE))))
                .hasSize(2);
        assertThat(faults(GOOD.withLimits(0, 0, 0))).hasSize(3);
        assertThat(faults(GOOD.withLimits(1001, 10_001, 1))).hasSize(2);
    }
}
