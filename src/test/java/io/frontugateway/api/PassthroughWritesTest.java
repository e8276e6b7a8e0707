package io.frontugateway.api;

import static io.frontugateway.api.Sent.empty;
import static io.frontugateway.api.Sent.json;
import static io.frontugateway.testing.TestFrontu.faulty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.FaultyFrontu;
import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class PassthroughWritesTest {
    private static final String CLIENTS = "/client/api/v2/clients";

    private final String systemId = "P-" + UUID.randomUUID();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | {\"title\":\"T\",\"systemId\":\"ID\"}",
                "application/x-www-form-urlencoded | title=T&systemId=ID",
                "multipart/form-data; boundary=b | `--b\r\n"
                        + "Content-Disposition: form-data; name=\"title\"\r\n\r\n"
                        + "T\r\n"
                        + "--b\r\n"
                        + "Content-Disposition: form-data; name=\"systemId\"\r\n\r\n"
                        + "ID\r\n"
                        + "--b--\r\n"
                        + "`",
            })
    void everyForm_isAnsweredAsFrontuAnswers(String type, String body) {
        var answer = Sent.of(
                        "POST", CLIENTS, type, BodyPublishers.ofString(body.replace("ID", systemId)), TestFrontu.KEY)
                .is(201);

        assertThat(answer.text("/systemId")).isEqualTo(systemId);
        assertThat(answer.text("/created")).endsWith("+0000");
        assertThat(answer.body().get("deleted").isBoolean()).isTrue();
        var operation = empty("GET", "/v1/operations?resource=clients&limit=1");
        assertThat(operation.text("/items/0/systemId")).isEqualTo(systemId);
    }

    @Test
    void refusal_comesAsFrontuWroteIt() {
        var answer =
                json("POST", CLIENTS, "{\"systemId\":\"" + systemId + "\"}").is(400);

        assertThat(answer.text("/code")).isEqualTo("400");
        assertThat(answer.text("/errors/children/title/errors/0")).isEqualTo("This value should not be blank.");
        json("POST", CLIENTS, "{broken").is(400);
        json("POST", "/client/api/v2/nothing/of/that/kind", "{}").is(404);
    }

    @Test
    void gatewaysOwnErrors_haveCodeAndMessageToo() {
        var body = BodyPublishers.ofString("{}");
        var forbidden = Sent.of("POST", CLIENTS, "application/json", body, TestFrontu.LIMITED_KEY)
                .refused(403, "forbidden");
        var large = json("POST", CLIENTS, "x".repeat((1 << 20) + 1)).refused(413, "too-large");

        assertThat(forbidden.text("/code")).isEqualTo("403");
        assertThat(large.text("/message")).isEqualTo(large.text("/detail"));
    }

    @Test
    void writeThatIsNotDoneInTime_isATimeout_andStaysQueued() {
        var headers = new String[] {"Frontu-Account", "gone", "Prefer", "wait=1"};
        var answer = json("POST", CLIENTS, "{\"title\":\"T\",\"systemId\":\"" + systemId + "\"}", headers)
                .refused(504, "frontu-timeout");

        var operation = empty("GET", answer.header("Location"), "Frontu-Account", "gone")
                .is(200);
        assertThat(operation.text("/state")).isIn("queued", "sending");
        var cancelled = Sent.empty("DELETE", answer.header("Location"), "Frontu-Account", "gone");
        assertThat(cancelled.status()).isIn(200, 409);
    }

    @Test
    void failureOfWhatIsNotRepeated_comesAsFrontuWroteIt() {
        faulty().next(FaultyFrontu.json(500, "{\"code\":500,\"message\":\"Oops\"}"));

        var answer = json("POST", CLIENTS, "{\"title\":\"T\"}", "Frontu-Account", "faulty")
                .is(500);

        assertThat(answer.text("/message")).isEqualTo("Oops");
        assertThat(answer.body().has("type")).isFalse();
    }

    @Test
    void answerThatBreaksOff_isToldAsSuch() {
        faulty().next(FaultyFrontu.half("{\"guid\":"));

        var answer = json(
                        "POST",
                        CLIENTS,
                        "{\"title\":\"T\",\"systemId\":\"" + systemId + "\"}",
                        "Frontu-Account",
                        "faulty")
                .refused(502, "frontu-bad-answer");

        var operation = empty("GET", answer.header("Location"), "Frontu-Account", "faulty");
        assertThat(operation.text("/state")).isEqualTo("done");
    }

    @Test
    void writeThatIsCancelledMeanwhile_isToldAsSuch() {
        var headers = new String[] {"Frontu-Account", "gone", "Prefer", "wait=60"};
        var answer = CompletableFuture.supplyAsync(
                () -> json("POST", CLIENTS, "{\"title\":\"T\",\"systemId\":\"" + systemId + "\"}", headers));

        await().until(() -> cancel() == 200);

        answer.join().refused(504, "frontu-timeout");
    }

    /** Cancels the operation on this test's item. @return the status of the answer */
    private int cancel() {
        var waiting = empty("GET", "/v1/operations?resource=clients&limit=100", "Frontu-Account", "gone");
        for (var operation : waiting.body().path("items")) {
            if (operation.path("systemId").asText().equals(systemId)) {
                var path = "/v1/operations/" + operation.path("id").asText();
                return empty("DELETE", path, "Frontu-Account", "gone").status();
            }
        }
        return 404;
    }

    @Test
    void upload_flows() {
        var task = empty("GET", "/v1/tasks?limit=1").text("/items/0/guid");
        var body = "--b\r\nContent-Disposition: form-data; name=\"task\"\r\n\r\n" + task
                + "\r\n"
                + "--b\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"
                + "content\r\n"
                + "--b--\r\n";

        var answer = Sent.of(
                        "POST",
                        "/client/api/v2/files/upload?access_token=" + TestFrontu.KEY,
                        "multipart/form-data; boundary=b",
                        BodyPublishers.ofString(body),
                        TestFrontu.KEY)
                .is(201);

        assertThat(answer.text("/originalName")).isEqualTo("a.txt");
    }
}
