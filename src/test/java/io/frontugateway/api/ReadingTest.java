package io.frontugateway.api;

import static io.frontugateway.testing.TestFrontu.gateway;
import static io.frontugateway.testing.TestFrontu.simulator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class ReadingTest {
    @BeforeEach
    void resetSimulator() {
        simulator().post("/_simulator/reset").then().statusCode(200);
    }

    @Test
    void list_isAPageInTheNormalizedForm() {
        var page = json("/v1/tasks");

        List<Integer> versions = page.getList("items.version");
        assertThat(versions).hasSize(100);
        assertThat(page.getInt("maxVersion")).isEqualTo(Collections.max(versions));
        assertThat(page.getString("next")).isNotEmpty();
        assertThat(Instant.parse(page.getString("asOf")))
                .isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(page.getMap("items[0]")).containsKeys("guid", "systemId", "createdAt", "updatedAt", "archived");
        assertThat(page.getMap("items[0]")).doesNotContainKeys("created", "deleted");
        assertThat(page.getString("items[0].createdAt")).endsWith("Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {97, 250, 1000})
    void pagingThrough_givesEveryTaskOnce(int limit) {
        var seen = new ArrayList<String>();
        String cursor = null;
        do {
            var page = json("/v1/tasks?limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor));
            List<String> guids = page.getList("items.guid");
            cursor = page.getString("next");
            assertThat(guids).hasSizeLessThanOrEqualTo(limit);
            assertThat(cursor == null || guids.size() == limit).isTrue();
            seen.addAll(guids);
        } while (cursor != null);

        assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
        assertThat(seen).hasSize(5000);
    }

    @Test
    void cursor_isNotBoundToTheLimit() {
        var first = json("/v1/clients?limit=30");
        var rest = json("/v1/clients?limit=1000&cursor=" + first.getString("next"));

        assertThat(rest.getList("items")).hasSize(270);
        assertThat(rest.getString("next")).isNull();
    }

    @Test
    void plainArrays_areReadLikeEnvelopes() {
        simulatorSettings("{\"plainArrays\": true}");

        var first = json("/v1/clients?limit=250");
        var second = json("/v1/clients?limit=250&cursor=" + first.getString("next"));

        assertThat(first.getList("items")).hasSize(250);
        assertThat(second.getList("items")).hasSize(50);
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void updatedSince_isInclusive_inBothForms() {
        long version = json("/v1/tasks?limit=1000").getLong("maxVersion");
        var moment = Instant.ofEpochSecond(version);

        for (var since : List.of(
                Long.toString(version), moment.toString(), moment.toString().replace("Z", "+00:00"))) {
            gateway()
                    .get("/v1/tasks?limit=1000&updatedSince=" + since)
                    .then()
                    .statusCode(200)
                    .body("items.version", hasItem((int) version))
                    .body("items.findAll { it.version < " + version + " }", hasSize(0));
        }
    }

    @Test
    void updatedSince_holdsAlsoWhereFrontuComparesInclusively() {
        long version = json("/v1/tasks?limit=1").getLong("maxVersion");
        simulatorSettings("{\"inclusiveVersion\": true}");

        gateway()
                .get("/v1/tasks?limit=1000&updatedSince=" + (version + 1))
                .then()
                .statusCode(200)
                .body("items.findAll { it.version <= " + version + " }", hasSize(0));
    }

    @Test
    void updatedUntil_isInclusive() {
        long version = json("/v1/task-requests?limit=1").getLong("maxVersion");

        gateway()
                .get("/v1/task-requests?limit=1000&updatedUntil=" + version)
                .then()
                .statusCode(200)
                .body("items.version", hasItem((int) version))
                .body("items.findAll { it.version > " + version + " }", hasSize(0));
    }

    @Test
    void archived_selectsOneSideOrBoth() {
        var archived = json("/v1/clients?limit=1000&archived=true").getList("items.archived");
        var active = json("/v1/clients?limit=1000&archived=false").getList("items.archived");

        assertThat(archived).isNotEmpty().containsOnly(true);
        assertThat(active).isNotEmpty().containsOnly(false);
        assertThat(archived.size() + active.size()).isEqualTo(300);
    }

    @Test
    void filtersOfTheResource_reachFrontu() {
        gateway()
                .get("/v1/tasks?status=400&limit=50")
                .then()
                .statusCode(200)
                .body("items.size()", greaterThan(0))
                .body("items.status", everyItem(is(400)));
        gateway()
                .get("/v1/tasks?receivedByExternalSystem=true&limit=20")
                .then()
                .statusCode(200)
                .body("items.receivedByExternalSystem", everyItem(is(true)));
    }

    @Test
    void entity_isFoundByGuid() {
        var task = json("/v1/tasks?limit=1").getMap("items[0]");

        gateway().get("/v1/tasks/" + task.get("guid")).then().statusCode(200).body("$", equalTo(task));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A-17", "2026/01/31", "zwei Wörter", "100 %+?&#", "🔧 drill", "by-system-id", "full", "content"})
    void entity_isFoundByAnySystemId(String systemId) {
        simulator()
                .contentType(ContentType.JSON)
                .body(Map.of("title", "Found by system id", "systemId", systemId))
                .post("/client/api/v2/clients")
                .then()
                .statusCode(201);

        gateway()
                .get("/v1/clients/by-system-id/" + encode(systemId))
                .then()
                .statusCode(200)
                .body("systemId", is(systemId))
                .body("title", is("Found by system id"))
                .body("archived", is(false));
    }

    @Test
    void task_isReadWithAllItsRelations() {
        var guid = json("/v1/works?limit=1").getString("items[0].task.guid");

        gateway()
                .get("/v1/tasks/" + guid + "/full")
                .then()
                .statusCode(200)
                .body("guid", is(guid))
                .body("works.size()", greaterThan(0))
                .body("$", hasKey("materials"));
    }

    @Test
    void evaluationsOfATask_areAList() {
        var task = json("/v1/evaluations?limit=1").getString("items[0].task.guid");

        gateway()
                .get("/v1/evaluations/" + task)
                .then()
                .statusCode(200)
                .body("items.size()", greaterThan(0))
                .body("next", nullValue());
    }

    @Test
    void workspaceOfAWork_isSpelledAsEverywhere() {
        gateway()
                .get("/v1/works?limit=5")
                .then()
                .statusCode(200)
                .body("items[0].workspace.guid", notNullValue())
                .body("items[0]", not(hasKey("object")));
    }

    @Test
    void customValues_areAMap() {
        var clients = json("/v1/clients?limit=1000");
        List<Object> maps = clients.getList("items.customValues.findAll { it != null && it.size() > 0 }");

        assertThat(maps).isNotEmpty().allSatisfy(map -> assertThat(map).isInstanceOf(Map.class));
    }

    @ParameterizedTest
    @CsvSource({"task-templates", "regions", "travels", "equipment-models", "task-status-history"})
    void resourceWithoutSingleRead_saysSo(String resource) {
        gateway()
                .get("/v1/" + resource + "/some-guid")
                .then()
                .statusCode(405)
                .header("Allow", notNullValue())
                .body("type", is("urn:frontu-gateway:not-allowed"));
    }

    @Test
    void everyResource_canBeListedOrSaysWhatItNeeds() {
        List<String> names = json("/v1/resources").getList("items.name");

        assertThat(names).hasSize(38);
        for (var name : names) {
            var query = name.equals("workspace-caution-codes") ? "?workspace=unknown" : "?limit=3";
            assertThat(gateway().get("/v1/" + name + query).statusCode())
                    .as(name)
                    .isIn(200, 422);
        }
    }

    @Test
    void unknownItem_isNotFound() {
        gateway().get("/v1/tasks/no-such-guid").then().statusCode(404).body("type", is("urn:frontu-gateway:not-found"));
    }

    private static JsonPath json(String path) {
        return gateway().get(path).then().statusCode(200).extract().jsonPath();
    }

    private static void simulatorSettings(String settings) {
        simulator()
                .contentType(ContentType.JSON)
                .body(settings)
                .patch("/_simulator/settings")
                .then()
                .statusCode(200);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
