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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class OperationsTest {
    private final String systemId = "O-" + UUID.randomUUID();

    @Test
    void clientSeesItsOwnOnly_unlessItMayOperate() {
        var body = BodyPublishers.ofString("{\"title\":\"T\"}");
        var theirs = Sent.of("POST", "/v1/clients", "application/json", body, TestFrontu.WRITER_KEY)
                .is(202);
        var ours = json("POST", "/v1/clients", "{\"title\":\"T\"}").is(202);

        empty("GET", theirs.header("Location")).is(200);
        byWriter("GET", theirs.header("Location")).is(200);
        byWriter("GET", ours.header("Location")).refused(404, "not-found");
        byWriter("DELETE", ours.header("Location")).refused(404, "not-found");
        byWriter("POST", ours.header("Location") + "/replay").refused(404, "not-found");
        byWriter("GET", "/v1/operations?client=tester").refused(403, "forbidden");
        assertThat(byWriter("GET", "/v1/operations").is(200).body().findValuesAsText("client"))
                .isNotEmpty()
                .containsOnly("writer");
        assertThat(empty("GET", "/v1/operations?client=writer").body().findValuesAsText("client"))
                .isNotEmpty()
                .containsOnly("writer");
    }

    @Test
    void clientWithAFullQueue_isToldWhenToComeBack_andTakenOnceThereIsRoom() {
        var first = byNarrow("POST", "/v1/clients", "{\"title\":\"T\"}").is(202);

        var full = byNarrow("POST", "/v1/clients", "{\"title\":\"U\"}").refused(429, "queue-full");
        assertThat(Integer.parseInt(full.header("Retry-After"))).isPositive();
        byNarrow("POST", "/v1/clients/batch", "[{\"title\":\"V\"}]").refused(429, "queue-full");

        await().until(() -> byNarrow("DELETE", first.header("Location"), "").status() == 200);
        var second = byNarrow("POST", "/v1/clients", "{\"title\":\"U\"}").is(202);
        await().until(() -> byNarrow("DELETE", second.header("Location"), "").status() == 200);
    }

    private static Sent byNarrow(String method, String path, String body) {
        return Sent.of(method, path, "application/json", BodyPublishers.ofString(body), TestFrontu.NARROW_KEY);
    }

    @Test
    void whoMayOperate_seesTheOperationsOfEveryAccount_andNothingElseOfIt() {
        empty("GET", "/v1/operations", "Frontu-Account", "rotating").is(200);
        empty("POST", "/v1/operations/replay", "Frontu-Account", "rotating").is(200);
        empty("GET", "/v1/clients", "Frontu-Account", "rotating").refused(403, "forbidden");
        empty("GET", "/v1/operations", "Frontu-Account", "nowhere").refused(403, "forbidden");
        Sent.of(
                        "GET",
                        "/v1/operations",
                        null,
                        BodyPublishers.noBody(),
                        TestFrontu.WRITER_KEY,
                        "Frontu-Account",
                        "rotating")
                .refused(403, "forbidden");
    }

    @Test
    void resourceThatThereIsNot_isRefused_whereOperationsAreLookedForByIt() {
        empty("GET", "/v1/operations?resource=unicorns").refused(400, "invalid-parameter");
        empty("POST", "/v1/operations/replay?resource=unicorns").refused(400, "invalid-parameter");
        empty("GET", "/v1/operations?resource=passthrough").is(200);
        empty("POST", "/v1/operations/replay?resource=places").is(200);
    }

    @Test
    void deadOne_canBeReplayed_andADoneOneCannot() {
        var body = "{\"title\":\"W\",\"systemId\":\"" + systemId + "\",\"client\":\"C-" + systemId + "\"}";
        var dead = json("POST", "/v1/workspaces", body).is(202).header("Location");
        var told = empty("GET", dead + "?wait=30").is(200);
        assertThat(told.text("/state")).isEqualTo("dead");
        assertThat(told.text("/reason")).isEqualTo("refused");
        assertThat(told.text("/problem/type")).isEqualTo("urn:frontu-gateway:frontu-refused");
        empty("DELETE", dead).refused(409, "operation-not-cancellable");

        json("PUT", "/v1/clients/by-system-id/C-" + systemId, "{\"title\":\"C\"}", "Prefer", "wait=30")
                .is(200);
        var replayed = empty("POST", dead + "/replay", "Prefer", "wait=30").is(200);

        assertThat(replayed.text("/client/systemId")).isEqualTo("C-" + systemId);
        empty("POST", dead + "/replay").refused(409, "operation-not-dead");
    }

    @Test
    void operationThatIsBeingSent_cannotBeCancelled_andGoesOn() {
        faulty().always(FaultyFrontu.hang());
        var sent = json("PUT", "/v1/clients/by-system-id/" + systemId, "{\"title\":\"S\"}", "Frontu-Account", "faulty")
                .is(202)
                .header("Location");
        await().until(() -> inFaulty("GET", sent).text("/state").equals("sending"));

        inFaulty("DELETE", sent).refused(409, "operation-not-cancellable");

        faulty().always(FaultyFrontu.json(200, "{}"));
        assertThat(inFaulty("GET", sent + "?wait=30").is(200).text("/state")).isEqualTo("done");
    }

    private static Sent inFaulty(String method, String path) {
        return empty(method, path, "Frontu-Account", "faulty");
    }

    @Test
    void deadOnesOfAFilter_areReplayedTogether() {
        var body = "{\"title\":\"R\",\"client\":\"C-" + systemId + "\"}";
        for (int i = 0; i < 3; i++) {
            json("POST", "/v1/task-requests", body, "Prefer", "wait=30").refused(422, "frontu-refused");
        }
        json("PUT", "/v1/clients/by-system-id/C-" + systemId, "{\"title\":\"C\"}", "Prefer", "wait=30")
                .is(200);

        var replayed = empty("POST", "/v1/operations/replay?resource=task-requests&reason=refused")
                .is(200);

        assertThat(replayed.body().get("replayed").asInt()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void list_isFilteredAndPaged_withoutARepetition() {
        var made = new HashSet<String>();
        for (int i = 0; i < 5; i++) {
            made.add(json("POST", "/v1/places", "{\"title\":\"P\",\"scanCode\":\"1\"}")
                    .text("/id"));
        }
        var seen = new ArrayList<String>();
        var path = "/v1/operations?resource=places&limit=2";
        for (var page = empty("GET", path); ; page = empty("GET", path + "&cursor=" + page.text("/next"))) {
            page.is(200)
                    .body()
                    .at("/items")
                    .forEach(item -> seen.add(item.get("id").asText()));
            if (page.body().get("next").isNull()) {
                break;
            }
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(made);
    }

    private static Sent byWriter(String method, String path) {
        return Sent.of(method, path, null, BodyPublishers.noBody(), TestFrontu.WRITER_KEY);
    }
}
