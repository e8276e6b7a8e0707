package io.frontugateway.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.CatalogueLoader;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.queue.Submission;
import io.frontugateway.queue.Submission.Submitter;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
    private static final Catalogue CATALOGUE = CatalogueLoader.load(Optional::empty);
    private static final Writer WRITER = new Writer("default", new Submitter("billing", 1, 100), "key", true);

    private final Batches batches = new Batches(new Writes(CATALOGUE), 4000);

    @Test
    void badItems_stopNoOthers_andKeepTheirPlace() {
        var items = array("[{\"systemId\":\"a\"}, 7 ,{\"title\":NaN},{\"a\":1,\"a\":2},\n{\"systemId\":\"b,]}\\\"\"},"
                + "{\"systemId\":5}," + "[".repeat(1000) + "]".repeat(1000) + ",{\"systemId\":\"" + "x".repeat(4000)
                + "\"}]");

        assertThat(items.stream().map(BatchesTest::told))
                .containsExactly(
                        "a",
                        "invalid-body",
                        "invalid-body",
                        "invalid-body",
                        "b,]}\"",
                        "invalid-entity",
                        "invalid-body",
                        "too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "7", "[", "[{}", "[{},", "[{},]", "[,{}]", "[{}] {}", "[{}]]", "[\"a]", "null"})
    void whatIsNoArray_isRefusedAsAWhole(String body) {
        assertRefused(() -> array(body), Reason.INVALID_BODY);
    }

    @Test
    void emptyArray_isABatchOfNothing() {
        assertThat(array(" [ ] ")).isEmpty();
    }

    @Test
    void blankLines_areNoItems_andBrokenOnesSpoilThemselvesOnly() {
        var items =
                lines("\n{\"systemId\":\"a\"}\r\n  \n{\"systemId\":\n{\"systemId\":\"b\"}\n\n[]\n{\"systemId\":\"c\"}");

        assertThat(items.stream().map(BatchesTest::told))
                .containsExactly("a", "invalid-body", "b", "invalid-body", "c");
    }

    @Test
    void invalidUtf8_spoilsItsLineOnly() {
        var body = Buffer.buffer("{\"systemId\":\"a\"}\n{\"systemId\":\"")
                .appendByte((byte) 0xFF)
                .appendString("\"}\n{\"systemId\":\"b\"}\n");

        assertThat(batches.lines(WRITER, CATALOGUE.find("tasks").orElseThrow(), body).stream()
                        .map(BatchesTest::told))
                .containsExactly("a", "invalid-body", "b");
    }

    @Test
    void positionAndKey_tellARepetition() {
        var items = array("[{},{},{}]");
        var ids = new HashSet<>(items.stream().map(BatchesTest::told).toList());

        assertThat(ids).hasSize(3);
        assertThat(array("[{},{},{}]").stream().map(BatchesTest::told)).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void tooManyItems_areRefusedBeforeAnyIsRead() {
        var most = String.join(",", Collections.nCopies(Batches.MOST, "{}"));

        assertThat(array("[" + most + "]")).hasSize(Batches.MOST);
        assertRefused(() -> array("[" + most + ",{}]"), Reason.TOO_LARGE);
        assertRefused(() -> lines("{}\n".repeat(Batches.MOST + 1)), Reason.TOO_LARGE);
    }

    private List<Prepared> array(String body) {
        return batches.array(WRITER, CATALOGUE.find("tasks").orElseThrow(), Buffer.buffer(body));
    }

    private List<Prepared> lines(String body) {
        return batches.lines(WRITER, CATALOGUE.find("tasks").orElseThrow(), Buffer.buffer(body));
    }

    private static String told(Prepared item) {
        return item instanceof Prepared.Ready ready
                ? String.valueOf(submission(ready).systemId())
                : ((Prepared.Refused) item).problem().reason().slug();
    }

    private static Submission submission(Prepared.Ready ready) {
        return ready.submission();
    }

    private static void assertRefused(Runnable reading, Reason reason) {
        assertThatThrownBy(reading::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().reason()).isEqualTo(reason));
    }
}
