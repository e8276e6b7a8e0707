package io.frontugateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizerTest {
    private static final Catalogue CATALOGUE = CatalogueLoader.load(Optional::empty);

    @Test
    void answer_hasCommonFieldsThenItsOwn_thenUnknownOnes() throws Exception {
        var entity = read("credit-statuses", "{\"extra\":{\"b\":1},\"title\":\"Good\",\"deleted\":0,\"guid\":\"g\"}");
        assertThat(entity)
                .hasToString("{\"guid\":\"g\",\"systemId\":null,\"version\":null,\"createdAt\":null,\"updatedAt\":null,"
                        + "\"archived\":false,\"title\":\"Good\",\"extra\":{\"b\":1}}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "0|false", "1|true", "`\"0\"`|false", "`\"1\"`|true", "`\"true\"`|true", "`\"false\"`|false",
                        "true|true",
                "false|false", "null|null", "`\"\"`|`\"\"`", "2|2", "`\"yes\"`|`\"yes\"`", "[]|[]", "1.0|1.0"
            })
    void flags_areReadHoweverSpelt(String sent, String read) throws Exception {
        assertThat(field("tasks", "billStatus", sent, "billStatus")).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`\"99.99\"`|99.99",
                "`\"0.10\"`|0.10",
                "0.10|0.10",
                "`\"21\"`|21",
                "`\"-7.50\"`|-7.50",
                "`\"1e400\"`|1E+400",
                "123456789012345678901234567890|123456789012345678901234567890",
                "`\"123456789012345678901234567890\"`|123456789012345678901234567890",
                "`\"0.123456789012345678901234567890\"`|0.123456789012345678901234567890",
                "0.123456789012345678901234567890|0.123456789012345678901234567890",
                "`\"12,5\"`|`\"12,5\"`",
                "`\"NaN\"`|`\"NaN\"`",
                "`\" 1\"`|`\" 1\"`",
                "`\"\"`|`\"\"`",
                "`\"007\"`|`\"007\"`",
                "`\"1e1000000000\"`|`\"1e1000000000\"`",
                "`\"1e1001\"`|`\"1e1001\"`",
                "`\"+1\"`|`\"+1\"`",
                "`\"1.\"`|`\"1.\"`",
                "`\"-\"`|`\"-\"`",
                "null|null",
                "`\"9223372036854775808\"`|9223372036854775808"
            })
    void numbers_keepEveryDigit(String sent, String read) throws Exception {
        assertThat(field("materials", "price", sent, "price")).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`\"1623147256\"`|1623147256",
                "1623147256|1623147256",
                "`\"12.5\"`|`\"12.5\"`",
                "`\"abc\"`|`\"abc\"`"
            })
    void version_isAnInteger(String sent, String read) throws Exception {
        assertThat(field("tasks", "version", sent, "version")).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"37060000000|`\"37060000000\"`", "1.50|`\"1.50\"`", "true|true"})
    void texts_thatComeAsNumbers_areTheirDigits(String sent, String read) throws Exception {
        assertThat(field("clients", "phone", sent, "phone")).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({
        "2021-06-08T10:14:16+0000, 2021-06-08T10:14:16Z",
        "2021-06-08T10:14:16+00:00, 2021-06-08T10:14:16Z",
        "2021-06-08T10:14:16Z, 2021-06-08T10:14:16Z",
        "2021-06-08T10:14:00+03:00, 2021-06-08T07:14:00Z",
        "2021-01-01T01:00:00+0200, 2020-12-31T23:00:00Z",
        "2021-06-08T23:14:16.250-0130, 2021-06-09T00:44:16.250Z",
        "2021-06-08T10:14:16.5Z, 2021-06-08T10:14:16.5Z",
        "2021-06-08T10:14:16, 2021-06-08T10:14:16",
        "2021-02-30T10:14:16Z, 2021-02-30T10:14:16Z",
        "-0001-11-30T00:00:00+0000, -0001-11-30T00:00:00+0000",
        "0000-01-01T00:00:00+0100, 0000-01-01T00:00:00+0100",
        "2021-06-08, 2021-06-08",
        "2021-06-08T10:14:16+00000, 2021-06-08T10:14:16+00000",
        "2021-06-08T10:14:16.+0000, 2021-06-08T10:14:16.+0000",
        "2021-06-08T10:14:16.5, 2021-06-08T10:14:16.5",
        "soon, soon",
    })
    void dateTimes_areInUtc_andUnreadableOnesStay(String sent, String read) throws Exception {
        assertThat(field("tasks", "plannedTime", '"' + sent + '"', "plannedTime"))
                .isEqualTo('"' + read + '"');
        assertThat(field("tasks", "created", '"' + sent + '"', "createdAt")).isEqualTo('"' + read + '"');
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"title\":\"T\",\"guid\":\"g\",\"systemId\":5}|{\"guid\":\"g\",\"systemId\":\"5\",\"title\":\"T\"}",
                "{\"guid\":\"g\"}|{\"guid\":\"g\",\"systemId\":null,\"title\":null}",
                "\"g\"|{\"guid\":\"g\",\"systemId\":null,\"title\":null}",
                "7|{\"guid\":\"7\",\"systemId\":null,\"title\":null}",
                "\"\"|null",
                "null|null",
                "[]|null",
                "{}|null",
                "[1]|[1]",
                "true|true",
                "{\"guid\":\"g\",\"deleted\":\"1\",\"x\":{}}|{\"guid\":\"g\",\"systemId\":null,\"title\":null,\"archived\":true,\"x\":{}}",
            })
    void relations_haveGuidSystemIdAndTitle(String sent, String read) throws Exception {
        assertThat(field("workspaces", "client", sent, "client")).isEqualTo(read);
    }

    @Test
    void relationsWithinAFullTask_areTranslatedToo() throws Exception {
        var task = read(
                "tasks",
                "{\"works\":[{\"guid\":\"w\",\"vat\":\"21\",\"standartizedWork\":{\"guid\":\"s\"},\"new\":1}]}");
        assertThat(task.get("works"))
                .hasToString("[{\"guid\":\"w\",\"systemId\":null,\"title\":null,\"vat\":21,"
                        + "\"standardizedWork\":{\"guid\":\"s\",\"systemId\":null,\"title\":null},\"new\":1}]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "null|null",
                "[]|{}",
                "{\"a\":\"1\"}|{\"a\":\"1\"}",
                "\"\"|null",
                "[{\"guid\":\"a\",\"value\":\"x\"},{\"guid\":\"b\"}]|{\"a\":\"x\",\"b\":null}",
                "[{\"customField\":\"a\",\"guid\":\"row\",\"value\":\"x\"}]|{\"a\":\"x\"}",
                "[{\"customField\":{\"guid\":\"a\",\"title\":\"t\"},\"value\":2}]|{\"a\":2}",
                "[{\"field\":\"a\",\"value\":[1]}]|{\"a\":[1]}",
                "[{\"guid\":\"a\",\"value\":1},{\"guid\":\"a\",\"value\":2}]|[{\"guid\":\"a\",\"value\":1},{\"guid\":\"a\",\"value\":2}]",
                "[1]|[1]",
                "[{\"value\":1}]|[{\"value\":1}]",
                "\"{\\\"a\\\":1.10}\"|{\"a\":1.10}",
                "\"[]\"|{}",
                "\"{broken\"|\"{broken\"",
                "\"text\"|\"text\"",
                "7|7",
            })
    void customValues_areAnObject_howeverTheyCome(String sent, String read) throws Exception {
        assertThat(field("tasks", "customValues", sent, "customValues")).isEqualTo(read);
    }

    @Test
    void misspelledAndRenamedFields_areSpelledRight() throws Exception {
        assertThat(read("materials", "{\"standartizedMaterial\":{\"guid\":\"g\"}}")
                        .at("/standardizedMaterial/guid")
                        .asText())
                .isEqualTo("g");
        assertThat(read("works", "{\"object\":{\"guid\":\"o\"}}")
                        .at("/workspace/guid")
                        .asText())
                .isEqualTo("o");
        assertThat(read("works", "{\"workspace\":{\"guid\":\"w\"}}")
                        .at("/workspace/guid")
                        .asText())
                .isEqualTo("w");
        assertThat(read("tasks", "{\"finalPricePriceWithVat\":\"1.20\"}").get("finalPriceWithVat"))
                .hasToString("1.20");
    }

    @Test
    void whereFrontuSendsTwoSpellings_itsOwnCounts_andAFreeNameIsKept() throws Exception {
        var work = read("works", "{\"object\":{\"guid\":\"o\"},\"workspace\":{\"guid\":\"w\"}}");
        assertThat(work.at("/workspace/guid").asText()).isEqualTo("o");
        assertThat(work.has("object")).isFalse();
        var task = read("tasks", "{\"finalPriceWithVat\":1,\"finalPricePriceWithVat\":2}");
        assertThat(task.get("finalPriceWithVat")).hasToString("1");
        assertThat(task.get("finalPricePriceWithVat")).hasToString("2");
    }

    @Test
    void request_isSpelledAsFrontuWants_andHoldsOnlyWhatIsThere() throws Exception {
        var row = write(
                "works",
                "{\"systemId\":\"s\",\"archived\":true,\"workspace\":{\"guid\":null,\"systemId\":\"w\"},\"standardizedWork\":\"x\","
                        + "\"price\":0.10,\"unknown\":[1]}");
        assertThat(row)
                .hasToString(
                        "{\"systemId\":\"s\",\"deleted\":true,\"workspace\":\"w\",\"standartizedWork\":\"x\",\"price\":0.10,"
                                + "\"unknown\":[1]}");
    }

    @Test
    void requestValues_takeFrontusForms() throws Exception {
        var row = write(
                "tasks",
                "{\"plannedTime\":\"2021-06-08T12:14:16.9+02:00\",\"plannedEndTime\":null,\"client\":{\"guid\":\"g\",\"systemId\":\"s\"},"
                        + "\"user\":null,\"customValues\":{\"a\":1.50,\"b\":null,\"c\":\"t\",\"d\":true},\"createdAt\":\"2021-06-08T10:14:16Z\"}");
        assertThat(row)
                .hasToString(
                        "{\"plannedTime\":\"2021-06-08T10:14:16+0000\",\"plannedEndTime\":null,\"client\":\"g\",\"user\":null,"
                                + "\"customValues\":{\"a\":\"1.50\",\"b\":null,\"c\":\"t\",\"d\":\"1\"},\"created\":\"2021-06-08T10:14:16+0000\"}");
    }

    @Test
    void requestThatHoldsBothSpellings_sendsTheNormalizedOne() throws Exception {
        assertThat(write("tasks", "{\"deleted\":false,\"archived\":true}")).hasToString("{\"deleted\":true}");
        assertThat(write("tasks", "{\"archived\":true,\"deleted\":false}")).hasToString("{\"deleted\":true}");
        assertThat(write("tasks", "{\"deleted\":false}")).hasToString("{\"deleted\":false}");
    }

    private static ObjectNode read(String resource, String row) throws Exception {
        return Normalizer.toNormalized(CATALOGUE.find(resource).orElseThrow(), parse(row));
    }

    private static ObjectNode write(String resource, String entity) throws Exception {
        return Normalizer.toFrontu(CATALOGUE.find(resource).orElseThrow(), parse(entity));
    }

    private static String field(String resource, String sentAs, String json, String name) throws Exception {
        JsonNode value = read(resource, "{\"" + sentAs + "\":" + json + "}").get(name);
        return ExactJson.ANSWERS.writeValueAsString(value);
    }

    private static ObjectNode parse(String json) throws Exception {
        return (ObjectNode) ExactJson.ANSWERS.readTree(json);
    }
}
