package io.frontugateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.TestFrontu;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document as it is served, in the running gateway. */
@NullUnmarked
@QuarkusTest
@QuarkusTestResource(TestFrontu.class)
class OpenApiTest {
    private JsonPath document;

    @BeforeEach
    void read() {
        document = given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void document_isOpenWithoutCredential_andNamesTheWaysToAuthenticate() {
        assertThat(document.getString("openapi")).startsWith("3.1");
        assertThat(document.getString("components.securitySchemes.bearer.scheme"))
                .isEqualTo("bearer");
        assertThat(document.getString("components.securitySchemes.apiKey.name")).isEqualTo("X-Api-Key");
        assertThat(document.getList("security")).hasSize(2);
    }

    @Test
    void swaggerUi_isServed() {
        given().get("/q/swagger-ui/").then().statusCode(200);
    }

    @Test
    void everyResource_hasASchemaAndAList() {
        Map<String, Object> paths = document.getMap("paths");
        Map<String, Object> schemas = document.getMap("components.schemas");
        List<Map<String, Object>> resources =
                TestFrontu.gateway().get("/v1/resources").jsonPath().getList("items");
        assertThat(resources).hasSizeGreaterThan(30).allSatisfy(resource -> {
            assertThat(paths).containsKey("/v1/" + resource.get("name"));
            assertThat(schemas).containsKeys((String) resource.get("title"), resource.get("title") + "Page");
        });
    }

    @Test
    void taskSchema_isTypedAndNullable() {
        var task = "components.schemas.Task.properties.";
        assertThat(document.getList(task + "vat.type")).containsExactlyInAnyOrder("number", "null");
        assertThat(document.getList(task + "archived.type")).containsExactlyInAnyOrder("boolean", "null");
        assertThat(document.getString(task + "plannedTime.format")).isEqualTo("date-time");
        assertThat(document.getString(task + "client.anyOf[0].$ref")).isEqualTo("#/components/schemas/Relation");
        assertThat(document.getString(task + "client.x-relates-to")).isEqualTo("clients");
        assertThat(document.getBoolean(task + "version.readOnly")).isTrue();
        assertThat(document.getString(task + "ended.x-source")).isEqualTo("inferred");
    }

    @Test
    void list_hasItsOwnParametersAndNoOthers() {
        assertThat(parameters("/v1/tasks"))
                .containsExactlyInAnyOrder(
                        "updatedSince",
                        "updatedUntil",
                        "archived",
                        "limit",
                        "cursor",
                        "account",
                        "guid",
                        "systemId",
                        "code",
                        "status",
                        "billStatus",
                        "receivedByExternalSystem");
        assertThat(parameters("/v1/workspace-caution-codes"))
                .containsExactlyInAnyOrder("archived", "limit", "cursor", "account", "workspace");
    }

    @Test
    void onlyWhatFrontuOffers_isShown() {
        Map<String, Object> paths = document.getMap("paths");
        assertThat(paths)
                .containsKeys(
                        "/v1/tasks/{guid}/full",
                        "/v1/tasks/by-system-id/{systemId}/full",
                        "/v1/files/{guid}/content",
                        "/v1/evaluations/{guid}",
                        "/v1/resources",
                        "/v1/console/history",
                        "/client/api/v2/{path}")
                .doesNotContainKeys("/v1/regions/{guid}", "/v1/clients/{guid}/full");
        assertThat(document.getMap("paths.'/v1/notes/by-system-id/{systemId}'")).doesNotContainKey("get");
    }

    @Test
    void writes_areShownAsFrontuOffersThem() {
        Map<String, Object> paths = document.getMap("paths");
        assertThat(paths)
                .containsKeys(
                        "/v1/clients/batch",
                        "/v1/clients/{guid}/restore",
                        "/v1/clients/by-system-id/{systemId}/restore",
                        "/v1/notes/copy",
                        "/v1/operations",
                        "/v1/operations/replay",
                        "/v1/operations/{id}",
                        "/v1/operations/{id}/replay")
                .doesNotContainKeys("/v1/regions/batch", "/v1/task-stop-reasons/by-system-id/{systemId}/restore");
        assertThat(document.getString(
                        "paths.'/v1/clients'.post.responses.'202'.content.'application/json'.schema.$ref"))
                .isEqualTo("#/components/schemas/Operation");
        assertThat(document.getMap("paths.'/v1/clients/{guid}'.patch.requestBody.content"))
                .containsOnlyKeys("application/json", "application/merge-patch+json");
        assertThat(document.getString("components.schemas.ClientWrite.properties.title.x-source"))
                .isEqualTo("documented");
        assertThat(document.getMap("components.schemas.ClientWrite.properties")).doesNotContainKey("version");
        assertThat(document.getMap("paths.'/v1/files'.post.requestBody.content"))
                .containsOnlyKeys("multipart/form-data");
    }

    @Test
    void references_andOperationIds_areSound() {
        var references = new TreeSet<String>();
        var ids = new ArrayList<String>();
        collect(document.get(""), references, ids);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                (Object) document.get(reference.substring(2).replace('/', '.')))
                        .as(reference)
                        .isNotNull());
        assertThat(ids).hasSizeGreaterThan(60).hasSameSizeAs(new HashSet<>(ids));
        assertThat(ids).contains("listTask", "getTaskBySystemId", "fullTask", "contentFile");
    }

    private List<String> parameters(String path) {
        List<Map<String, String>> parameters = document.getList("paths.'" + path + "'.get.parameters");
        return parameters.stream()
                .map(parameter -> parameter.containsKey("$ref")
                        ? parameter.get("$ref").substring("#/components/parameters/".length())
                        : parameter.get("name"))
                .toList();
    }

    private static void collect(Object node, TreeSet<String> references, List<String> ids) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (name.equals("$ref")) {
                    references.add((String) value);
                } else if (name.equals("operationId")) {
                    ids.add((String) value);
                }
                collect(value, references, ids);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(one -> collect(one, references, ids));
        }
    }
}
