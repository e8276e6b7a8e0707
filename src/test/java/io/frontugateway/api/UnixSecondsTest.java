package io.frontugateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixSecondsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1623147256, 1623147256",
        "1623147256.999, 1623147256",
        "1970-01-01T00:00:00Z, 0",
        "2021-06-08T10:14:16Z, 1623147256",
        "2021-06-08T10:14:16.987654Z, 1623147256",
        "2021-06-08T13:14:16+03:00, 1623147256",
        "2021-06-08T07:14:16-03:00, 1623147256",
        "2021-06-08T13:14:16 03:00, 1623147256",
        "2021-06-08t10:14:16z, 1623147256",
        "9999-12-31T23:59:59Z, 253402300799",
    })
    void moment_isReadInBothForms_withFractionsCut(String text, long seconds) {
        assertThat(UnixSeconds.parse(text)).hasValue(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "yesterday",
                "2021-06-08",
                "2021-06-08T10:14:16",
                "2021-13-08T10:14:16Z",
                "1969-12-31T23:59:59Z",
                "253402300800",
                "99999999999999999999",
                "1e9",
                "0x10",
                " 1623147256",
                "NaN",
                "+10000-01-01T00:00:00Z",
            })
    void anythingElse_isRefused(String text) {
        assertThat(UnixSeconds.parse(text)).isEmpty();
    }
}
