package io.frontugateway.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | empty",
                "{ | not valid JSON",
                "{\"a\":1,} | not valid JSON",
                "{\"a\":01} | not valid JSON",
                "{\"a\":NaN} | not valid JSON",
                "{\"a\":Infinity} | not valid JSON",
                "{'a':1} | not valid JSON",
                "{\"a\":1} {} | not valid JSON",
                "{\"a\":1}x | not valid JSON",
                "{\"a\":1,\"a\":1} | same name",
                "{\"b\":{\"a\":1,\"a\":2}} | same name",
                "[] | an array",
                "\"text\" | a string",
                "7 | a number",
                "null | null",
                "true | a boolean",
            })
    void whatIsNoObject_isRefused_andSaysWhy(String body, String why) {
        refused(Buffer.buffer(body), why);
    }

    @Test
    void nestingOf1000Levels_isRefused() {
        refused(Buffer.buffer("{\"a\":".repeat(1000) + "1" + "}".repeat(1000)), "nested deeper than 200");
        refused(Buffer.buffer("{\"a\":" + "[".repeat(100_000)), "nested deeper than 200");
    }

    @Test
    void whatIsNotUtf8_isRefused() {
        refused(Buffer.buffer(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'}), "UTF-8");
        // An overlong slash, and a surrogate of its own.
        refused(Buffer.buffer(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'}), "UTF-8");
        refused(Buffer.buffer(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}), "UTF-8");
        refused(Buffer.buffer("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)), "not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "123456789012345678901234567890",
                "0.1",
                "1.10",
                "0.123456789012345678901234567890",
                "-0.10",
                "9223372036854775808"
            })
    void numbers_keepEveryDigit(String number) {
        var object = StrictJson.object(Buffer.buffer("{\"a\":" + number + "}"));

        assertThat(StrictJson.bytes(object).toString()).isEqualTo("{\"a\":" + number + "}");
    }

    @Test
    void hugeExponent_staysSmall() {
        var object = StrictJson.object(Buffer.buffer("{\"a\":1e1000000000}"));

        assertThat(StrictJson.bytes(object).length()).isLessThan(40);
        refused(Buffer.buffer("{\"a\":" + "1".repeat(1001) + "}"), "1,000 digits");
        refused(Buffer.buffer("{\"a\":1e99999999999}"), "not valid JSON");
    }

    @Test
    void everyCharacter_survives() throws Exception {
        var body = "{\"a\":\"Žalgiris 🔧 \\u0000 \\ud83d\"}";

        var sent = StrictJson.bytes(StrictJson.object(Buffer.buffer(body)));

        assertThat(ExactJson.ANSWERS.readTree(sent.getBytes())).isEqualTo(ExactJson.ANSWERS.readTree(body));
    }

    private static void refused(Buffer body, String why) {
        assertThatThrownBy(() -> StrictJson.object(body)).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.problem().reason()).isEqualTo(Reason.INVALID_BODY);
            assertThat(refusal.problem().detail()).contains(why);
        });
    }
}
