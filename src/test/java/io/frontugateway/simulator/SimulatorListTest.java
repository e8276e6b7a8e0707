package io.frontugateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorListTest extends SimulatorTestBase {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/clients",
                "/workspaces",
                "/standartized_materials",
                "/standartized_works",
                "/responsible_persons",
                "/material_types",
                "/places",
                "/tasks",
                "/task_requests",
                "/task_types",
                "/task/templates",
                "/materials",
                "/works",
                "/routehistories",
                "/tasksstatushistory",
                "/notes",
                "/creditstatuses",
                "/customfields/clients",
                "/customfields/tasks",
                "/customfields/workspaces",
                "/customfields/standartizedworks",
                "/customfields/standartizedmaterials",
                "/customfields/equipments",
                "/taskstopreasons",
                "/files",
                "/images",
                "/evaluations/forms/",
                "/users",
                "/equipments",
                "/equipment_models",
                "/equipmentactions",
                "/user/task/times",
                "/travels",
                "/evaluations/task/status?status=400,401,402",
                "/standartized_material_remains",
                "/workspace_responsible_persons",
                "/regions"
            })
    void everyList_hasRows(String path) throws Exception {
        List<JsonObject> rows = items(get(path));

        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getString("guid")).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/clients",
                "/workspaces",
                "/standartized_materials",
                "/standartized_works",
                "/responsible_persons",
                "/material_types",
                "/places",
                "/tasks",
                "/task_requests",
                "/task_types",
                "/materials",
                "/works",
                "/creditstatuses",
                "/customfields/clients",
                "/customfields/tasks",
                "/customfields/workspaces",
                "/customfields/standartizedworks",
                "/customfields/standartizedmaterials",
                "/customfields/equipments",
                "/taskstopreasons",
                "/users",
                "/equipments",
                "/standartized_material_remains"
            })
    void everyDetail_showsTheRowOfTheList(String path) throws Exception {
        JsonObject row = items(get(path)).get(0);

        assertThat(json(get(path + "/details?guid=" + row.getString("guid")))).isEqualTo(row);
        assertThat(get(path + "/details?guid=none").body())
                .isEqualTo("{\"code\":404,\"message\":\"Entity not found\"}");
    }

    @Test
    void irregularDetails_answer() throws Exception {
        assertThat(detail("/user/task/times", "/user/task/time/details?guid=")).isEqualTo(200);
        assertThat(detail("/workspace_responsible_persons", "/workspace_responsible_person/details?guid="))
                .isEqualTo(200);
        assertThat(detail("/notes", "/notes/")).isEqualTo(200);
        assertThat(detail("/files", "/files/")).isEqualTo(200);
        assertThat(detail("/images", "/images/")).isEqualTo(200);
    }

    private static int detail(String list, String prefix) throws Exception {
        return get(prefix + items(get(list)).get(0).getString("guid")).statusCode();
    }

    @Test
    void pages_coverEverythingOnce() throws Exception {
        List<String> guids = new ArrayList<>();
        int page = 1;
        while (page != 0) {
            HttpResponse<String> answer = get("/tasks?items=60&page=" + page);
            items(answer).forEach(row -> guids.add(row.getString("guid")));
            page = json(answer).getInteger("next_page");
        }

        assertThat(guids).hasSize(250);
        assertThat(new HashSet<>(guids)).hasSize(250);
        assertThat(items(get("/tasks"))).hasSize(100);
    }

    @Test
    void items_isIgnoredWhereTheResourceDoesNotTakeIt() throws Exception {
        assertThat(items(get("/taskstopreasons?items=1"))).hasSizeGreaterThan(1);
    }

    @Test
    void version_isStrictUnlessSwitched() throws Exception {
        JsonObject client = json(post("/clients", client("One", "S-1")));
        String asked = "/clients?version=" + client.getInteger("version");

        assertThat(items(get(asked))).isEmpty();
        settings(new JsonObject().put("inclusiveVersion", true));
        assertThat(items(get(asked))).containsExactly(client);
    }

    @Test
    void versionTo_isStrictlyLower() throws Exception {
        long version = items(get("/tasks?items=250")).get(100).getLong("version");

        assertThat(items(get("/tasks?items=250&versionTo=" + version)))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getLong("version")).isLessThan(version));
    }

    @Test
    void seed_hasRowsThatShareAVersion_archivedOnes_andOnesWithoutSystemId() throws Exception {
        List<JsonObject> tasks = items(get("/tasks?items=250"));

        assertThat(tasks.stream().map(row -> row.getLong("version")).distinct().count())
                .isLessThan(250);
        assertThat(tasks).anyMatch(row -> row.getBoolean("deleted")).anyMatch(row -> row.getString("systemId") == null);
    }

    @Test
    void seed_isTheSameAfterAReset() throws Exception {
        String before = get("/works").body();
        post("/works", client("Job", "J-1"));
        reset();

        assertThat(get("/works").body()).isEqualTo(before);
    }

    @Test
    void filters_applyTogether() throws Exception {
        List<JsonObject> rows = items(get("/tasks?items=250&status=400,401&receivedByExternalSystem=0"));

        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat(row.getInteger("status")).isIn(400, 401);
            assertThat(row.getBoolean("receivedByExternalSystem")).isFalse();
        });
        JsonObject client = items(get("/clients")).get(0);
        assertThat(items(get("/clients?companyCode=" + client.getString("companyCode") + "&guid=other")))
                .isEmpty();
        assertThat(items(get("/clients?companyCode=" + client.getString("companyCode"))))
                .containsExactly(client);
    }

    @Test
    void detailFilters_haveToFit() throws Exception {
        JsonObject task = items(get("/tasks?items=1")).get(0);
        String detail = "/tasks/details?guid=" + task.getString("guid") + "&status=";

        assertThat(get(detail + task.getInteger("status")).statusCode()).isEqualTo(200);
        assertThat(get(detail + "999").statusCode()).isEqualTo(404);
    }

    @Test
    void historyOfAnUnknownTask_isEmpty_andTheFeedIsOldestFirst() throws Exception {
        assertThat(items(get("/tasksstatushistory?task=none"))).isEmpty();
        assertThat(items(get("/tasksstatushistory?items=1000")))
                .extracting(row -> row.getString("created"))
                .isSorted();
    }

    @Test
    void evaluationsOfATask_areAnArray() throws Exception {
        JsonObject evaluation = items(get("/evaluations/task/status")).get(0);
        String task = evaluation.getJsonObject("task").getString("guid");

        assertThat(objects(new JsonArray(get("/evaluations/task?guid=" + task).body())))
                .contains(evaluation);
    }

    @Test
    void cautionCodes_needAWorkspaceAndTheFeature() throws Exception {
        String workspace = items(get("/workspaces?items=1")).get(0).getString("guid");

        assertThat(items(get("/workspace_cautioncodes/pips?workspace=" + workspace)))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getString("severity")).startsWith("PIP"));
        assertThat(get("/workspace_cautioncodes/pips").statusCode()).isEqualTo(400);
        settings(new JsonObject().put("cautionCodes", false));
        assertThat(get("/workspace_cautioncodes/pips?workspace=" + workspace).statusCode())
                .isEqualTo(403);
    }

    @Test
    void plainArrays_canBeLimitedToAPath() throws Exception {
        settings(new JsonObject()
                .put(
                        "paths",
                        new JsonArray()
                                .add(new JsonObject().put("path", "/tasks").put("plainArrays", true))));

        assertThat(new JsonArray(get("/tasks?items=3").body())).hasSize(3);
        assertThat(items(get("/clients?items=3"))).hasSize(3);
    }

    @Test
    void ignoredPaging_showsEverythingOnEachPage() throws Exception {
        settings(new JsonObject().put("plainArrays", true).put("ignorePaging", true));

        assertThat(new JsonArray(get("/tasks?items=3&page=2").body())).hasSize(250);
    }

    @Test
    void nextPage_canRunOnOrPointBack() throws Exception {
        settings(new JsonObject().put("nextPage", "endless"));
        assertThat(json(get("/users?page=9")).getInteger("next_page")).isEqualTo(10);
        settings(new JsonObject().put("nextPage", "backwards"));
        assertThat(json(get("/tasks?page=2")).getInteger("next_page")).isEqualTo(1);
        settings(new JsonObject().put("nextPage", "normal").put("lastPage", "null"));
        assertThat(json(get("/users")).getValue("next_page")).isNull();
    }

    @Test
    void largestPage_capsItems() throws Exception {
        settings(new JsonObject().put("largestPage", 7));

        assertThat(items(get("/tasks?items=50"))).hasSize(7);
    }

    @Test
    void order_canFollowTheVersion_andArchivedRowsCanBeHidden() throws Exception {
        settings(new JsonObject().put("order", "version").put("hideArchived", true));

        List<JsonObject> rows = items(get("/tasks?items=250"));

        assertThat(rows).extracting(row -> row.getLong("version")).isSorted();
        assertThat(rows).hasSizeBetween(200, 249).noneMatch(row -> row.getBoolean("deleted"));
    }

    @Test
    void lateRows_areSeenByDetailsAtOnceAndByListsLater() throws Exception {
        settings(new JsonObject().put("listDelayMs", 300));
        post("/clients", client("Late", "S-1"));

        assertThat(get("/clients/details?systemId=S-1").statusCode()).isEqualTo(200);
        assertThat(items(get("/clients?systemId=S-1"))).isEmpty();
        await().untilAsserted(
                        () -> assertThat(items(get("/clients?systemId=S-1"))).hasSize(1));
    }

    @Test
    void documents_areCompressedWhenAskedFor() throws Exception {
        HttpResponse<java.io.InputStream> answer =
                http.send(api("/tasks").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofInputStream());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream plain = new GZIPInputStream(answer.body())) {
            assertThat(new String(plain.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(get("/tasks").body());
        }
    }
}
