package io.frontugateway.api;

import static io.frontugateway.testing.TestFrontu.gateway;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class BadInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour=red | colour | allowed: updatedSince",
                "limit=5&limit=6 | limit | once",
                "limit= | limit | empty",
                "limit=0 | limit | 1 to 1000",
                "limit=1001 | limit | 1 to 1000",
                "limit=-1 | limit | 1 to 1000",
                "limit=ten | limit | 1 to 1000",
                "updatedSince=yesterday | updatedSince | RFC 3339",
                "updatedSince=-1 | updatedSince | RFC 3339",
                "updatedSince=99999999999999999999 | updatedSince | RFC 3339",
                "updatedSince=2021-06-08 | updatedSince | RFC 3339",
                "updatedSince=253402300800 | updatedSince | RFC 3339",
                "updatedSince=NaN | updatedSince | RFC 3339",
                "updatedSince=2021-13-08T00:00:00Z | updatedSince | RFC 3339",
                "cursor= | cursor | empty",
                "updatedSince=1&updatedSince=2 | updatedSince | once",
                "archived=1 | archived | true or false",
                "receivedByExternalSystem=maybe | receivedByExternalSystem | true or false",
                "cursor=forged | cursor | next",
                "access_token=key-of-tester | access_token | not a parameter",
            })
    void badParameter_isNamedWithWhatIsAllowed(String query, String parameter, String allowed) {
        problem(gateway().get("/v1/tasks?" + query).then(), 400, "invalid-parameter")
                .body("parameter", is(parameter))
                .body("detail", containsString(allowed));
    }

    @Test
    void farFuture_isAMomentLikeAnyOther() {
        gateway()
                .get("/v1/tasks?updatedSince=9999-12-31T23:59:59Z")
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("next", nullValue())
                .body("maxVersion", nullValue());
    }

    @Test
    void parameterThatTheResourceLacks_isRefused() {
        problem(gateway().get("/v1/clients?updatedUntil=1").then(), 400, "invalid-parameter");
        problem(gateway().get("/v1/tasks/some-guid?limit=1").then(), 400, "invalid-parameter");
    }

    @Test
    void missingRequiredFilter_isNamed() {
        problem(gateway().get("/v1/workspace-caution-codes").then(), 400, "invalid-parameter")
                .body("parameter", is("workspace"));
    }

    @Test
    void cursorThatWasCutOrBelongsElsewhere_isRefused() {
        String cursor = gateway().get("/v1/tasks?limit=10").path("next");

        problem(gateway().get("/v1/tasks?cursor=" + cursor.substring(4)).then(), 400, "invalid-parameter");
        var cut = cursor.substring(0, cursor.length() - 3);
        problem(gateway().get("/v1/tasks?cursor=" + cut).then(), 400, "invalid-parameter");
        problem(gateway().get("/v1/clients?cursor=" + cursor).then(), 400, "invalid-parameter");
        problem(gateway().get("/v1/tasks?status=400&cursor=" + cursor).then(), 400, "invalid-parameter");
        gateway().get("/v1/tasks?limit=3&cursor=" + cursor).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/unicorns", "/v1/unicorns/some-guid", "/v1/unicorns/by-system-id/x", "/v1/Tasks"})
    void unknownResource_isSaid(String path) {
        problem(gateway().get(path).then(), 404, "unknown-resource");
        problem(gateway().post(path).then(), 404, "unknown-resource");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v2/tasks", "/v1/tasks/a/b/c", "/index.html", "/q/nothing"})
    void unknownPath_isAProblemToo(String path) {
        problem(gateway().get(path).then(), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a%20b", "%F0%9F%94%A7", "%2e%2e%2fclients", "a%2Fb", "..%2f..", "%00", "%0d%0aX-Injected:%201"})
    void oddIdentifiers_areJustNotFound(String id) {
        problem(gateway().get("/v1/tasks/" + id).then(), 404, "not-found");
        problem(gateway().get("/v1/tasks/by-system-id/" + id).then(), 404, "not-found");
    }

    @Test
    void identifierBeyondItsLength_isRefused() {
        problem(gateway().get("/v1/tasks/" + "x".repeat(256)).then(), 400, "invalid-parameter");
        problem(gateway().get("/v1/tasks/" + "x".repeat(10_000)).then(), 400, "invalid-parameter");
        problem(gateway().get("/v1/tasks/by-system-id/" + "x".repeat(10_000)).then(), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/tasks/%zz",
                "/v1/tasks?status=%zz",
                "/v1/tasks/%",
                "/v1/tasks/a\"b",
                "/client/api/v2/tasks?x=%4",
                "/q/openapi?%"
            })
    void brokenPercentEncoding_isAProblem(String path) {
        var answer = RawRequest.send("GET " + path + " HTTP/1.1", "Authorization: Bearer " + TestFrontu.KEY);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("x-request-id: ")
                .contains("\"type\":\"urn:frontu-gateway:invalid-parameter\"");
    }

    @Test
    void requestLineBeyondItsLength_is414() {
        var answer = RawRequest.send("GET /v1/tasks?cursor=" + "x".repeat(20_000) + " HTTP/1.1");

        assertThat(answer).contains(" 414 ");
    }

    @Test
    void headersBeyondTheirLength_are431() {
        var answer = RawRequest.send("GET /v1/tasks HTTP/1.1", "X-Long: " + "x".repeat(30_000));

        assertThat(answer).contains(" 431 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml, text/*;q=0.5", "application/json;q=0, */*"})
    void acceptThatRulesJsonOut_isNotAcceptable(String accept) {
        problem(gateway().header("Accept", accept).get("/v1/tasks?limit=1").then(), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "text/html, application/json;q=0.1", "APPLICATION/JSON"})
    void acceptThatAdmitsJson_isAnswered(String accept) {
        gateway().header("Accept", accept).get("/v1/tasks?limit=1").then().statusCode(200);
    }

    static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType(containsString("application/problem+json"))
                .body("type", is("urn:frontu-gateway:" + slug))
                .body("status", is(status))
                .body("title", not(is("")))
                .body("detail", not(is("")))
                .body("instance", containsString("urn:frontu-gateway:request:"))
                .header("X-Request-Id", not(is("")));
    }
}
