package io.frontugateway.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Operation.Action;
import io.frontugateway.queue.Submission;
import io.frontugateway.queue.Submission.Merging;
import io.frontugateway.queue.Submission.Related;
import io.frontugateway.queue.Submission.Submitter;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class WritesTest {
    private static final Catalogue CATALOGUE = CatalogueLoader.load(Optional::empty);

    private final Writes writes = new Writes(CATALOGUE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "clients | {\"systemId\":\"s\",\"title\":5} | /title | a string, and is a number",
                "clients | {\"systemId\":\"s\",\"title\":{}} | /title | a string, and is an object",
                "clients | {\"systemId\":\"s\",\"archived\":\"yes\"} | /archived | true or false",
                "clients | {\"systemId\":\"s\",\"clientType\":1.5} | /clientType | a whole number",
                "clients | {\"systemId\":\"s\",\"clientType\":3} | /clientType | one of 1, 2",
                "clients | {\"systemId\":\"s\",\"creditStatus\":5} | /creditStatus | a guid or a systemId",
                "clients | {\"systemId\":\"s\",\"creditStatus\":{\"title\":\"x\"}} | /creditStatus | must have a guid",
                "clients | {\"systemId\":\"s\",\"creditStatus\":{\"guid\":7}} | /creditStatus/guid | must be a string",
                "clients | {\"systemId\":\"s\",\"creditStatus\":\"\"} | /creditStatus | is empty",
                "clients | {\"systemId\":\"s\",\"customValues\":[]} | /customValues | an object",
                "clients | {\"systemId\":\"s\",\"customValues\":{\"a/b~c\":{}}} | /customValues/a~1b~0c | a string",
                "clients | {\"systemId\":\"\"} | /systemId | is empty",
                "clients | {\"systemId\":5} | /systemId | must be a string",
                "clients | {\"systemId\":\"a\\u0000b\"} | /systemId | control character",
                "clients | {\"guid\":[]} | /guid | must be a string",
                "clients | {} | /title | required",
                "clients | {\"guid\":null,\"systemId\":null,\"title\":null} | /title | required",
                "materials | {\"systemId\":\"s\",\"price\":\"9.99\"} | /price | a number, and is a string",
                "tasks | {\"systemId\":\"s\",\"plannedTime\":\"2026-01-31\"} | /plannedTime | RFC 3339",
                "tasks | {\"systemId\":\"s\",\"plannedTime\":\"2026-01-31T08:15:30\"} | /plannedTime | offset",
                "tasks | {\"systemId\":\"s\",\"status\":5} | /status | one of 100",
                "evaluation-forms | {\"guid\":\"g\",\"questions\":{}} | /questions | an array",
            })
    void whatDoesNotFit_isNamedByAPointer(String resource, String body, String pointer, String detail) {
        assertThatThrownBy(() -> upsert(resource, body)).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.problem().reason()).isEqualTo(Reason.INVALID_ENTITY);
            assertThat(refusal.problem().members().get("errors").toString())
                    .contains("pointer=" + pointer + ",")
                    .contains(detail);
        });
    }

    @Test
    void allThatIsWrong_isToldAtOnce() {
        assertThatThrownBy(() -> upsert("standardized-materials", "{\"serialNumber\":1,\"customValues\":2}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(
                                        (List<?>) refusal.problem().members().get("errors"))
                                .hasSize(5));
    }

    @Test
    void longIdentifier_isRefused() {
        assertRefused(() -> upsert("clients", "{\"systemId\":\"" + "x".repeat(10_240) + "\"}"), Reason.INVALID_ENTITY);
        assertRefused(() -> upsert("clients", "{\"guid\":\"" + "x".repeat(256) + "\"}"), Reason.INVALID_ENTITY);
    }

    @Test
    void unknownFields_andThoseThatFrontuMakes_passUnchecked() {
        var row = sent(upsert("clients", "{\"systemId\":\"s\",\"version\":\"odd\",\"new\":{\"a\":[1.10]}}"));

        assertThat(row).isEqualTo("{\"systemId\":\"s\",\"version\":\"odd\",\"new\":{\"a\":[1.10]}}");
    }

    @Test
    void body_isSentInFrontusSpelling() {
        var submission = upsert(
                "works",
                "{\"systemId\":\"w-1\",\"archived\":false,\"workspace\":{\"guid\":null,\"systemId\":\"ws\",\"title\":\"T\"},"
                        + "\"standardizedWork\":\"sw\",\"price\":0.10,\"task\":{\"guid\":\"t\",\"systemId\":\"ts\"}}");

        assertThat(sent(submission))
                .isEqualTo("{\"systemId\":\"w-1\",\"deleted\":false,\"workspace\":\"ws\",\"standartizedWork\":\"sw\","
                        + "\"price\":0.10,\"task\":\"t\"}");
        assertThat(submission.request().target()).isEqualTo("/client/api/v2/works");
        assertThat(submission.related())
                .containsExactlyInAnyOrder(
                        new Related("workspaces", null, "ws"),
                        new Related("standardized-works", "sw", "sw"),
                        new Related("tasks", "t", "ts"));
    }

    @Test
    void values_takeFrontusForms() {
        var row = sent(upsert(
                "tasks",
                "{\"guid\":\"g\",\"plannedTime\":\"2026-01-31T10:15:30.9+02:00\",\"plannedEndTime\":null,"
                        + "\"customValues\":{\"a\":12345678901234567890.10,\"b\":true,\"c\":null}}"));

        assertThat(row)
                .isEqualTo("{\"guid\":\"g\",\"plannedTime\":\"2026-01-31T08:15:30+0000\",\"plannedEndTime\":null,"
                        + "\"customValues\":{\"a\":\"12345678901234567890.10\",\"b\":\"1\",\"c\":null}}");
    }

    @Test
    void withoutIdentity_oneIsMade_theSameForTheSameKey() {
        var one = upsert(writer("key"), "clients", "{\"title\":\"T\"}");
        var again = upsert(writer("key"), "clients", "{ \"title\" : \"T\" }");
        var other = upsert(writer("other"), "clients", "{\"title\":\"T\"}");
        var random = upsert(writer(null), "clients", "{\"title\":\"T\"}");

        assertThat(one.systemId()).matches("gw-[0-9a-f]{32}").isEqualTo(again.systemId());
        assertThat(one.idempotency()).isEqualTo(again.idempotency());
        assertThat(List.of(other.systemId(), random.systemId())).doesNotContain(one.systemId());
        assertThat(sent(one)).isEqualTo("{\"title\":\"T\",\"systemId\":\"" + one.systemId() + "\"}");
        assertThat(one.repeatable()).isTrue();
        assertThat(one.mayCreate()).isTrue();
    }

    @Test
    void anotherRequest_hasAnotherFingerprint() {
        var one = upsert(writer("key"), "clients", "{\"systemId\":\"s\",\"title\":\"T\"}");

        assertThat(upsert(writer("key"), "clients", "{\"systemId\":\"s\",\"title\":\"U\"}")
                        .idempotency())
                .isNotEqualTo(one.idempotency());
        assertThat(writes.put(writer("key"), resource("clients"), "s", body("{\"systemId\":\"s\",\"title\":\"T\"}"))
                        .idempotency())
                .isNotEqualTo(one.idempotency());
        assertThat(writes.archive(writer("key"), resource("clients"), Identity.SYSTEM_ID, "s", true)
                        .idempotency())
                .isNotEqualTo(writes.archive(writer("key"), resource("clients"), Identity.SYSTEM_ID, "s", false)
                        .idempotency());
    }

    @Test
    void resourceWithoutSystemId_isNotRepeated_unlessItsGuidIsGiven() {
        var created = upsert("task-stop-reasons", "{\"title\":\"Lunch\"}");
        var changed = upsert("task-stop-reasons", "{\"guid\":\"g\",\"title\":\"Lunch\"}");

        assertThat(sent(created)).isEqualTo("{\"title\":\"Lunch\"}");
        assertThat(created.repeatable()).isFalse();
        assertThat(created.mergeable()).isFalse();
        assertThat(changed.repeatable()).isTrue();
        assertRefused(() -> upsert("task-stop-reasons", "{}"), Reason.INVALID_ENTITY);
    }

    @Test
    void stockRemains_areNeitherRepeatedNorMerged() {
        var remains = upsert("standardized-material-remains", "{\"systemId\":\"r\",\"quantity\":5}");

        assertThat(remains.repeatable()).isFalse();
        assertThat(remains.mergeable()).isFalse();
    }

    @Test
    void put_takesTheIdentityOfThePath_andNoOther() {
        var put = writes.put(writer(null), resource("clients"), "a/b c", body("{\"city\":\"Vilnius\"}"));

        assertThat(sent(put)).isEqualTo("{\"city\":\"Vilnius\",\"systemId\":\"a/b c\"}");
        assertThat(put.systemId()).isEqualTo("a/b c");
        assertThat(put.mayCreate()).isTrue();
        assertRefused(
                () -> writes.put(writer(null), resource("clients"), "a", body("{\"systemId\":\"b\"}")),
                Reason.IDENTITY_CONFLICT);
        assertRefused(
                () -> writes.put(writer(null), resource("clients"), "a", body("{\"guid\":\"of another\"}")),
                Reason.IDENTITY_CONFLICT);
        assertRefused(
                () -> writes.patch(
                        writer(null), resource("clients"), Identity.SYSTEM_ID, "a", body("{\"guid\":\"of another\"}")),
                Reason.IDENTITY_CONFLICT);
        assertThat(sent(writes.put(writer(null), resource("clients"), "a", body("{\"guid\":null}"))))
                .isEqualTo("{\"guid\":null,\"systemId\":\"a\"}");
    }

    @Test
    void patch_changesWhatExists_andNullClears() {
        var patch = writes.patch(writer(null), resource("clients"), Identity.GUID, "g", body("{\"city\":null}"));

        assertThat(sent(patch)).isEqualTo("{\"city\":null,\"guid\":\"g\"}");
        assertThat(patch.mayCreate()).isFalse();
        assertThat(patch.guid()).isEqualTo("g");
        assertRefused(
                () -> writes.patch(writer(null), resource("clients"), Identity.GUID, "g", body("{\"guid\":\"h\"}")),
                Reason.IDENTITY_CONFLICT);
    }

    @Test
    void renamingByPatch_namesBothIdentities() {
        var patch = writes.patch(writer(null), resource("clients"), Identity.GUID, "g", body("{\"systemId\":\"new\"}"));

        assertThat(patch.guid()).isEqualTo("g");
        assertThat(patch.systemId()).isEqualTo("new");
    }

    @Test
    void archiving_setsTheFlagOfAnItemThatExists() {
        var archive = writes.archive(writer(null), resource("clients"), Identity.SYSTEM_ID, "s", true);
        var restore = writes.archive(writer(null), resource("clients"), Identity.GUID, "g", false);

        assertThat(sent(archive)).isEqualTo("{\"systemId\":\"s\",\"deleted\":true}");
        assertThat(sent(restore)).isEqualTo("{\"guid\":\"g\",\"deleted\":false}");
        assertThat(archive.action()).isEqualTo(Action.ARCHIVE);
        assertThat(restore.action()).isEqualTo(Action.RESTORE);
        assertThat(archive.mayCreate()).isFalse();
        assertThat(archive.mergeable()).isFalse();
    }

    @Test
    void merging_isSaidForEachMemberInFrontusSpelling() {
        var task = upsert(
                "tasks", "{\"guid\":\"g\",\"status\":400,\"title\":\"T\",\"customValues\":null,\"x\":{},\"y\":1}");

        assertThat(task.mergeable()).isTrue();
        assertThat(task.members())
                .containsAllEntriesOf(Map.of(
                        "status", Merging.NEVER_TWICE,
                        "title", Merging.LAST_WINS,
                        "customValues", Merging.NEVER_TWICE,
                        "x", Merging.NEVER_TWICE,
                        "y", Merging.LAST_WINS));
        assertThat(upsert("tasks", "{\"guid\":\"g\",\"archived\":true}").mergeable())
                .isFalse();
        assertThat(upsert(new Writer("default", new Submitter("c", 1, 10), null, false), "tasks", "{\"guid\":\"g\"}")
                        .mergeable())
                .isFalse();
    }

    @Test
    void copy_namesItsOriginalAndItsTask() {
        var copy = writes.copy(writer(null), resource("notes"), body("{\"note\":{\"guid\":\"n\"},\"task\":\"t\"}"));

        assertThat(copy.request().target()).isEqualTo("/client/api/v2/note/copy");
        assertThat(sent(copy)).isEqualTo("{\"note\":\"n\",\"task\":\"t\"}");
        assertThat(copy.action()).isEqualTo(Action.COPY);
        assertThat(copy.repeatable()).isFalse();
        assertThat(copy.guid()).isNull();
        assertThat(copy.related())
                .containsExactlyInAnyOrder(new Related("notes", "n", null), new Related("tasks", "t", "t"));
        assertRefused(
                () -> writes.copy(writer(null), resource("files"), body("{\"file\":\"f\"}")), Reason.INVALID_ENTITY);
    }

    private Submission upsert(String resource, String body) {
        return upsert(writer(null), resource, body);
    }

    private Submission upsert(Writer writer, String resource, String body) {
        return writes.upsert(writer, resource(resource), body(body));
    }

    private static Writer writer(String key) {
        return new Writer("default", new Submitter("billing", 1, 100), key, true);
    }

    private static ResourceType resource(String name) {
        return CATALOGUE.find(name).orElseThrow();
    }

    private com.fasterxml.jackson.databind.node.ObjectNode body(String json) {
        return writes.read(Buffer.buffer(json));
    }

    private static String sent(Submission submission) {
        return submission.request().body().toString();
    }

    private static void assertRefused(Supplier<?> write, Reason reason) {
        assertThatThrownBy(write::get)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().reason()).isEqualTo(reason));
    }
}
