package io.frontugateway.api;

import static io.frontugateway.api.BadInputTest.problem;
import static io.frontugateway.testing.TestFrontu.gateway;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class MethodsTest {
    @ParameterizedTest
    @ValueSource(strings = {"/v1/resources", "/v1/clients?limit=2", "/client/api/v2/clients?items=2"})
    void head_answersTheHeadOfGet(String path) {
        var get = gateway().get(path);
        var head = gateway().head(path);

        assertThat(head.statusCode()).isEqualTo(get.statusCode()).isEqualTo(200);
        assertThat(head.contentType()).isEqualTo(get.contentType());
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        assertThat(head.body().asByteArray()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/resources", "/v1/regions", "/v1/users/some-guid", "/v1/users/by-system-id/x"})
    void options_tellsWhatIsAllowed(String path) {
        gateway().options(path).then().statusCode(204).header("Allow", is("GET, HEAD, OPTIONS"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/resources",
        "PUT, /v1/regions",
        "TRACE, /v1/regions",
        "PATCH, /v1/files/x/content",
        "BREW, /v1/regions"
    })
    void anythingElse_isNotAllowed(String method, String path) {
        problem(gateway().request(method, path).then(), 405, "not-allowed").header("Allow", is("GET, HEAD, OPTIONS"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/regions/some-guid, OPTIONS",
        "/v1/clients/x/full, OPTIONS",
        "'/v1/task-custom-fields/by-system-id/x', 'DELETE, OPTIONS, PATCH, PUT'"
    })
    void readThatFrontuDoesNotOffer_isNotAllowed(String path, String allowed) {
        problem(gateway().get(path).then(), 405, "not-allowed").header("Allow", is(allowed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "OPTIONS", "DELETE"})
    void everyMethod_needsACredential(String method) {
        problem(given().request(method, "/v1/tasks").then(), 401, "unauthenticated");
    }
}
