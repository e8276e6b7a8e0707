package io.frontugateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class CatalogueViewTest {
    private final JsonNode view = CatalogueView.of(CatalogueLoader.load(Optional::empty));

    @Test
    void everyResource_isAnItem() {
        assertThat(view.get("items")).hasSize(38);
        assertThat(view.get("next").isNull()).isTrue();
    }

    @Test
    void task_showsItsCallsFiltersAndFields() {
        var tasks = item("tasks");
        assertThat(tasks.get("operations").findValuesAsText("name"))
                .startsWith("list", "get", "getBySystemId", "full", "fullBySystemId", "upsert");
        assertThat(tasks.at("/operations/2"))
                .hasToString("{\"name\":\"getBySystemId\",\"call\":\"GET /v1/tasks/by-system-id/{systemId}\","
                        + "\"frontu\":\"GET /client/api/v2/tasks/details\",\"source\":\"documented\"}");
        assertThat(tasks.at("/updatedSince").asText()).isEqualTo("documented");
        assertThat(tasks.at("/updatedUntil").asText()).isEqualTo("inferred");
        assertThat(tasks.get("filters").findValuesAsText("name"))
                .containsExactly("guid", "systemId", "code", "status", "billStatus", "receivedByExternalSystem");
        var status = field(tasks, "status");
        assertThat(status.get("type").asText()).isEqualTo("integer");
        assertThat(status.get("values")).hasSize(12).allMatch(JsonNode::isNumber);
        assertThat(field(tasks, "client").get("relatesTo").asText()).isEqualTo("clients");
    }

    @Test
    void whatIsNotOffered_isNotShown() {
        assertThat(item("regions").get("operations").findValuesAsText("name")).containsExactly("list");
        assertThat(item("workspace-caution-codes").get("updatedSince").isNull()).isTrue();
        assertThat(item("files").get("operations").findValuesAsText("name"))
                .containsExactly("list", "get", "content", "upload", "upload", "copy");
        assertThat(item("task-stop-reasons").get("operations").findValuesAsText("name"))
                .containsExactly("list", "get", "upsert", "batch", "patch", "archive", "restore");
    }

    private JsonNode item(String name) {
        for (var item : view.get("items")) {
            if (item.get("name").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError(name);
    }

    private static JsonNode field(JsonNode item, String name) {
        for (var field : item.get("fields")) {
            if (field.get("name").asText().equals(name)) {
                return field;
            }
        }
        throw new AssertionError(name);
    }
}
