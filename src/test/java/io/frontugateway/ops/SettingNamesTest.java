package io.frontugateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingNamesTest {
    private final SettingNames names = new SettingNames();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.quota.limit",
                "gateway.accounts.acme.base-url",
                "gateway.accounts.\"acme-eu\".api-key-file",
                "gateway.clients.billing.key-sha256",
                "gateway.clients.billing.key-sha256[1]",
                "gateway.clients-file",
                "gateway.simulator.port"
            })
    void settingThatThereIs_isKnown(String property) {
        assertThat(names.knows(property)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.qouta.limit, gateway.quota.limit=1000",
        "gateway.quota.limits, gateway.quota.limit=1000",
        "gateway.accounts.acme.baseurl, gateway.accounts.acme.base-url=https://",
        "gateway.clients.billing.permisions, gateway.clients.billing.permissions=*:read",
        "gateway.nothing.of.the.kind.at.all, for example gateway.quota.limit=1000"
    })
    void misspeltOne_isNamedWithTheNearest(String property, String nearest) {
        assertThat(names.knows(property)).isFalse();
        assertThat(names.unknown(property))
                .startsWith(property + ": there is no such setting")
                .contains(nearest);
    }

    @Test
    void variablesThatSetNothing_areNamed() {
        var variables = Set.of(
                "GATEWAY_PORT",
                "GATEWAY_QUOTA_LIMIT",
                "GATEWAY_ACCOUNTS_ACME_BASE_URL",
                "GATEWAY_QOUTA_LIMIT",
                "PATH",
                "QUARKUS_HTTP_PORT");

        assertThat(VariableWarnings.unknown(variables, names)).containsExactly("GATEWAY_PORT", "GATEWAY_QOUTA_LIMIT");
    }
}
