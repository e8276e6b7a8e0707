package io.frontugateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorUpsertTest extends SimulatorTestBase {
    @Test
    void secondPostWithSameSystemId_updates() throws Exception {
        HttpResponse<String> first = post("/clients", client("One", "S/1"));
        HttpResponse<String> second = post("/clients", client("Two", "S/1"));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(json(second).getString("guid")).isEqualTo(json(first).getString("guid"));
        assertThat(json(get("/clients/details?systemId=S%2F1")).getString("title"))
                .isEqualTo("Two");
    }

    @Test
    void guid_goesBeforeSystemId() throws Exception {
        String guid = json(post("/clients", client("One", "S-1"))).getString("guid");

        JsonObject renamed = json(post("/clients", client("One", "S-9").put("guid", guid)));

        assertThat(renamed.getString("guid")).isEqualTo(guid);
        assertThat(get("/clients/details?systemId=S-1").statusCode()).isEqualTo(404);
        assertThat(json(get("/clients/details?systemId=S-9")).getString("guid")).isEqualTo(guid);
    }

    @Test
    void systemIdOfAnother_isRefused() throws Exception {
        post("/clients", client("One", "S-1"));
        String other = json(post("/clients", client("Two", "S-2"))).getString("guid");

        assertThat(post("/clients", client("Two", "S-1").put("guid", other)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void unknownGuid_createsUnderANewOneUnlessSwitched() throws Exception {
        String guid = "11111111-2222-3333-4444-555555555555";
        assertThat(json(post("/clients", new JsonObject().put("title", "A").put("guid", guid)))
                        .getString("guid"))
                .isNotEqualTo(guid);

        settings(new JsonObject().put("keepGuid", true));
        assertThat(json(post("/clients", new JsonObject().put("title", "B").put("guid", guid)))
                        .getString("guid"))
                .isEqualTo(guid);
    }

    @Test
    void stopReasons_areMatchedByGuidOnly() throws Exception {
        String first = json(post("/taskstopreasons", client("Rain", "R-1"))).getString("guid");
        HttpResponse<String> second =
                post("/taskstopreasons", client("Snow", "R-1").put("guid", first));

        assertThat(json(second).getString("title")).isEqualTo("Snow");
        assertThat(post("/taskstopreasons", client("Hail", "R-2").put("guid", "unknown"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(post("/taskstopreasons", client("Fog", "R-1")).statusCode()).isEqualTo(400);
    }

    @Test
    void invalidBody_storesNothing() throws Exception {
        String guid = json(post("/clients", client("One", "S-1"))).getString("guid");
        int clients = state().getJsonObject("counts").getInteger("/clients");

        HttpResponse<String> blank = post("/clients", client("", "S-1").put("city", "Kaunas"));
        HttpResponse<String> relation = post("/clients", client("New", "S-2").put("creditStatus", "nobody"));

        assertThat(blank.statusCode()).isEqualTo(400);
        assertThat(json(blank))
                .isEqualTo(new JsonObject("{\"code\":400,\"message\":\"Validation Failed\",\"errors\":{\"children\":"
                        + "{\"title\":{\"errors\":[\"This value should not be blank.\"]}}}}"));
        assertThat(relation.statusCode()).isEqualTo(400);
        assertThat(state().getJsonObject("counts").getInteger("/clients")).isEqualTo(clients);
        assertThat(json(get("/clients/details?guid=" + guid)).getString("city")).isNull();
    }

    @Test
    void fieldsLeftOut_keepTheirValue_andUnknownOnesAreIgnored() throws Exception {
        post("/clients", client("One", "S-1").put("city", "Kaunas").put("phone", 37061234567L));

        JsonObject updated =
                json(post("/clients", new JsonObject().put("systemId", "S-1").put("delted", true)));

        assertThat(updated.getString("city")).isEqualTo("Kaunas");
        assertThat(updated.getString("phone")).isEqualTo("37061234567");
        assertThat(updated.getBoolean("deleted")).isFalse();
    }

    @Test
    void relation_isWrittenAsStringAndReadAsObject() throws Exception {
        post("/clients", client("Owner", "C-1"));

        JsonObject workspace = json(post("/workspaces", client("Roof", "W-1").put("client", "C-1")));

        assertThat(workspace.getJsonObject("client").getString("title")).isEqualTo("Owner");
        assertThat(workspace.getJsonObject("client").fieldNames()).containsExactly("title", "guid", "systemId");
        post("/clients", client("New owner", "C-1"));
        assertThat(json(get("/workspaces/details?systemId=W-1"))
                        .getJsonObject("client")
                        .getString("title"))
                .isEqualTo("New owner");
    }

    @Test
    void work_takesWorkspaceAndShowsObject_andVatAsString() throws Exception {
        String workspace = items(get("/workspaces?items=1")).get(0).getString("guid");

        JsonObject work = json(
                post("/works", client("Job", "J-1").put("workspace", workspace).put("vat", 21)));

        assertThat(work.getJsonObject("object").getString("guid")).isEqualTo(workspace);
        assertThat(work.getValue("vat")).isEqualTo("21");
        assertThat(work.containsKey("workspace")).isFalse();
    }

    @Test
    void customValues_areWrittenAsMapAndReadAsArray() throws Exception {
        String field = items(get("/customfields/clients")).get(0).getString("guid");

        JsonObject stored =
                json(post("/clients", client("One", "S-1").put("customValues", new JsonObject().put(field, 42))));

        assertThat(objects(stored.getJsonArray("customValues")))
                .containsExactly(new JsonObject()
                        .put("guid", field)
                        .put("title", "Contract number")
                        .put("value", "42"));
        assertThat(json(post("/clients", client("Two", "S-2"))).getValue("customValues"))
                .isNull();
    }

    @Test
    void formAndMultipartBodies_areTaken() throws Exception {
        HttpResponse<String> form = send(api("/clients")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("title=Caf%C3%A9&deleted=1&systemId=F-1")));
        HttpResponse<String> multipart = send(api("/clients")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(
                        "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nParts\r\n--b--\r\n")));

        assertThat(json(form).getString("title")).isEqualTo("Café");
        assertThat(json(form).getBoolean("deleted")).isTrue();
        assertThat(json(multipart).getString("title")).isEqualTo("Parts");
    }

    @Test
    void brokenJson_isRefused() throws Exception {
        HttpResponse<String> answer = send(api("/clients")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"title\":")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getInteger("code")).isEqualTo(400);
    }

    @Test
    void statusChange_growsTheHistory() throws Exception {
        String guid = json(post("/tasks", client("Job", "T-1"))).getString("guid");
        post("/tasks", client("Job", "T-1").put("status", 300).put("stopStatusMessage", "Rain"));
        post("/tasks", client("Job again", "T-1"));

        List<JsonObject> history = items(get("/tasksstatushistory/single?task=" + guid));

        assertThat(history).extracting(entry -> entry.getInteger("status")).containsExactly(100, 300);
        assertThat(history.get(1).getString("stopStatusMessage")).isEqualTo("Rain");
        assertThat(json(get("/tasks/full?guid=" + guid)).getJsonArray("statusHistory"))
                .hasSize(2);
    }

    @Test
    void request_takesTheClientOfItsWorkspace() throws Exception {
        JsonObject workspace = items(get("/workspaces?items=1")).get(0);

        JsonObject request =
                json(post("/task_requests", client("Help", "Q-1").put("workspace", workspace.getString("guid"))));

        assertThat(request.getJsonObject("client")).isEqualTo(workspace.getJsonObject("client"));
    }

    @Test
    void equipmentModels_answer200() throws Exception {
        assertThat(post("/equipment_models", new JsonObject().put("title", "M")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void price_ofACatalogueMaterialIsRequiredButNotShown() throws Exception {
        String unit = items(get("/material_types?items=1")).get(0).getString("guid");
        JsonObject material = client("Pipe", "M-1").put("materialType", unit).put("serialNumber", 5);

        assertThat(post("/standartized_materials", material).statusCode()).isEqualTo(400);
        JsonObject stored = json(post("/standartized_materials", material.put("price", 99.99)));
        assertThat(stored.containsKey("price")).isFalse();
        assertThat(stored.getValue("serialNumber")).isEqualTo("5");
    }

    @Test
    void note_isCopiedToAnotherTask() throws Exception {
        JsonObject note = items(get("/notes?items=1")).get(0);
        String task = json(post("/tasks", client("Job", "T-1"))).getString("guid");

        HttpResponse<String> copy = post(
                "/note/copy",
                new JsonObject().put("note", note.getString("guid")).put("task", task));

        assertThat(copy.statusCode()).isEqualTo(201);
        assertThat(json(copy).getString("guid")).isNotEqualTo(note.getString("guid"));
        assertThat(json(get("/tasks/full?guid=" + task)).getJsonArray("notes")).hasSize(1);
    }

    @Test
    void evaluationForm_keepsItsQuestions() throws Exception {
        JsonArray questions =
                new JsonArray().add(new JsonObject().put("title", "Well?").put("type", "text"));

        JsonObject form = json(post("/evaluations/forms/", client("Form", "F-1").put("questions", questions)));

        assertThat(form.getJsonArray("questions")).isEqualTo(questions);
    }
}
