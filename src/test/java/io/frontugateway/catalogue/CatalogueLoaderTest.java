package io.frontugateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class CatalogueLoaderTest {
    @TempDir
    Path folder;

    @Test
    void override_changesAPath_andNothingElse() {
        var places = with("resources: {places: {list: {path: /place_list}}}")
                .find("places")
                .orElseThrow();
        assertThat(places.operations().list().path()).isEqualTo("/place_list");
        assertThat(places.operations().list().source()).isEqualTo(Source.OVERRIDDEN);
        assertThat(places.operations().list().version()).isEqualTo(Source.INFERRED);
        assertThat(places.operations().single().path()).isEqualTo("/places/details");
        assertThat(places.operations().single().source()).isEqualTo(Source.INFERRED);
        assertThat(places.title()).isEqualTo("Place");
    }

    @Test
    void override_mayNameItsOwnSource() {
        var list = with("resources: {places: {list: {path: /place_list, source: documented}}}")
                .find("places")
                .orElseThrow()
                .operations()
                .list();
        assertThat(list.source()).isEqualTo(Source.DOCUMENTED);
    }

    @Test
    void override_addsAFilterAndAField() {
        var tasks = with("""
                resources:
                  tasks:
                    list:
                      filters:
                        client: { frontu: client_id, required: true }
                    fields:
                      urgency: { type: number }
                """).find("tasks").orElseThrow();
        assertThat(tasks.operations().list().filters().get("client"))
                .isEqualTo(new Filter("client", "client_id", FieldType.STRING, true, false, Source.OVERRIDDEN, ""));
        assertThat(tasks.operations().list().source()).isEqualTo(Source.DOCUMENTED);
        assertThat(tasks.fields().get("urgency").type()).isEqualTo(FieldType.NUMBER);
        assertThat(tasks.fields().get("urgency").source()).isEqualTo(Source.OVERRIDDEN);
        assertThat(tasks.fields().get("title").source()).isEqualTo(Source.DOCUMENTED);
    }

    @Test
    void override_changesOneSideOfAName() {
        var material = with("resources: {materials: {fields: {standardizedMaterial: {read: standardMaterial}}}}")
                .find("materials")
                .orElseThrow()
                .fields()
                .get("standardizedMaterial");
        assertThat(material.readName()).isEqualTo("standardMaterial");
        assertThat(material.writeName()).isEqualTo("standartizedMaterial");
    }

    @Test
    void override_removesFieldsFiltersAndOperations_commonOnesToo() {
        var clients = with("""
                resources:
                  clients:
                    list: { filters: { phone: null } }
                    upsert: null
                    fields: { note: null, systemId: null }
                """).find("clients").orElseThrow();
        assertThat(clients.operations().list().filters())
                .doesNotContainKey("phone")
                .containsKey("email");
        assertThat(clients.operations().upsert()).isNull();
        assertThat(clients.fields()).doesNotContainKeys("note", "systemId").containsKey("guid");
    }

    @Test
    void override_removesAResource_andWhatTheBuiltinFileSaysOfIt() {
        var catalogue = with("resources: {task-requests: null}");
        assertThat(catalogue.find("task-requests")).isEmpty();
        assertThat(catalogue
                        .find("tasks")
                        .orElseThrow()
                        .fields()
                        .get("taskRequest")
                        .relatesTo())
                .isNull();
        assertThat(catalogue.find("files").orElseThrow().operations().uploads())
                .extracting(Operations.Upload::ownerResource)
                .containsExactly("tasks");
    }

    @Test
    void override_addsAResource_withTheCommonFields() {
        var catalogue = with("""
                resources:
                  vehicles:
                    title: Vehicle
                    list: { path: /vehicles, paging: page, version: overridden }
                    single: { path: '/vehicles/{guid}', by: [guid] }
                    fields:
                      driver: { type: relation, to: users }
                """);
        var vehicles = catalogue.find("vehicles").orElseThrow();
        assertThat(vehicles.fields().keySet())
                .containsExactly("guid", "systemId", "version", "createdAt", "updatedAt", "archived", "driver");
        assertThat(vehicles.operations().list().version()).isEqualTo(Source.OVERRIDDEN);
        assertThat(vehicles.operations().single().source()).isEqualTo(Source.OVERRIDDEN);
        assertThat(catalogue.all()).last().isSameAs(vehicles);
    }

    @Test
    void override_changesACommonField_everywhere() {
        var field = with("common: {createdAt: {frontu: createdAt}}")
                .find("places")
                .orElseThrow()
                .fields()
                .get("createdAt");
        assertThat(field.readName()).isEqualTo("createdAt");
        assertThat(field.source()).isEqualTo(Source.OVERRIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "---", "{}", "resources: {}"})
    void emptyOverride_changesNothing(String yaml) {
        assertThat(with(yaml).all()).hasSize(38);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`resources:\n tasks:\n  fields:\n   status:\n    type: int`"
                        + "|o.yaml:5: resources.tasks.fields.status.type: \"int\" is not a type; allowed: string, integer, number,"
                        + " boolean, date-time, relation, relations, custom-values, object, array",
                "`resources:\n tasks:\n  lists: {}`|o.yaml:3: resources.tasks.lists: is not known here; allowed: title, description, list",
                "`resource: {}`|o.yaml:1: resource: is not known here; allowed: common, resources",
                "`base: /x`|o.yaml:1: base: is not known here; allowed: common, resources",
                "`resources:\n tasks: {list: {path: tasks}}`|o.yaml:2: resources.tasks.list.path: \"tasks\" is not a path",
                "`resources:\n tasks: {list: {path: '/a?b=c'}}`|o.yaml:2: resources.tasks.list.path: \"/a?b=c\" is not a path",
                "`resources:\n tasks: {list: {path: /a/../b}}`|o.yaml:2: resources.tasks.list.path: \"/a/../b\" is not a path",
                "`resources:\n tasks: {list: {path: '/a/{guid}'}}`|o.yaml:2: resources.tasks.list.path: {guid} is allowed in",
                "`resources:\n tasks: {single: {path: '/a/{id}'}}`|o.yaml:2: resources.tasks.single.path: \"/a/{id}\" is not a path",
                "`resources:\n tasks: {single: {path: '/a/{guid}'}}`|o.yaml:2: resources.tasks.single.path: with {guid} in it",
                "`resources:\n files: {content: {path: /a}}`|o.yaml:2: resources.files.content.path: has to hold {guid}",
                "`resources:\n tasks: {list: {paging: pages}}`"
                        + "|o.yaml:2: resources.tasks.list.paging: \"pages\" is not a way of paging; allowed: page-and-items, page, none",
                "`resources:\n tasks: {list: {version: yes}}`"
                        + "|o.yaml:2: resources.tasks.list.version: \"yes\" is not known; allowed: documented, inferred, overridden, absent",
                "`resources:\n tasks: {list: {filters: {limit: {}}}}`|o.yaml:2: resources.tasks.list.filters.limit: this name is the gateway's own",
                "`resources:\n tasks: {list: {filters: {since: {frontu: version}}}}`"
                        + "|o.yaml:2: resources.tasks.list.filters.since.frontu: the gateway sets \"version\" itself",
                "`resources:\n tasks: {list: {filters: {other: {frontu: code}}}}`"
                        + "|o.yaml:2: resources.tasks.list.filters.other.frontu: Frontu's name \"code\" is also that of the filter code",
                "`resources:\n tasks: {list: {filters: {other: {type: relation}}}}`"
                        + "|o.yaml:2: resources.tasks.list.filters.other.type: \"relation\" is not a type of a filter",
                "`resources:\n tasks:\n  fields:\n   a: {frontu: title}`"
                        + "|o.yaml:4: resources.tasks.fields.a.read: Frontu's name \"title\" is also that of the field title",
                "`resources:\n tasks:\n  fields:\n   a: {type: relation, to: task}`"
                        + "|o.yaml:4: resources.tasks.fields.a.to: \"task\" is not a resource; allowed: clients, workspaces",
                "`resources:\n tasks:\n  fields:\n   a: {to: tasks}`|o.yaml:4: resources.tasks.fields.a.to: only a field of type relation",
                "`resources:\n tasks:\n  fields:\n   titel: null`|o.yaml:4: resources.tasks.fields.titel: there is nothing to remove",
                "`resources:\n tasks:\n  fields:\n   due-date: {}`|o.yaml:4: resources.tasks.fields.due-date: the name of a field is in camelCase",
                "`resources:\n tasks:\n  fields:\n   a: {required: maybe}`|o.yaml:4: resources.tasks.fields.a.required: \"maybe\" is not a flag; allowed: true, false",
                "`resources:\n tasks:\n  fields:\n   a: {required: true, access: read}`|o.yaml:4: resources.tasks.fields.a.required: a field that cannot be written",
                "`resources:\n tasks:\n  fields:\n   a: {access: none}`|o.yaml:4: resources.tasks.fields.a.access: \"none\" is not an access; allowed: both, read, write",
                "`resources:\n tasks:\n  fields:\n   a: {type: integer, values: [x]}`|o.yaml:4: resources.tasks.fields.a.values: \"x\" is not of the field's type",
                "`resources:\n tasks:\n  fields:\n   a: {type: boolean, values: [1]}`|o.yaml:4: resources.tasks.fields.a.values: only fields of type",
                "`resources:\n tasks:\n  fields:\n   a: {source: guess}`|o.yaml:4: resources.tasks.fields.a.source: \"guess\" is not a source; allowed: documented, inferred, overridden",
                "`resources:\n tasks:\n  fields:\n   a: text`|o.yaml:4: resources.tasks.fields.a: a mapping is expected",
                "`resources:\n tasks:\n  fields: []`|o.yaml:3: resources.tasks.fields: a mapping is expected",
                "`resources:\n tasks:\n  title: [a]`|o.yaml:3: resources.tasks.title: one value is expected",
                "`resources:\n tasks:\n  title: my task`|o.yaml:3: resources.tasks.title: \"my task\" is not a title",
                "`resources:\n tasks:\n  title: Client`|o.yaml:3: resources.tasks.title: \"Client\" is also the title of resources.clients",
                "`resources:\n Tasks:\n  title: X`|o.yaml:2: resources.Tasks: the name of a resource is in kebab-case",
                "`resources:\n quota:\n  title: X`|o.yaml:2: resources.quota: this name is the gateway's own",
                "`resources:\n cars: {}`|o.yaml:2: resources.cars: \"title\" is missing",
                "`resources:\n cars:\n  title: Car\n  list: {}`|o.yaml:4: resources.cars.list: \"path\" is missing",
                "`resources:\n cars:\n  title: Car\n  single: {path: /cars}`|o.yaml:4: resources.cars.single: \"by\" is missing",
                "`resources:\n tasks: {upsert: {by: [id]}}`|o.yaml:2: resources.tasks.upsert.by: \"id\" is not an identity; allowed: guid, systemId",
                "`resources:\n tasks: {upsert: {by: []}}`|o.yaml:2: resources.tasks.upsert.by: names no identity",
                "`resources:\n files:\n  uploads:\n   - {path: /x, filePart: f, ownerPart: o, owner: cars}`"
                        + "|o.yaml:4: resources.files.uploads[0].owner: \"cars\" is not a resource",
                "`resources:\n tasks: {}\n tasks: {}`|o.yaml:3: resources.tasks: stands here for the second time",
                "`resources: &a\n tasks: *a`|o.yaml:2: aliases are not allowed",
                "`resources:\n tasks: {`|not valid YAML: ",
                "`a: 1\n---\nb: 2`|not valid YAML: ",
                "`[1]`|o.yaml:1: a mapping is expected",
                "`? [a]\n: b`|o.yaml:1: a key has to be a plain name",
                "`resources: \u0001`|not valid YAML: ",
            })
    void fault_saysLinePlaceAndWhatIsAllowed(String yaml, String fault) {
        assertThatThrownBy(() -> with(yaml))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void allFaults_comeAtOnce_oneLineEach() {
        var refused = catchThrowableOfType(
                CatalogueException.class,
                () -> with("resources:\n tasks:\n  fields:\n   a: {type: int}\n   b: {type: text}\n  lists: {}\n"));
        assertThat(refused.faults()).hasSize(3);
        assertThat(refused.getMessage().lines()).hasSize(3);
    }

    @Test
    void countlessFaults_areCutShort() {
        var yaml = new StringBuilder("resources:\n");
        for (int i = 0; i < 10_000; i++) {
            yaml.append(" X").append(i).append(": {}\n");
        }
        var refused = catchThrowableOfType(CatalogueException.class, () -> with(yaml.toString()));
        assertThat(refused.faults()).hasSizeLessThan(60).last().asString().startsWith("and ");
    }

    @Test
    void deepNesting_isAFault_foundAtOnce() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThatThrownBy(() -> with("resources: " + "[".repeat(100_000)))
                        .hasMessage("o.yaml:1: nested deeper than 20 levels"));
    }

    @Test
    void overrideFile_isRead() throws IOException {
        var file = Files.writeString(folder.resolve("mine.yaml"), "resources: {regions: {list: {path: /region_list}}}");
        assertThat(load(file).find("regions").orElseThrow().operations().list().path())
                .isEqualTo("/region_list");
        Files.writeString(file, "x: 1");
        assertThatThrownBy(() -> load(file)).hasMessageStartingWith("mine.yaml:1: x: is not known here");
    }

    @Test
    void unusableFile_isAFaultThatNamesTheSetting() throws IOException {
        var missing = folder.resolve("none.yaml");
        assertThatThrownBy(() -> load(missing))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("the file " + missing + " does not exist");
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("cannot be read");
        var binary = Files.write(folder.resolve("binary"), "ä".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> load(binary))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("is not UTF-8");
        var large = Files.writeString(folder.resolve("large"), "#".repeat(1024 * 1024 + 1));
        assertThatThrownBy(() -> load(large))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("larger than 1 MiB");
    }

    private static Catalogue load(Path file) {
        return CatalogueLoader.load(() -> Optional.of(file));
    }

    private static Catalogue with(String overrides) {
        return CatalogueLoader.parse(builtin(), overrides, "o.yaml");
    }

    static String builtin() {
        try (var in = CatalogueLoader.class.getResourceAsStream("/catalogue.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
