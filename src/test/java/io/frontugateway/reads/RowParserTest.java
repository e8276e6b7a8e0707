package io.frontugateway.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowParserTest {
    private static final String DOCUMENT = """
            {"took": {"ms": [1, {"items": [{}]}]}, "next_page": 2, "note": "\\u00e9\\n", "items": [
              {"guid": "ä€😀", "price": 10.500, "big": 123456789012345678901234567890, "n": -7, "long": 9007199254740993},
              {"guid": "b", "nested": {"a": [true, false, null, {"x": []}], "escaped": "\\ud83d\\ude00\\""}, "e": 1.0E+400},
              {}
            ], "after": [[1], "x"]}
            """;

    /** Builds every row. */
    private static final class All implements RowSink {
        final List<ObjectNode> rows = new ArrayList<>();

        @Override
        public Wish wish(int index) {
            return Wish.BUILD;
        }

        @Override
        public void row(int index, ObjectNode row, long bytes) {
            rows.add(row);
        }
    }

    private record Read(PageEnd end, List<ObjectNode> rows) {}

    private static Read read(byte[]... pieces) {
        var all = new All();
        try (var parser = new RowParser(all)) {
            for (var piece : pieces) {
                assertThat(parser.feed(piece)).isTrue();
            }
            parser.end();
            return new Read(parser.outcome(), all.rows);
        }
    }

    private static Read read(String document) {
        return read(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void numbers_keepEveryDigit() {
        var rows = read(DOCUMENT).rows();

        assertThat(rows.get(0))
                .hasToString("{\"guid\":\"ä€😀\",\"price\":10.500,\"big\":123456789012345678901234567890,\"n\":-7,"
                        + "\"long\":9007199254740993}");
        assertThat(rows.get(1).get("e").decimalValue()).isEqualByComparingTo("1.0E+400");
    }

    @Test
    void cutAtEveryByte_givesTheSameRows() {
        var bytes = DOCUMENT.getBytes(StandardCharsets.UTF_8);
        var whole = read(bytes);
        assertThat(whole.rows()).hasSize(3);

        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(read(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
                    .isEqualTo(whole);
        }
    }

    @Property(tries = 300)
    void anyChunking_givesTheSameRows(
            @ForAll @Size(min = 1, max = 400) List<@IntRange(min = 1, max = 9) Integer> sizes) {
        var bytes = DOCUMENT.getBytes(StandardCharsets.UTF_8);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0, i = 0; at < bytes.length; i++) {
            int to = Math.min(bytes.length, at + sizes.get(i % sizes.size()));
            pieces.add(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }

        assertThat(read(pieces.toArray(byte[][]::new))).isEqualTo(read(bytes));
    }

    @Test
    void everyTruncation_isRefused() {
        var bytes = DOCUMENT.strip().getBytes(StandardCharsets.UTF_8);

        for (int length = 0; length < bytes.length; length++) {
            var half = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(half)).isInstanceOf(ProblemException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|2",
                "'\"2\"'|2",
                "'\" 12 \"'|12",
                "0|0",
                "null|0",
                "'\"\"'|0",
                "false|0",
                "-1|-1",
                "3000000000|3000000000"
            })
    void nextPage_isReadHoweverItIsSpelt(String spelt, long page) {
        assertThat(read("{\"next_page\":" + spelt + ",\"items\":[]}").end().nextPage())
                .isEqualTo(page);
        assertThat(read("{\"items\":[{}],\"next_page\":" + spelt + "}").end().nextPage())
                .isEqualTo(page);
    }

    @Test
    void envelopeAndArray_areToldApart() {
        assertThat(read("{\"items\":[{},{}]}").end()).isEqualTo(new PageEnd(false, 2, null, true));
        assertThat(read(" [{},{}] ").end()).isEqualTo(new PageEnd(false, 2, null, false));
        assertThat(read("{\"items\":null,\"next_page\":null}").end()).isEqualTo(new PageEnd(false, 0, 0L, true));
        assertThat(read("\uFEFF[]").end().rows()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "'  '|is empty",
                "<html><body>Anna|HTML",
                "'\n <!DOCTYPE html>'|HTML",
                "[{\"a\":1},|breaks off",
                "{\"items\":[|breaks off",
                "[]]|not valid JSON",
                "[] []|goes on",
                "[] Anna|not valid JSON",
                "[1]|a number as row 1",
                "[{},null]|null as row 2",
                "[{},[]]|an array as row 2",
                "\"Anna\"|a text, not a list",
                "null|null, not a list",
                "{}|without a list",
                "{\"code\":500,\"message\":\"Anna\"}|members code, message",
                "{\"items\":{\"0\":{}}}|an object in \"items\"",
                "{\"items\":[],\"items\":[]}|\"items\" twice",
                "{\"items\":[],\"next_page\":\"Anna\"}|no page number",
                "{\"items\":[],\"next_page\":[2]}|no page number",
                "{\"items\":[],\"next_page\":99999999999999999999}|no page number",
                "[{\"name\":Anna}]|not valid JSON",
            })
    void whatIsNoList_isRefusedWithoutItsValues(String document, String seen) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("frontu-bad-answer: ")
                .hasMessageContaining(seen)
                .hasMessageNotContaining("Anna");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void deepNesting_isRefused_alsoOutsideTheRows(int place) {
        var deep = "[".repeat(250) + "]".repeat(250);
        var document = place == 0 ? "[{\"a\":" + deep + "}]" : "{\"x\":" + deep + ",\"items\":[]}";

        assertThatThrownBy(() -> read(document)).hasMessageContaining("nested deeper");
    }

    @Test
    void hugeRow_isRefused_beforeItHasEnded() {
        var members = "\"k\":\"%s\",".formatted("x".repeat(1000)).getBytes(StandardCharsets.UTF_8);
        try (var parser = new RowParser(new All())) {
            parser.feed("[{".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 5000; i++) {
                            parser.feed(members);
                        }
                    })
                    .hasMessageContaining("more than 4 MiB: row 1");
        }
    }

    @Test
    void hugeRow_isRefused_alsoInOnePiece() {
        var row = "{" + "\"k\":\"%s\",".formatted("x".repeat(1000)).repeat(4300) + "\"z\":1}";

        assertThatThrownBy(() -> read("[{}," + row + "]")).hasMessageContaining("more than 4 MiB: row 2");
    }

    @Test
    void endlessText_isRefused_beforeItHasEnded() {
        var piece = "x".repeat(65536).getBytes(StandardCharsets.UTF_8);
        try (var parser = new RowParser(new All())) {
            parser.feed("{\"x\":\"".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            parser.feed(piece);
                        }
                    })
                    .isInstanceOf(ProblemException.class);
        }
    }
}
