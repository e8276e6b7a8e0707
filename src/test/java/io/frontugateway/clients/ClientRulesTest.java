package io.frontugateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.TestFrontu;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientRulesTest {
    private static final ClientRules RULES = new ClientRules(Set.of("default", "acme"), Set.of("tasks"), 1000);
    private static final String DIGEST = TestFrontu.digest("key");

    private static ClientSettings client(String name, String digest, String account, String permission) {
        return new ClientSettings(
                name,
                "gateway.clients." + name,
                digest.isEmpty() ? List.of() : List.of(digest),
                account,
                List.of(),
                List.of(permission),
                1,
                0,
                OptionalInt.empty(),
                20_000);
    }

    private static ClientSettings withShare(int weight, int guaranteed, OptionalInt limit, int maxQueued) {
        return new ClientSettings(
                "billing",
                "gateway.clients.billing",
                List.of(DIGEST),
                "default",
                List.of(),
                List.of("*:read"),
                weight,
                guaranteed,
                limit,
                maxQueued);
    }

    @ParameterizedTest
    @CsvSource({"*:read", "*:write", "tasks:read", "tasks:write", "passthrough", "operate"})
    void clientThatIsWhole_hasNoFault(String permission) {
        assertThat(RULES.faults(List.of(client("billing", DIGEST, "acme", permission))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', default, *:read, .key-sha256: missing",
        "abc, default, *:read, 'has 64 hexadecimal digits, this has 3'",
        "xyz, default, *:read, other characters than hexadecimal digits",
        "OK, nobody, *:read, .account: there is no account",
        "OK, default, tasks:delete, is no permission",
        "OK, default, tasks, is no permission",
        "OK, default, unicorns:read, names no resource",
    })
    void fault_isNamedInOneLine_andNeverShowsADigest(String digest, String account, String permission, String said) {
        var faults =
                RULES.faults(List.of(client("billing", digest.equals("OK") ? DIGEST : digest, account, permission)));

        assertThat(faults)
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .startsWith("gateway.clients.billing")
                        .contains(said)
                        .doesNotContain("\n")
                        .doesNotContain(DIGEST));
    }

    @Test
    void oneKeyForTwoClients_isAFault_alsoInAnotherCase() {
        var faults = RULES.faults(List.of(
                client("billing", DIGEST, "default", "*:read"),
                client("portal", DIGEST.toUpperCase(), "default", "*:read")));

        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault).contains("gateway.clients.billing"));
    }

    @Test
    void oneNameTwice_isAFault() {
        var faults = RULES.faults(List.of(
                client("billing", DIGEST, "default", "*:read"),
                client("billing", TestFrontu.digest("other"), "default", "*:read")));

        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault).contains("keep one of them"));
    }

    @Test
    void shares_areInRange() {
        assertThat(RULES.faults(List.of(withShare(0, -1, OptionalInt.of(0), -1))))
                .hasSize(4);
        assertThat(RULES.faults(List.of(withShare(1, 10, OptionalInt.of(5), 0))))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("less than the client's guaranteed 10"));
    }

    @Test
    void guaranteedSlotsOfAllClients_fitIntoTheLimit() {
        assertThat(RULES.faults(List.of(guaranteed("billing", 600), guaranteed("portal", 400))))
                .isEmpty();
        assertThat(RULES.faults(List.of(guaranteed("billing", 600), guaranteed("portal", 401))))
                .containsExactly("gateway.clients: the guaranteed slots add up to 1001, more than gateway.quota.limit"
                        + " (1000); for example gateway.clients.billing.guaranteed=10");
    }

    private static ClientSettings guaranteed(String name, int slots) {
        return new ClientSettings(
                name,
                "gateway.clients." + name,
                List.of(TestFrontu.digest(name)),
                "default",
                List.of(),
                List.of("*:read"),
                1,
                slots,
                OptionalInt.empty(),
                20_000);
    }
}
