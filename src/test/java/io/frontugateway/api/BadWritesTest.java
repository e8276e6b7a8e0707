package io.frontugateway.api;

import static io.frontugateway.api.Sent.empty;
import static io.frontugateway.api.Sent.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that must not be accepted, each with its problem; and that nothing of them was. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class BadWritesTest {
    private String newest;

    @BeforeEach
    void remember() {
        newest = newest();
    }

    @AfterEach
    void nothingWasAccepted() {
        assertThat(newest()).isEqualTo(newest);
    }

    private static String newest() {
        return empty("GET", "/v1/operations?limit=1").text("/items/0/id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "null",
                "\"text\"",
                "{",
                "{\"title\":NaN}",
                "{\"title\":\"a\",\"title\":\"b\"}",
                "{\"title\":\"a\"} {}",
                "{'title':'a'}"
            })
    void bodyThatIsNoObject_isInvalid(String body) {
        json("POST", "/v1/clients", body).refused(400, "invalid-body");
        json("PUT", "/v1/clients/by-system-id/x", body).refused(400, "invalid-body");
        json("PATCH", "/v1/clients/x", body).refused(400, "invalid-body");
    }

    @Test
    void nestingAndBytesThatMakeNoSense_areInvalid() {
        var deep = "{\"title\":\"T\",\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
        json("POST", "/v1/clients", deep).refused(400, "invalid-body");
        var bytes = BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'});
        Sent.of("POST", "/v1/clients", "application/json", bytes, TestFrontu.KEY)
                .refused(400, "invalid-body");
    }

    @Test
    void wrongTypes_areNamedByPointers() {
        var refused = json("POST", "/v1/clients", "{\"clientType\":\"two\",\"customValues\":[]}")
                .refused(422, "invalid-entity");

        assertThat(refused.body().at("/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/clientType", "/customValues", "/title");
        assertThat(refused.text("/errors/0/detail")).isNotEmpty();
    }

    @Test
    void anotherIdentityThanThePaths_isAConflict() {
        json("PUT", "/v1/clients/by-system-id/a", "{\"systemId\":\"b\"}").refused(422, "identity-conflict");
        json("PATCH", "/v1/clients/by-system-id/a", "{\"systemId\":\"b\"}").refused(422, "identity-conflict");
        json("PATCH", "/v1/clients/a", "{\"guid\":\"b\"}").refused(422, "identity-conflict");
    }

    @Test
    void identifiersThatAreNone_areRefused() {
        var longOne = "x".repeat(10_240);
        json("POST", "/v1/clients", "{\"systemId\":\"" + longOne + "\"}").refused(422, "invalid-entity");
        json("POST", "/v1/clients", "{\"systemId\":\"a\\u0007b\"}").refused(422, "invalid-entity");
        json("PUT", "/v1/clients/by-system-id/" + longOne, "{}").refused(400, "invalid-parameter");
        json("PUT", "/v1/clients/by-system-id/a%0Ab", "{}").refused(400, "invalid-parameter");
        json("PUT", "/v1/clients/by-system-id/a%FFb", "{}").refused(400, "invalid-parameter");
        json("PUT", "/v1/clients/by-system-id/a%ED%A0%80%EF%BF%BDb", "{}").refused(400, "invalid-parameter");
        json("PATCH", "/v1/clients/" + "x".repeat(256), "{}").refused(400, "invalid-parameter");
        empty("DELETE", "/v1/clients/%00").refused(400, "invalid-parameter");
    }

    @Test
    void bodiesBeyondTheirBound_areRefused_announcedOrNot() {
        var body = "{\"title\":\"" + "x".repeat(1 << 20) + "\"}";
        json("POST", "/v1/clients", body).refused(413, "too-large");
        var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes()));
        Sent.of("POST", "/v1/clients", "application/json", chunked, TestFrontu.KEY)
                .refused(413, "too-large");
        json("GET", "/v1/operations?limit=1", "").is(200);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/clients, text/plain",
        "POST, /v1/clients, application/x-www-form-urlencoded",
        "POST, /v1/clients, application/merge-patch+json",
        "POST, /v1/clients, application/json; charset=iso-8859-1",
        "PATCH, /v1/clients/x, application/json-patch+json",
        "PUT, /v1/clients/by-system-id/x, application/xml",
        "POST, /v1/clients/batch, text/csv",
        "POST, /v1/notes/copy, multipart/form-data; boundary=b",
        "POST, /v1/files, application/json",
        "POST, /v1/images, multipart/form-data",
    })
    void otherTypes_areNotTaken(String method, String path, String type) {
        Sent.of(method, path, type, BodyPublishers.ofString("{\"title\":\"T\"}"), TestFrontu.KEY)
                .refused(415, "unsupported-media-type");
    }

    @Test
    void compressedBodies_andMissingTypes_areNotTaken() {
        json("POST", "/v1/clients", "{}", "Content-Encoding", "gzip").refused(415, "unsupported-media-type");
        Sent.of("POST", "/v1/clients", null, BodyPublishers.ofString("{\"title\":\"T\"}"), TestFrontu.KEY)
                .refused(415, "unsupported-media-type");
    }

    @Test
    void keysThatAreNone_areRefused() {
        var body = "{\"title\":\"T\"}";
        for (var key : new String[] {"", "\"\"", "x".repeat(256)}) {
            json("POST", "/v1/clients", body, "Idempotency-Key", key).refused(400, "invalid-parameter");
        }
        json("POST", "/v1/clients", body, "Idempotency-Key", "a", "Idempotency-Key", "b")
                .refused(400, "invalid-parameter");
    }

    @Test
    void parametersAndResources_areChecked() {
        json("POST", "/v1/clients?dry=true", "{}").refused(400, "invalid-parameter");
        json("POST", "/v1/unicorns", "{}").refused(404, "unknown-resource");
        json("POST", "/v1/unicorns/batch", "[]").refused(404, "unknown-resource");
        json("POST", "/v1/clients/some-guid", "{}").refused(405, "not-allowed");
        json("POST", "/v1/clients", "{}", "Accept", "text/html").refused(406, "not-acceptable");
    }

    @Test
    void batchesBeyondTheirBounds_areRefusedAsAWhole() {
        var items = "{\"title\":\"T\"},".repeat(10_000);
        json("POST", "/v1/clients/batch", "[" + items + "{}]").refused(413, "too-large");
        var large = BodyPublishers.ofByteArray(new byte[(32 << 20) + 1]);
        Sent.of("POST", "/v1/clients/batch", "application/json", large, TestFrontu.KEY)
                .refused(413, "too-large");
        json("POST", "/v1/clients/batch", "[{\"title\":\"T\"},").refused(400, "invalid-body");
        json("POST", "/v1/clients/batch", "{\"title\":\"T\"}").refused(400, "invalid-body");
    }

    @Test
    void operationsThatAreNone_areNotFound() {
        var id = "/v1/operations/" + UUID.randomUUID();
        empty("GET", id).refused(404, "not-found");
        empty("DELETE", id).refused(404, "not-found");
        empty("POST", id + "/replay").refused(404, "not-found");
        empty("GET", "/v1/operations/%00").refused(404, "not-found");
        empty("GET", "/v1/operations?state=odd").refused(400, "invalid-parameter");
        empty("GET", "/v1/operations?reason=odd").refused(400, "invalid-parameter");
        empty("GET", "/v1/operations?limit=0").refused(400, "invalid-parameter");
        empty("GET", "/v1/operations?cursor=odd").refused(400, "invalid-parameter");
        empty("GET", id + "?wait=long").refused(400, "invalid-parameter");
    }
}
