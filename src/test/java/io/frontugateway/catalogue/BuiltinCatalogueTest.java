package io.frontugateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.catalogue.Operations.Paging;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the built-in file says, against Frontu's reference. */
@NullUnmarked
class BuiltinCatalogueTest {
    static final String NAMES = """
            clients workspaces workspace-caution-codes workspace-responsible-persons responsible-persons equipment \
            equipment-models equipment-actions places regions tasks task-templates task-requests task-types \
            task-stop-reasons task-status-history route-history travels user-task-times notes materials material-types \
            standardized-materials standardized-material-remains works standardized-works credit-statuses evaluation-forms \
            evaluations users files images client-custom-fields task-custom-fields workspace-custom-fields \
            equipment-custom-fields standardized-work-custom-fields standardized-material-custom-fields\
            """;

    private final Catalogue catalogue = CatalogueLoader.load(Optional::empty);

    @Test
    void everyResource_isThere_inOrder() {
        assertThat(catalogue.all().stream().map(ResourceType::name).collect(Collectors.joining(" ")))
                .isEqualTo(NAMES);
        assertThat(catalogue.base()).isEqualTo("/client/api/v2");
    }

    @Test
    void everyResource_hasAList_andTheCommonFieldsFirst() {
        for (var resource : catalogue.all()) {
            assertThat(resource.operations().list()).as(resource.name()).isNotNull();
            assertThat(resource.fields().keySet())
                    .as(resource.name())
                    .startsWith("guid", "systemId", "version", "createdAt", "updatedAt", "archived");
        }
    }

    @Test
    void noNormalizedName_keepsTheMisspelling() {
        for (var resource : catalogue.all()) {
            assertThat(resource.name() + resource.title() + resource.fields().keySet())
                    .doesNotContainIgnoringCase("standart");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "clients, /clients, /clients/details, /clients",
        "workspaces, /workspaces, /workspaces/details, /workspaces",
        "workspace-caution-codes, /workspace_cautioncodes/pips,,",
        "workspace-responsible-persons, /workspace_responsible_persons, /workspace_responsible_person/details,"
                + " /workspace_responsible_persons",
        "responsible-persons, /responsible_persons, /responsible_persons/details, /responsible_persons",
        "equipment, /equipments, /equipments/details, /equipments",
        "equipment-models, /equipment_models,, /equipment_models",
        "equipment-actions, /equipmentactions,, /equipmentactions",
        "places, /places, /places/details, /places",
        "regions, /regions,,",
        "tasks, /tasks, /tasks/details, /tasks",
        "task-templates, /task/templates,,",
        "task-requests, /task_requests, /task_requests/details, /task_requests",
        "task-types, /task_types, /task_types/details, /task_types",
        "task-stop-reasons, /taskstopreasons, /taskstopreasons/details, /taskstopreasons",
        "task-status-history, /tasksstatushistory,,",
        "route-history, /routehistories,, /routehistories",
        "travels, /travels,, /travels",
        "user-task-times, /user/task/times, /user/task/time/details,",
        "notes, /notes, /notes/{guid}, /notes",
        "materials, /materials, /materials/details, /materials",
        "material-types, /material_types, /material_types/details, /material_types",
        "standardized-materials, /standartized_materials, /standartized_materials/details, /standartized_materials",
        "standardized-material-remains, /standartized_material_remains, /standartized_material_remains/details,"
                + " /standartized_material_remains",
        "works, /works, /works/details, /works",
        "standardized-works, /standartized_works, /standartized_works/details, /standartized_works",
        "credit-statuses, /creditstatuses, /creditstatuses/details, /creditstatuses",
        "evaluation-forms, /evaluations/forms/,, /evaluations/forms/",
        "evaluations, /evaluations/task/status, /evaluations/task,",
        "users, /users, /users/details,",
        "files, /files, /files/{guid},",
        "images, /images, /images/{guid},",
        "client-custom-fields, /customfields/clients, /customfields/clients/details, /customfields/clients",
        "task-custom-fields, /customfields/tasks, /customfields/tasks/details, /customfields/tasks",
        "workspace-custom-fields, /customfields/workspaces, /customfields/workspaces/details, /customfields/workspaces",
        "equipment-custom-fields, /customfields/equipments, /customfields/equipments/details, /customfields/equipments",
        "standardized-work-custom-fields, /customfields/standartizedworks, /customfields/standartizedworks/details,"
                + " /customfields/standartizedworks",
        "standardized-material-custom-fields, /customfields/standartizedmaterials,"
                + " /customfields/standartizedmaterials/details, /customfields/standartizedmaterials",
    })
    void paths_areFrontus(String name, String list, String single, String upsert) {
        var operations = catalogue.find(name).orElseThrow().operations();
        assertThat(operations.list().path()).isEqualTo(list);
        assertThat(operations.single() == null ? null : operations.single().path())
                .isEqualTo(single);
        assertThat(operations.upsert() == null ? null : operations.upsert().path())
                .isEqualTo(upsert);
    }

    @ParameterizedTest
    @ValueSource(strings = {"route-history", "travels", "credit-statuses", "task-stop-reasons", "evaluation-forms"})
    void listsWithoutItems_arePagedByPageOnly(String name) {
        assertThat(catalogue.find(name).orElseThrow().operations().list().paging())
                .isEqualTo(Paging.PAGE);
    }

    @Test
    void tasks_haveExactlyTheirFilters_andAnOrderedStatus() {
        var tasks = catalogue.find("tasks").orElseThrow();
        var list = tasks.operations().list();
        assertThat(list.filters().keySet())
                .containsExactly("guid", "systemId", "code", "status", "billStatus", "receivedByExternalSystem");
        assertThat(list.version()).isEqualTo(Source.DOCUMENTED);
        assertThat(list.versionTo()).isEqualTo(Source.INFERRED);
        assertThat(tasks.operations().full().path()).isEqualTo("/tasks/full");
        assertThat(tasks.fields().values().stream().filter(Field::ordered).map(Field::name))
                .containsExactly("status");
    }

    @Test
    void whatFrontuDemandsOrCannotRepeat_isMarked() {
        var cautions = catalogue
                .find("workspace-caution-codes")
                .orElseThrow()
                .operations()
                .list();
        assertThat(cautions.filters().get("workspace").required()).isTrue();
        assertThat(cautions.paging()).isEqualTo(Paging.NONE);
        assertThat(cautions.version()).isNull();
        assertThat(catalogue.all().stream()
                        .filter(one -> one.operations().upsert() != null
                                && !one.operations().upsert().repeatable())
                        .map(ResourceType::name))
                .containsExactly("standardized-material-remains");
        assertThat(catalogue
                        .find("task-stop-reasons")
                        .orElseThrow()
                        .operations()
                        .upsert()
                        .by())
                .isEqualTo(Set.of(Identity.GUID));
        var evaluations =
                catalogue.find("evaluations").orElseThrow().operations().single();
        assertThat(evaluations.answersList()).isTrue();
        assertThat(evaluations.by()).containsExactlyInAnyOrder(Identity.GUID, Identity.SYSTEM_ID);
    }

    @Test
    void filesAndImages_haveContentUploadsAndCopies() {
        var files = catalogue.find("files").orElseThrow().operations();
        assertThat(files.content().path()).isEqualTo("/files/{guid}/download");
        assertThat(files.uploads())
                .containsExactly(
                        new Operations.Upload("/files/upload", "file", "task", "tasks", Source.DOCUMENTED),
                        new Operations.Upload(
                                "/files/task_request/upload",
                                "file",
                                "taskRequest",
                                "task-requests",
                                Source.DOCUMENTED));
        assertThat(files.copy()).isEqualTo(new Operations.Copy("/files/copy", "file", Source.DOCUMENTED));
        assertThat(catalogue.find("notes").orElseThrow().operations().copy())
                .isEqualTo(new Operations.Copy("/note/copy", "note", Source.DOCUMENTED));
        assertThat(catalogue.find("images").orElseThrow().operations().content().path())
                .isEqualTo("/images/{guid}/download");
    }

    @Test
    void aWorksWorkspace_isReadAsObject() {
        var workspace = catalogue.find("works").orElseThrow().fields().get("workspace");
        assertThat(workspace.readName()).isEqualTo("object");
        assertThat(workspace.writeName()).isEqualTo("workspace");
        assertThat(workspace.relatesTo()).isEqualTo("workspaces");
    }
}
