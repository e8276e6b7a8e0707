package io.frontugateway.api;

import static io.frontugateway.api.BadInputTest.problem;
import static io.frontugateway.testing.TestFrontu.digest;
import static io.frontugateway.testing.TestFrontu.faulty;
import static io.frontugateway.testing.TestFrontu.gateway;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are exchanged while the gateway runs: Frontu's in its file, clients' in theirs. */
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class RotationTest {
    private static final String PATH = "/client/api/v2/clients";
    private static final String CLIENT =
            "clients:\n  rotating:\n    permissions: [passthrough]\n    account: rotating\n" + "    key-sha256:\n";

    @BeforeEach
    @AfterEach
    void begin() throws IOException {
        replace(TestFrontu.keyFile(), "key-1\n");
        replace(TestFrontu.clientsFile(), CLIENT + digestOf("client-1"));
        faulty().always(accepting("key-1"));
        await().atMost(Duration.ofSeconds(30)).until(() -> ask("client-1").statusCode() == 200);
    }

    @AfterEach
    void mend() {
        faulty().always(FaultyFrontu.json(200, "{}"));
    }

    @Test
    void newKeyOfFrontu_isUsedWithinTheCallThatTheOldOneFails() throws IOException {
        faulty().always(accepting("key-2"));
        replace(TestFrontu.keyFile(), "key-2");

        assertThat(ask("client-1").statusCode()).isEqualTo(200);
        gateway()
                .get("/v1/status")
                .then()
                .body("accounts.rotating.key.state", org.hamcrest.Matchers.is("accepted"))
                .body("accounts.rotating.key.changes", greaterThan(0));
    }

    @Test
    void newKeyOfFrontu_isUsedWithoutAnyRefusalToo() throws IOException {
        replace(TestFrontu.keyFile(), "  key-3\n\n");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            ask("client-1");
            assertThat(lastKey()).isEqualTo("Bearer key-3");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two words", "schlüssel"})
    void fileThatHoldsNoKey_keepsTheLastGoodOne(String content) throws IOException {
        replace(TestFrontu.keyFile(), content);
        faulty().always(FaultyFrontu.json(401, "{}"));
        problem(ask("client-1").then(), 502, "frontu-unauthorized");

        faulty().always(accepting("key-1"));

        assertThat(ask("client-1").statusCode()).isEqualTo(200);
    }

    @Test
    void fileThatIsGone_keepsTheLastGoodKey() throws IOException {
        Files.delete(TestFrontu.keyFile());
        faulty().always(FaultyFrontu.json(401, "{}"));
        problem(ask("client-1").then(), 502, "frontu-unauthorized");

        faulty().always(accepting("key-1"));

        assertThat(ask("client-1").statusCode()).isEqualTo(200);
    }

    @Test
    void bothKeysOfAClient_workUntilTheOldOneIsTakenOut() throws IOException {
        replace(TestFrontu.clientsFile(), CLIENT + digestOf("client-1") + digestOf("client-2"));
        await().atMost(Duration.ofSeconds(30)).until(() -> ask("client-2").statusCode() == 200);
        assertThat(ask("client-1").statusCode()).isEqualTo(200);

        replace(TestFrontu.clientsFile(), CLIENT + digestOf("client-2"));
        await().atMost(Duration.ofSeconds(30)).until(() -> ask("client-1").statusCode() == 401);
        assertThat(ask("client-2").statusCode()).isEqualTo(200);
    }

    @Test
    void faultyClientsFile_changesNothing_andTheNextGoodOneCounts() throws IOException {
        replace(TestFrontu.clientsFile(), CLIENT + digestOf("client-2") + "      - not-a-digest\n");
        replace(TestFrontu.clientsFile(), CLIENT + "      - [");
        assertThat(ask("client-1").statusCode()).isEqualTo(200);

        replace(TestFrontu.clientsFile(), CLIENT + digestOf("client-3"));

        await().atMost(Duration.ofSeconds(30)).until(() -> ask("client-3").statusCode() == 200);
        assertThat(ask("client-2").statusCode()).isEqualTo(401);
    }

    private static Response ask(String key) {
        return gateway(key).get(PATH);
    }

    private static Handler<HttpServerRequest> accepting(String key) {
        return request -> {
            var right = ("Bearer " + key).equals(request.getHeader("Authorization"));
            FaultyFrontu.json(right ? 200 : 401, "{}").handle(request);
        };
    }

    private static String lastKey() {
        var arrivals = faulty().arrivals();
        return arrivals.get(arrivals.size() - 1).headers().get("Authorization");
    }

    private static String digestOf(String key) {
        return "      - " + digest(key) + "\n";
    }

    /** As an operator does: another file moves into its place, so that no half of it is ever read. */
    private static void replace(Path file, String content) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, content);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
