package io.frontugateway.reads;

import static io.frontugateway.reads.FakeFrontu.READER;
import static io.frontugateway.reads.FakeFrontu.answer;
import static io.frontugateway.reads.FakeFrontu.json;
import static io.frontugateway.reads.FakeFrontu.problem;
import static io.frontugateway.reads.FakeFrontu.result;
import static io.frontugateway.reads.TestResources.TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.catalogue.Operations.Paging;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.testing.CannedBody;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListReadTest {
    private static final Position START = Position.start(3);
    private static final ListQuery ALL = ListQuery.all(TASKS);

    private static Page list(FakeFrontu frontu, Position from, int limit) {
        return result(frontu.reads().list(READER, ALL, from, limit));
    }

    private static String rows(String... guids) {
        return List.of(guids).stream().map("{\"guid\":\"%s\"}"::formatted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String rows(int from, int count) {
        return rows(IntStream.range(from, from + count).mapToObj(i -> "g" + i).toArray(String[]::new));
    }

    private static String envelope(String nextPage, String rows) {
        return "{\"next_page\":%s,\"items\":%s}".formatted(nextPage, rows);
    }

    private static List<String> guids(Page page) {
        return page.items().stream().map(item -> item.path("guid").asText()).toList();
    }

    // What is asked

    @Test
    void call_saysForWhomAndWhat() {
        var frontu = FakeFrontu.answering("[]");

        list(frontu, START, 10);

        assertThat(frontu.calls)
                .containsExactly(Call.get(
                        "default",
                        "tasks",
                        "billing",
                        Priority.INTERACTIVE,
                        "/client/api/v2/tasks?page=1&items=3",
                        Duration.ofSeconds(5)));
    }

    @Test
    void everyParameter_isEncodedAndNamedAsFrontuNamesIt() {
        var frontu = FakeFrontu.answering("[]");
        var query = new ListQuery(
                TASKS, 1623830251L, 1623830299L, true, Map.of("workspace", "ä +&=/*~.😀", "status", "1,2"));

        result(frontu.reads().list(READER, query, START, 10));

        assertThat(frontu.targets())
                .containsExactly("/client/api/v2/tasks?version=1623830250&versionTo=1623830300&status=1%2C2"
                        + "&object=%C3%A4%20%2B%26%3D%2F%2A~.%F0%9F%98%80&page=1&items=3");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1})
    void updatedSince_thatMeansEverything_isNotSent(long since) {
        var frontu = FakeFrontu.answering("[{\"guid\":\"a\",\"version\":1}]");

        var page = result(frontu.reads().list(READER, new ListQuery(TASKS, since, null, null, Map.of()), START, 10));

        assertThat(frontu.targets()).containsExactly("/client/api/v2/tasks?page=1&items=3");
        assertThat(guids(page)).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({"-5,''", "9223372036854775807,''", "0,versionTo=1&", "7,versionTo=8&"})
    void updatedUntil_isSentWhereItCanBe(long until, String sent) {
        var frontu = FakeFrontu.answering("[]");

        result(frontu.reads().list(READER, new ListQuery(TASKS, null, until, null, Map.of()), START, 10));

        assertThat(frontu.targets()).containsExactly("/client/api/v2/tasks?" + sent + "page=1&items=3");
    }

    @Test
    void paging_sendsOnlyWhatTheListTakes() {
        var full = rows(0, 100);
        for (var paging : Paging.values()) {
            var frontu = FakeFrontu.pages(page -> page == 1 ? envelope("2", full) : envelope("0", rows("last")));

            result(frontu.reads().list(READER, ListQuery.all(TestResources.listed(paging)), START, 1000));

            assertThat(frontu.targets())
                    .containsExactlyElementsOf(
                            switch (paging) {
                                case PAGE_AND_ITEMS ->
                                    List.of(
                                            "/client/api/v2/tasks?page=1&items=3",
                                            "/client/api/v2/tasks?page=2&items=3");
                                case PAGE -> List.of("/client/api/v2/tasks?page=1", "/client/api/v2/tasks?page=2");
                                case NONE -> List.of("/client/api/v2/tasks", "/client/api/v2/tasks?page=2");
                            });
        }
    }

    @Test
    void pagesOfOneCall_shareTheWaitingTime() {
        var waits = new java.util.ArrayList<Duration>();
        var reads = new EntityReads(call -> {
            waits.add(call.maxWait());
            var headers = io.vertx.core.MultiMap.caseInsensitiveMultiMap();
            var body = CannedBody.of(envelope("" + (FakeFrontu.pageOf(call) + 1) % 4, rows(waits.size(), 1)));
            return Uni.createFrom()
                    .item(new Reply.Answer(200, headers, body, Instant.now().plusSeconds(3)));
        });

        result(reads.list(READER, ALL, START, 10));

        assertThat(waits).hasSize(3);
        assertThat(waits.get(0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(waits.get(1)).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(2));
        assertThat(waits.get(2)).isZero();
    }

    // Where a list ends

    @ParameterizedTest
    @ValueSource(strings = {"0", "null", "\"\"", "\"0\"", "1", "-3"})
    void envelopeWithNextPage_endsWhereThatLeadsNowhere_alsoAfterAFullPage(String nextPage) {
        var frontu = FakeFrontu.answering(envelope(nextPage, rows("a", "b", "c")));

        var page = list(frontu, START, 10);

        assertThat(guids(page)).containsExactly("a", "b", "c");
        assertThat(page.next()).isNull();
        assertThat(frontu.calls).hasSize(1);
    }

    @Test
    void envelopeWithNextPage_goesOnAfterAShortPage_andFollowsJumps() {
        var frontu = FakeFrontu.pages(page -> switch (page) {
            case 1 -> envelope("\"2\"", rows("a"));
            case 2 -> "{\"items\":" + rows("b") + ",\"next_page\":5}";
            default -> envelope("null", rows("c"));
        });

        assertThat(guids(list(frontu, START, 10))).containsExactly("a", "b", "c");
        assertThat(frontu.calls).extracting(FakeFrontu::pageOf).containsExactly(1, 2, 5);
    }

    @Test
    void envelopeWithNextPage_endsAtAnEmptyPage() {
        var frontu = FakeFrontu.pages(page -> envelope("" + (page + 1), page == 1 ? rows("a") : "[]"));

        var page = list(frontu, START, 10);

        assertThat(guids(page)).containsExactly("a");
        assertThat(page.next()).isNull();
        assertThat(frontu.calls).hasSize(2);
    }

    @Test
    void envelopeWithoutNextPage_endsAtAShortPage() {
        var frontu = FakeFrontu.pages(page -> "{\"items\":" + (page == 1 ? rows("a", "b", "c") : rows("d")) + "}");

        assertThat(guids(list(frontu, START, 10))).containsExactly("a", "b", "c", "d");
        assertThat(frontu.calls).hasSize(2);
    }

    @Test
    void plainArray_withAsManyRowsAsAsked_isFollowed_andARepetitionShowsThatItWasEverything() {
        var frontu = FakeFrontu.answering(rows("a", "b", "c"));

        var page = list(frontu, START, 10);

        assertThat(guids(page)).containsExactly("a", "b", "c");
        assertThat(page.next()).isNull();
        assertThat(frontu.calls).hasSize(2);
    }

    @Test
    void plainArray_repetitionIsRecognisedAcrossCalls() {
        var frontu = FakeFrontu.answering(rows("a", "b", "c"));

        var first = list(frontu, START, 3);
        assertThat(first.next()).isEqualTo(new Position(2, 0, 3, "a"));
        var second = list(frontu, Objects.requireNonNull(first.next()), 3);

        assertThat(second.items()).isEmpty();
        assertThat(second.next()).isNull();
    }

    @Test
    void plainArray_repetitionIsRecognised_alsoWithoutGuids_andWithASmallLimit() {
        var frontu = FakeFrontu.answering("[{\"n\":1},{\"n\":2},{\"n\":3}]");

        var first = list(frontu, START, 2);
        assertThat(first.next()).isEqualTo(new Position(1, 2, 3, null));
        var second = list(frontu, Objects.requireNonNull(first.next()), 2);

        assertThat(second.items()).extracting(Object::toString).containsExactly("{\"n\":3}");
        assertThat(second.next()).isNull();
    }

    @Test
    void plainArray_ofAnyOtherLength_wasEverything() {
        for (int rows : new int[] {0, 1, 2, 4, 250}) {
            var frontu = FakeFrontu.answering(rows(0, rows));

            assertThat(list(frontu, START, 1000).items()).hasSize(rows);
            assertThat(frontu.calls).hasSize(1);
        }
    }

    @Test
    void plainArray_ofAListWithoutPageSize_isFollowedAfterHundredRows() {
        var query = ListQuery.all(TestResources.listed(Paging.PAGE));
        var frontu = FakeFrontu.pages(page -> page == 1 ? rows(0, 100) : rows(100, 3));

        assertThat(result(frontu.reads().list(READER, query, START, 1000)).items())
                .hasSize(103);
    }

    // Lists that do not end

    @Test
    void envelopeThatCountsOnOverTheSameRows_isRefused() {
        var frontu = FakeFrontu.pages(page -> envelope("" + (page + 1), rows("a", "b")));

        var problem = problem(frontu.reads().list(READER, ALL, START, 1000));

        assertThat(problem.reason()).isEqualTo(Reason.FRONTU_BAD_ANSWER);
        assertThat(problem.detail()).contains("does not advance");
        assertThat(frontu.calls).hasSize(4);
    }

    @Test
    void envelopeThatCountsOnOverTheSameRows_isRefused_alsoAcrossCalls() {
        var frontu = FakeFrontu.pages(page -> envelope("" + (page + 1), rows("a", "b")));

        var first = list(frontu, START, 2);

        assertThat(problem(frontu.reads().list(READER, ALL, Objects.requireNonNull(first.next()), 2))
                        .detail())
                .contains("does not advance");
    }

    @Test
    void rowsThatMoveByAPage_whileTheListIsRead_areReadOnce() {
        // Between the first and the second page a row is added in front, so that every row moves on by one.
        var frontu = FakeFrontu.pages(page -> page <= 3 ? envelope("" + (page + 1), rows(movedRow(page))) : "[]");

        var page = result(frontu.reads().list(READER, ALL, Position.start(1), 10));

        assertThat(guids(page)).containsExactly("a", "b");
        assertThat(page.next()).isNull();
    }

    private static String movedRow(int page) {
        return page == 1 ? "a" : List.of("a", "b").get(page - 2);
    }

    @Test
    void listThatNeverEnds_isRefusedAfterThousandPages() {
        var frontu = FakeFrontu.pages(page -> envelope("" + (page + 1), rows("g" + page)));

        var problem = problem(frontu.reads().list(READER, ALL, START, 10_000));

        assertThat(problem.reason()).isEqualTo(Reason.FRONTU_BAD_ANSWER);
        assertThat(problem.detail()).contains("does not end");
        assertThat(frontu.calls).hasSize(1000);
    }

    @Test
    void filterThatNextToNoRowPasses_stopsShort_andGoesOnBehindTheCursor() {
        var frontu = FakeFrontu.pages(page ->
                envelope("" + (page + 1), "[{\"guid\":\"g%d\",\"archived\":%b}]".formatted(page, page % 50 == 0)));
        var query = new ListQuery(TASKS, null, null, true, Map.of());

        var first = result(frontu.reads().list(READER, query, START, 10));
        var second = result(frontu.reads().list(READER, query, Objects.requireNonNull(first.next()), 10));

        assertThat(frontu.calls).hasSize(200);
        assertThat(guids(first)).containsExactly("g50", "g100");
        assertThat(guids(second)).containsExactly("g150", "g200");
    }

    @Test
    void filterThatManyRowsPass_isReadUntilThePageIsFull() {
        var frontu = FakeFrontu.pages(page ->
                envelope("" + (page + 1), "[{\"guid\":\"g%d\",\"archived\":%b}]".formatted(page, page % 2 == 0)));
        var query = new ListQuery(TASKS, null, null, true, Map.of());

        assertThat(result(frontu.reads().list(READER, query, START, 100)).items())
                .hasSize(100);
    }

    @Test
    void nextPageBeyondAllPages_isRefused() {
        var frontu = FakeFrontu.answering(envelope("3000000000", rows("a")));

        assertThat(problem(frontu.reads().list(READER, ALL, START, 10)).reason())
                .isEqualTo(Reason.FRONTU_BAD_ANSWER);
    }

    // What a page holds

    @Test
    void pageIsFilled_andNothingIsReadAhead() {
        var frontu = FakeFrontu.pages(page -> envelope("" + (page + 1), rows(page * 3, 3)));

        var page = list(frontu, START, 6);

        assertThat(page.items()).hasSize(6);
        assertThat(page.next()).isEqualTo(new Position(3, 0, 3, "g6"));
        assertThat(page.asOf()).isEqualTo(FakeFrontu.FIRST_ASKED);
        assertThat(frontu.calls).hasSize(2);
        assertThat(frontu.bodies).allMatch(CannedBody::isReleased);
    }

    @Test
    void limitWithinAPage_isGoneOnFromThere() {
        var frontu = FakeFrontu.pages(page -> envelope(page == 2 ? "0" : "2", rows(page * 3, 3)));

        var first = list(frontu, START, 4);
        assertThat(first.next()).isEqualTo(new Position(2, 1, 3, "g3"));
        var second = list(frontu, Objects.requireNonNull(first.next()), 100);

        assertThat(guids(second)).containsExactly("g7", "g8");
        assertThat(second.next()).isNull();
    }

    @Test
    void rowsBeyondTheLimit_areLetGo() {
        var body = CannedBody.of((rows(0, 10_000) + "  ").getBytes(java.nio.charset.StandardCharsets.UTF_8), 1000);
        var frontu = FakeFrontu.answering(call -> answer(200, "application/json", body));

        var page = list(frontu, START, 10);

        assertThat(page.next()).isEqualTo(new Position(1, 10, 3, null));
        assertThat(body.isDiscarded()).isTrue();
        assertThat(body.bytesTaken()).isEqualTo(1000);
    }

    @Test
    void limitAtTheEndOfTheList_hasNoNext() {
        var frontu = FakeFrontu.answering("{\"items\":" + rows("a", "b", "c") + ",\"next_page\":0}");

        assertThat(list(frontu, START, 3).next()).isNull();
    }

    @Test
    void versionBounds_areCheckedHereToo_andInclusive() {
        var frontu = FakeFrontu.answering("""
                [{"guid":"early","version":9},{"guid":"from","version":10},{"guid":"none","version":null},
                 {"guid":"odd","version":"x"},{"guid":"to","version":20},{"guid":"late","version":21}]""");
        var query = new ListQuery(TASKS, 10L, 20L, null, Map.of());

        var page = result(frontu.reads().list(READER, query, START, 10));

        assertThat(guids(page)).containsExactly("from", "none", "odd", "to");
        assertThat(page.maxVersion()).isEqualTo(20);
    }

    @Test
    void maxVersion_isNullWhereNoItemHasOne() {
        assertThat(list(FakeFrontu.answering(rows("a")), START, 10).maxVersion())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"true,b", "false,'a,c,d'", ",'a,b,c,d'"})
    void archived_isDecidedHere(Boolean archived, String guids) {
        var frontu = FakeFrontu.answering("""
                [{"guid":"a","archived":false},{"guid":"b","archived":true},{"guid":"c"},{"guid":"d","archived":{}}]""");
        var query = new ListQuery(TASKS, null, null, archived, Map.of());

        assertThat(guids(result(frontu.reads().list(READER, query, START, 10)))).containsExactly(guids.split(","));
    }

    @Test
    void droppedRows_areMadeUpForFromTheNextPages() {
        var frontu = FakeFrontu.pages(page -> envelope(
                "" + (page + 1),
                "[{\"guid\":\"x%d\",\"archived\":true},{\"guid\":\"y%d\"},{\"guid\":\"z%d\"}]"
                        .formatted(page, page, page)));
        var query = new ListQuery(TASKS, null, null, true, Map.of());

        var page = result(frontu.reads().list(READER, query, START, 3));

        assertThat(guids(page)).containsExactly("x1", "x2", "x3");
        assertThat(page.next()).isEqualTo(new Position(3, 1, 3, "x2"));
    }

    // What goes wrong

    @ParameterizedTest
    @CsvSource({
        "400,FRONTU_REFUSED",
        "404,FRONTU_REFUSED",
        "401,FRONTU_UNAUTHORIZED",
        "429,QUOTA_EXHAUSTED",
        "503,FRONTU_UNAVAILABLE",
        "204,FRONTU_BAD_ANSWER",
        "302,FRONTU_BAD_ANSWER"
    })
    void status_isItsProblem(int status, Reason reason) {
        var frontu = FakeFrontu.answering(call -> json(status, ""));

        assertThat(problem(frontu.reads().list(READER, ALL, START, 10)).reason())
                .isEqualTo(reason);
        assertThat(frontu.bodies).allMatch(CannedBody::isReleased);
    }

    @Test
    void htmlPage_isRefusedByItsType() {
        var frontu = FakeFrontu.answering(call -> answer(200, "text/html; charset=utf-8", CannedBody.of("[]")));

        assertThat(problem(frontu.reads().list(READER, ALL, START, 10)).reason())
                .isEqualTo(Reason.FRONTU_BAD_ANSWER);
        assertThat(frontu.bodies.get(0).isDiscarded()).isTrue();
    }

    @Test
    void unreadableAnswer_isRefused_andItsConnectionReleased() {
        var frontu = FakeFrontu.answering("{\"error\":\"no\"}  ");

        assertThat(problem(frontu.reads().list(READER, ALL, START, 10)).reason())
                .isEqualTo(Reason.FRONTU_BAD_ANSWER);
        assertThat(frontu.bodies).allMatch(CannedBody::isReleased);
    }

    @Test
    void brokenConnection_keepsItsProblem_orIsABadAnswer() {
        var timeout = Problem.of(Reason.FRONTU_TIMEOUT, "too late").asException();
        for (var fault : List.of(timeout, new IOException("reset"))) {
            var frontu = FakeFrontu.answering(call ->
                    answer(200, "application/json", CannedBody.of("[{\"guid\":").breakingOff(fault)));

            assertThat(problem(frontu.reads().list(READER, ALL, START, 10)).reason())
                    .isEqualTo(fault == timeout ? Reason.FRONTU_TIMEOUT : Reason.FRONTU_BAD_ANSWER);
        }
    }

    @Test
    void callWithoutAnswer_keepsItsProblem() {
        var problem = Problem.of(Reason.QUOTA_EXHAUSTED, "spent").retryAfter(Duration.ofSeconds(9));
        var frontu = FakeFrontu.answering(call -> new Reply.Failed(problem, Reply.Sent.NO));

        assertThat(problem(frontu.reads().list(READER, ALL, START, 10))).isEqualTo(problem);
    }

    @Test
    void readThatNobodyWaitsFor_letsTheBodyGo() {
        var body = CannedBody.empty();
        var reading = BodyReading.read(new StandingBody(body), new DocumentParser(10));

        reading.subscribe().with(item -> {}, failure -> {}).cancel();

        assertThat(body.isDiscarded()).isTrue();
    }

    @Test
    void listThatIsNotOffered_isNotAllowed() {
        var frontu = FakeFrontu.answering("[]");

        assertThat(problem(frontu.reads().list(READER, ListQuery.all(TestResources.FILES), START, 1))
                        .reason())
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(frontu.calls).isEmpty();
    }

    @Test
    void subscribingAgain_asksAgain() {
        var frontu = FakeFrontu.answering(rows("a"));
        var read = frontu.reads().list(READER, ALL, START, 10);

        assertThat(result(read).items())
                .map(JsonNode::toString)
                .isEqualTo(result(read).items().stream().map(JsonNode::toString).toList());
        assertThat(frontu.calls).hasSize(2);
    }
}
