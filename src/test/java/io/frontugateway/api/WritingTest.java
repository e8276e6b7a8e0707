package io.frontugateway.api;

import static io.frontugateway.api.Sent.empty;
import static io.frontugateway.api.Sent.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every call that writes, from its caller to the simulated Frontu and back. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class WritingTest {
    private static final String[] WAITING = {"Prefer", "wait=30"};

    private final String systemId = "W/" + UUID.randomUUID();
    private final String path = "/v1/clients/by-system-id/" + systemId.replace("/", "%2F");

    @Test
    void post_isAcceptedWithItsOperation_whichTellsTheOutcome() {
        var accepted = json("POST", "/v1/clients", "{\"title\":\"T\",\"city\":\"Vilnius\"}")
                .is(202);
        var location = accepted.header("Location");
        var done = empty("GET", location + "?wait=30").is(200);

        assertThat(location).isEqualTo("/v1/operations/" + accepted.text("/id"));
        assertThat(accepted.text("/action")).isEqualTo("upsert");
        assertThat(accepted.text("/client")).isEqualTo("tester");
        assertThat(accepted.text("/systemId")).startsWith("gw-");
        assertThat(accepted.body().fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "state",
                        "resource",
                        "action",
                        "guid",
                        "systemId",
                        "client",
                        "attempts",
                        "createdAt",
                        "updatedAt",
                        "nextAttemptAt",
                        "estimatedAt",
                        "waitingFor",
                        "mergedInto",
                        "reason",
                        "result",
                        "problem");
        assertThat(done.text("/state")).isEqualTo("done");
        assertThat(done.text("/attempts")).isEqualTo("1");
        assertThat(done.text("/result/city")).isEqualTo("Vilnius");
        assertThat(done.text("/result/systemId")).isEqualTo(accepted.text("/systemId"));
        assertThat(done.text("/guid")).isEqualTo(done.text("/result/guid"));
    }

    /** Which of the two is meant is Frontu's to refuse; the gateway's order must not be left with the two as one. */
    @Test
    void guidAndSystemIdOfTwoItems_areRefused_andChangeNeither() {
        var one = json("PUT", path, "{\"title\":\"One\"}", WAITING).is(200);
        var otherId = systemId + "-2";
        var otherPath = path + "-2";
        json("PUT", otherPath, "{\"title\":\"Two\"}", WAITING).is(200);
        var both = "{\"guid\":\"" + one.text("/guid") + "\",\"systemId\":\"" + otherId + "\",\"title\":\"Both\"}";

        var refused = json("POST", "/v1/clients", both, WAITING).refused(422, "frontu-refused");
        var inBatch = json("POST", "/v1/clients/batch", "[" + both + "]").is(202);
        var dead = empty("GET", "/v1/operations/" + inBatch.text("/items/0/operation/id") + "?wait=30");

        assertThat(refused.text("/reason")).isEqualTo("refused");
        assertThat(refused.text("/upstream/body/errors/children/systemId/errors/0"))
                .isNotEmpty();
        assertThat(dead.text("/state")).isEqualTo("dead");
        assertThat(empty("GET", path).text("/title")).isEqualTo("One");
        assertThat(empty("GET", otherPath).text("/title")).isEqualTo("Two");
        assertThat(json("PATCH", path, "{\"city\":\"Kaunas\"}", WAITING).is(200).text("/title"))
                .isEqualTo("One");
        assertThat(json("PATCH", otherPath, "{\"city\":\"Vilnius\"}", WAITING)
                        .is(200)
                        .text("/title"))
                .isEqualTo("Two");
    }

    @Test
    void waiting_answersWithTheEntity_orWithFrontusRefusal() {
        var done = json("POST", "/v1/clients", "{\"systemId\":\"" + systemId + "\",\"title\":\"T\"}", WAITING)
                .is(200);
        var refused = json("POST", "/v1/workspaces", "{\"title\":\"T\",\"client\":\"nobody\"}", WAITING)
                .refused(422, "frontu-refused");

        assertThat(done.text("/systemId")).isEqualTo(systemId);
        assertThat(done.header("Preference-Applied")).isEqualTo("wait=30");
        assertThat(done.header("Location")).startsWith("/v1/operations/");
        assertThat(refused.text("/upstream/status")).isEqualTo("400");
        assertThat(refused.text("/upstream/body/errors/children/client/errors/0"))
                .isNotEmpty();
        assertThat(refused.text("/reason")).isEqualTo("refused");
    }

    @Test
    void waitBeyondAMinute_isTakenAsOne_andAnUnreadableOneAsNone() {
        var body = "{\"title\":\"T\"}";

        assertThat(json("POST", "/v1/clients", body, "Prefer", "respond-async, wait=\"999999\"; x")
                        .is(200)
                        .header("Preference-Applied"))
                .isEqualTo("wait=60");
        assertThat(json("POST", "/v1/clients", body, "Prefer", "wait=soon")
                        .is(202)
                        .header("Preference-Applied"))
                .isEmpty();
        assertThat(json("POST", "/v1/clients", body, "Prefer", "wait=0").is(202).header("Preference-Applied"))
                .isEqualTo("wait=0");
    }

    @Test
    void put_createsAndChangesByThePath_andLeavesOtherFieldsAlone() {
        json("PUT", path, "{\"title\":\"T\",\"city\":\"Vilnius\"}", WAITING).is(200);
        var changed = json("PUT", path, "{\"title\":\"U\",\"systemId\":\"" + systemId + "\"}", WAITING)
                .is(200);

        assertThat(changed.text("/systemId")).isEqualTo(systemId);
        assertThat(changed.text("/title")).isEqualTo("U");
        assertThat(changed.text("/city")).isEqualTo("Vilnius");
    }

    @Test
    void patch_changesByEitherIdentity_andNullClears() {
        var guid = json("PUT", path, "{\"title\":\"T\",\"city\":\"Vilnius\",\"phone\":\"1\"}", WAITING)
                .text("/guid");
        var type = "application/merge-patch+json";
        var cleared = Sent.of("PATCH", path, type, BodyPublishers.ofString("{\"city\":null}"), TestFrontu.KEY, WAITING)
                .is(200);
        var renamed = json("PATCH", "/v1/clients/" + guid, "{\"systemId\":\"" + systemId + "-2\"}", WAITING)
                .is(200);

        assertThat(cleared.body().get("city").isNull()).isTrue();
        assertThat(cleared.text("/phone")).isEqualTo("1");
        assertThat(renamed.text("/guid")).isEqualTo(guid);
        assertThat(renamed.text("/systemId")).isEqualTo(systemId + "-2");
    }

    @Test
    void deleteArchives_andRestoreTakesItBack() {
        var guid = json("PUT", path, "{\"title\":\"T\"}", WAITING).text("/guid");

        assertThat(empty("DELETE", path, WAITING).is(200).text("/archived")).isEqualTo("true");
        assertThat(empty("POST", path + "/restore", WAITING).is(200).text("/archived"))
                .isEqualTo("false");
        assertThat(empty("DELETE", "/v1/clients/" + guid, WAITING).is(200).text("/archived"))
                .isEqualTo("true");
        var restored = empty("POST", "/v1/clients/" + guid + "/restore").is(202);
        assertThat(restored.text("/action")).isEqualTo("restore");
        assertThat(empty("GET", restored.header("Location") + "?wait=30").text("/result/archived"))
                .isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource({"PATCH, ''", "PATCH, by-system-id/", "DELETE, ''", "DELETE, by-system-id/"})
    void changingWhatDoesNotExist_createsNothing(String method, String by) {
        json(method, "/v1/clients/" + by + UUID.randomUUID(), "{\"title\":\"T\"}", WAITING)
                .refused(404, "not-found");
    }

    @Test
    void relations_areTakenAsWordOrObject_andChildrenFollowTheirParents() {
        json("PUT", path, "{\"title\":\"Parent\"}");
        var word = json("POST", "/v1/workspaces", "{\"title\":\"W\",\"client\":\"" + systemId + "\"}", WAITING)
                .is(200);
        var parent = "{\"guid\":null,\"systemId\":\"" + systemId + "\",\"title\":\"ignored\"}";
        var object = json("POST", "/v1/workspaces", "{\"title\":\"W\",\"client\":" + parent + "}", WAITING)
                .is(200);

        assertThat(word.text("/client/systemId")).isEqualTo(systemId);
        assertThat(object.text("/client/title")).isEqualTo("Parent");
    }

    @Test
    void numbers_arriveWithEveryDigit() {
        var price = "12345678901234567.12345678901";
        var body = "{\"title\":\"M\",\"price\":" + price + ",\"systemId\":\"" + systemId + "\"}";

        assertThat(json("POST", "/v1/materials", body, WAITING).is(200).text("/price"))
                .isEqualTo(price);
    }

    @Test
    void whatIsDone_isSeenByReadsAtOnce() {
        json("PUT", path, "{\"title\":\"Before\"}", WAITING).is(200);
        assertThat(empty("GET", path).is(200).text("/title")).isEqualTo("Before");

        json("PUT", path, "{\"title\":\"After\"}", WAITING).is(200);

        assertThat(empty("GET", path).is(200).text("/title")).isEqualTo("After");
    }

    @Test
    void copies_areWrites() {
        var task = empty("GET", "/v1/tasks?limit=1").text("/items/0/guid");
        var note = empty("GET", "/v1/notes?limit=1").text("/items/0/guid");
        var body = "{\"note\":{\"guid\":\"" + note + "\"},\"task\":\"" + task + "\"}";

        var copy = json("POST", "/v1/notes/copy", body, WAITING).is(200);

        assertThat(copy.text("/guid")).isNotEqualTo(note);
        assertThat(copy.text("/task/guid")).isEqualTo(task);
        json("POST", "/v1/files/copy", "{\"task\":\"" + task + "\"}").refused(422, "invalid-entity");
        json("POST", "/v1/clients/copy", "{}").refused(405, "not-allowed");
    }

    @Test
    void sameKeyAndRequest_isTheFirstOperation_anotherRequestIsRefused() {
        var key = UUID.randomUUID().toString();
        var body = "{\"title\":\"T\"}";
        var first = json("POST", "/v1/clients", body, "Idempotency-Key", key).is(202);
        var again = json("POST", "/v1/clients", "{ \"title\": \"T\" }", "Idempotency-Key", '"' + key + '"')
                .is(202);

        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(again.text("/systemId")).isEqualTo(first.text("/systemId"));
        json("POST", "/v1/clients", "{\"title\":\"U\"}", "Idempotency-Key", key).refused(422, "idempotency-key-reused");
        json("PUT", path, body, "Idempotency-Key", key).refused(422, "idempotency-key-reused");
        empty("DELETE", path, "Idempotency-Key", key).refused(422, "idempotency-key-reused");
    }

    @Test
    void permissionToWrite_isNeededForEachResource() {
        var body = BodyPublishers.ofString("{\"title\":\"T\"}");
        Sent.of("POST", "/v1/clients", "application/json", body, TestFrontu.LIMITED_KEY)
                .refused(403, "forbidden");
        Sent.of("DELETE", path, null, BodyPublishers.noBody(), TestFrontu.LIMITED_KEY)
                .refused(403, "forbidden");
        Sent.of("POST", "/v1/clients/batch", "application/json", body, TestFrontu.WRITER_KEY)
                .refused(400, "invalid-body");
        Sent.of("POST", "/v1/tasks", "application/json", body, TestFrontu.WRITER_KEY)
                .refused(403, "forbidden");
    }

    @Test
    void changeOfWhatCanNeitherBeSeenNorLookedFor_isNotFound() {
        json("PATCH", "/v1/travels/never-seen", "{\"distance\":1}", WAITING).refused(404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "clients, 'GET, HEAD, OPTIONS, POST'",
        "clients/x, 'DELETE, GET, HEAD, OPTIONS, PATCH'",
        "clients/batch, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST'",
        "clients/x/restore, 'OPTIONS, POST'",
        "clients/by-system-id/x, 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'",
        "clients/by-system-id/x/restore, 'OPTIONS, POST'",
        "task-stop-reasons/by-system-id/x, OPTIONS",
        "task-stop-reasons/by-system-id/x/restore, OPTIONS",
        "travels/x, 'DELETE, OPTIONS, PATCH'",
        "regions, 'GET, HEAD, OPTIONS'",
        "users/x, 'GET, HEAD, OPTIONS'",
        "files, 'GET, HEAD, OPTIONS, POST'",
        "files/copy, 'GET, HEAD, OPTIONS, POST'",
        "files/batch, 'GET, HEAD, OPTIONS'",
        "operations, 'GET, HEAD, OPTIONS'",
        "operations/x, 'DELETE, GET, HEAD, OPTIONS'",
        "operations/replay, 'OPTIONS, POST'",
        "operations/x/replay, 'OPTIONS, POST'"
    })
    void whatIsOffered_isToldByTheCatalogue(String path, String allowed) {
        assertThat(empty("OPTIONS", "/v1/" + path).is(204).header("Allow")).isEqualTo(allowed);
        assertThat(empty("TRACE", "/v1/" + path).refused(405, "not-allowed").header("Allow"))
                .isEqualTo(allowed);
    }
}
