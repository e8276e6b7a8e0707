package io.frontugateway.reads;

import static io.frontugateway.reads.FakeFrontu.READER;
import static io.frontugateway.reads.FakeFrontu.answer;
import static io.frontugateway.reads.FakeFrontu.json;
import static io.frontugateway.reads.FakeFrontu.problem;
import static io.frontugateway.reads.FakeFrontu.result;
import static io.frontugateway.reads.TestResources.EVALUATIONS;
import static io.frontugateway.reads.TestResources.FILES;
import static io.frontugateway.reads.TestResources.TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.catalogue.Identity;
import io.frontugateway.problem.Reason;
import io.frontugateway.testing.CannedBody;
import io.frontugateway.upstream.Call;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SingleReadTest {
    private static Single one(FakeFrontu frontu, Identity by, String id) {
        return result(frontu.reads().one(READER, TASKS, by, id));
    }

    private static io.frontugateway.problem.Problem refused(String body) {
        var frontu = FakeFrontu.answering(body);
        var problem = problem(frontu.reads().one(READER, TASKS, Identity.GUID, "a"));
        assertThat(frontu.bodies).allMatch(CannedBody::isReleased);
        return problem;
    }

    @Test
    void identity_isAQueryParameter() {
        var frontu = FakeFrontu.answering("{\"guid\":\"a\",\"systemId\":\"A/17 ä\",\"price\":10.50}");

        var single = one(frontu, Identity.SYSTEM_ID, "A/17 ä");
        result(frontu.reads().full(READER, TASKS, Identity.GUID, "a"));

        assertThat(single.entity().get("price").decimalValue()).isEqualTo("10.50");
        assertThat(single.asOf()).isEqualTo(FakeFrontu.FIRST_ASKED);
        assertThat(frontu.targets())
                .containsExactly(
                        "/client/api/v2/tasks/details?systemId=A%2F17%20%C3%A4", "/client/api/v2/tasks/full?guid=a");
    }

    @Test
    void whatFrontuShows_isToldBeforeWhoeverAskedIsAnswered() {
        var seen = new ArrayList<String>();
        var frontu = FakeFrontu.answering(call -> FakeFrontu.json(
                200, call.target().contains("details") ? "{\"guid\":\"a\"}" : "[{\"guid\":\"b\"},{\"guid\":\"c\"}]"));
        var reads = new EntityReads(frontu, "/client/api/v2", (account, resource, items, asked) -> {
            items.forEach(item -> seen.add(
                    account + " " + resource.name() + " " + item.path("guid").asText() + asked));
            return Uni.createFrom().voidItem();
        });

        result(reads.one(READER, TASKS, Identity.GUID, "a"));
        result(reads.list(READER, ListQuery.all(TASKS), Position.start(10), 10));

        assertThat(seen).containsExactly("default tasks atrue", "default tasks bfalse", "default tasks cfalse");
    }

    @Test
    void identityInThePath_isOneSegment() {
        var frontu = FakeFrontu.answering("{}{}");

        problem(frontu.reads().one(READER, FILES, Identity.GUID, "../a?b%2F😀"));

        assertThat(frontu.targets()).containsExactly("/client/api/v2/files/..%2Fa%3Fb%252F%F0%9F%98%80");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", ""})
    void stepsInThePath_areNotFoundWithoutAsking(String guid) {
        var frontu = FakeFrontu.answering("{}");

        assertThat(problem(frontu.reads().one(READER, FILES, Identity.GUID, guid))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(problem(frontu.reads().content(READER, FILES, guid, Map.of()))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(frontu.calls).isEmpty();
    }

    @Test
    void dotsInAQuery_areAName() {
        assertThat(one(FakeFrontu.answering("{\"guid\":\"..\"}"), Identity.GUID, "..")
                        .entity())
                .isNotEmpty();
    }

    @Test
    void readThatIsNotOffered_isNotAllowed() {
        var reads = FakeFrontu.answering("{}").reads();

        assertThat(problem(reads.one(READER, FILES, Identity.SYSTEM_ID, "a")).reason())
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(problem(reads.full(READER, FILES, Identity.GUID, "a")).reason())
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(problem(reads.content(READER, TASKS, "a", Map.of())).reason())
                .isEqualTo(Reason.NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"guid\":\"a\",\"x\":1}",
                "{\"guid\":\"A\",\"x\":1}",
                "{\"x\":1}",
                "{\"guid\":\"a\",\"items\":[],\"x\":1}",
                "{\"guid\":\"a\",\"code\":\"T-1\",\"message\":\"hello\",\"errors\":[1],\"x\":1}",
                "[{\"guid\":\"b\"},{\"guid\":\"a\",\"x\":1}]",
                "[{\"x\":1}]",
                "{\"next_page\":0,\"items\":[{\"guid\":\"b\"},{\"guid\":\"a\",\"x\":1}]}"
            })
    void entity_isFoundHoweverItIsWrapped(String body) {
        assertThat(one(FakeFrontu.answering(body), Identity.GUID, "a")
                        .entity()
                        .path("x")
                        .asInt())
                .isOne();
    }

    @Test
    void numericSystemId_isTheSameAsItsText() {
        assertThat(one(FakeFrontu.answering("{\"guid\":\"a\",\"systemId\":17}"), Identity.SYSTEM_ID, "17")
                        .entity())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{\"items\":[]}", "[{\"guid\":\"b\"}]", "[{\"x\":1},{\"x\":2}]"})
    void answerWithoutTheEntity_isNotFound(String body) {
        var problem = refused(body);

        assertThat(problem.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(problem.detail()).contains("tasks").contains("guid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"guid\":\"b\"}|another item",
                "{\"error\":\"Anna\"}|members error",
                "{\"errors\":[\"Anna\"]}|members errors",
                "{\"code\":1,\"message\":\"Anna\"}|members code, message",
                "[{\"error\":\"Anna\"}]|members error",
                "{}|without members",
                "''|is empty",
                "\"Anna\"|plain value",
                "[\"Anna\"]|something else than objects",
                "{\"guid\":\"a\"|breaks off",
                "{\"guid\":\"a\"}{}|goes on",
                "{\"guid\":\"a\"} Anna|not valid JSON",
                "<html>Anna|HTML"
            })
    void answerThatIsNoEntity_isRefusedWithoutItsValues(String body, String seen) {
        var problem = refused(body);

        assertThat(problem.reason()).isEqualTo(Reason.FRONTU_BAD_ANSWER);
        assertThat(problem.detail()).contains(seen).doesNotContain("Anna");
    }

    @Test
    void hugeAnswer_isRefused() {
        assertThat(refused("{\"guid\":\"a\",\"x\":[" + "\"0123456789\",".repeat(1_300_000) + "1]}")
                        .detail())
                .contains("longer than 16 MiB");
    }

    @ParameterizedTest
    @CsvSource({"404,NOT_FOUND", "403,FRONTU_REFUSED", "204,FRONTU_BAD_ANSWER", "500,FRONTU_UNAVAILABLE"})
    void status_isItsProblem(int status, Reason reason) {
        var frontu = FakeFrontu.answering(call -> json(status, ""));

        var problem = problem(frontu.reads().one(READER, TASKS, Identity.SYSTEM_ID, "secret"));

        assertThat(problem.reason()).isEqualTo(reason);
        assertThat(problem.detail()).doesNotContain("secret");
        assertThat(frontu.bodies).allMatch(CannedBody::isReleased);
    }

    @Test
    void notFound_namesResourceAndIdentity() {
        var frontu = FakeFrontu.answering(call -> json(404, ""));

        assertThat(problem(frontu.reads().one(READER, TASKS, Identity.SYSTEM_ID, "x"))
                        .detail())
                .isEqualTo("Frontu has no item of tasks with this systemId.");
    }

    // Lists that belong to one entity

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"guid\":\"a\",\"version\":3},{\"guid\":\"b\"}]",
                "{\"next_page\":0,\"items\":[{\"guid\":\"a\",\"version\":3},{\"guid\":\"b\"}]}"
            })
    void ownedList_isWhole(String body) {
        var frontu = FakeFrontu.answering(body);

        var page = result(frontu.reads().ownedList(READER, EVALUATIONS, Identity.GUID, "t/1"));

        assertThat(page.items()).hasSize(2);
        assertThat(page.next()).isNull();
        assertThat(page.maxVersion()).isEqualTo(3);
        assertThat(frontu.targets()).containsExactly("/client/api/v2/evaluations/task?guid=t%2F1");
    }

    @Test
    void ownedList_ofNothing_isNotFound() {
        var frontu = FakeFrontu.answering(call -> json(404, ""));

        assertThat(problem(frontu.reads().ownedList(READER, EVALUATIONS, Identity.SYSTEM_ID, "x"))
                        .detail())
                .isEqualTo("Frontu has no item of evaluations with this systemId.");
    }

    @Test
    void ownedList_isBounded() {
        var frontu = FakeFrontu.answering("[" + "{},".repeat(10_000) + "{}]");

        assertThat(problem(frontu.reads().ownedList(READER, EVALUATIONS, Identity.GUID, "t"))
                        .detail())
                .contains("more than 10000");
    }

    // Content

    @ParameterizedTest
    @ValueSource(ints = {200, 206, 304, 416})
    void content_isHandedOnUnread(int status) {
        var body = CannedBody.of("<bytes>");
        var frontu = FakeFrontu.answering(call -> answer(status, "text/html", body));

        var answer = result(frontu.reads().content(READER, FILES, "a/b", Map.of("Range", "bytes=0-1")));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isSameAs(body);
        assertThat(body.isReleased()).isFalse();
        assertThat(frontu.calls.get(0).target()).isEqualTo("/client/api/v2/files/a%2Fb/download");
        assertThat(frontu.calls.get(0).shape()).isEqualTo(Call.Shape.TRANSFER);
        assertThat(frontu.calls.get(0).headers()).containsExactly(Map.entry("Range", "bytes=0-1"));
    }

    @ParameterizedTest
    @CsvSource({"404,NOT_FOUND", "204,FRONTU_BAD_ANSWER", "301,FRONTU_BAD_ANSWER", "401,FRONTU_UNAUTHORIZED"})
    void contentOfAnotherStatus_isAProblem(int status, Reason reason) {
        var frontu = FakeFrontu.answering(call -> answer(status, "image/png", CannedBody.of("x")));

        assertThat(problem(frontu.reads().content(READER, FILES, "a", Map.of())).reason())
                .isEqualTo(reason);
        assertThat(frontu.bodies).allMatch(CannedBody::isReleased);
    }
}
