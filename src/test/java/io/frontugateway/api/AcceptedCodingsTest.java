package io.frontugateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frontugateway.cache.Coding;
import io.frontugateway.cache.Finished;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedCodingsTest {
    @Test
    void withoutAcceptEncoding_theDocumentGoesAsItIs() {
        assertThat(AcceptedCodings.of(MultiMap.caseInsensitiveMultiMap()).wanted())
                .isEqualTo(Coding.IDENTITY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | GZIP",
                "GZip | GZIP",
                "x-gzip | GZIP",
                "gzip, deflate, br, zstd | GZIP",
                "br;q=1.0, gzip;q=0.2 | GZIP",
                "* | GZIP",
                "gzip;q=0.001 | GZIP",
                "gzip ; q=0.5 , identity;q=0.5 | GZIP",
                "'' | IDENTITY",
                "identity | IDENTITY",
                "br, deflate | IDENTITY",
                "gzip;q=0 | IDENTITY",
                "gzip;q=0.000 | IDENTITY",
                "gzip;q=0, * | IDENTITY",
                "gzip;q=0.5, identity | IDENTITY",
                "*;q=0.5, identity;q=0.6 | IDENTITY",
                "gzip;q=high | IDENTITY",
                "gzip;q=-1 | IDENTITY",
                "gzip;q=NaN | IDENTITY",
                "gzip;q=2 | IDENTITY",
                "gzip;level=9 | IDENTITY",
                ";q=1,,;;, | IDENTITY"
            })
    void weights_decide(String accepted, Coding wanted) {
        assertThat(codings(accepted).wanted()).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity;q=0", "*;q=0", "gzip;q=0, identity;q=0", "br, *;q=0", "br, identity;q=0"})
    void whoRulesEverythingOut_isRefused(String accepted) {
        assertThatThrownBy(() -> codings(accepted)).hasMessageContaining("not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, identity;q=0", "gzip, *;q=0", "*, identity;q=0"})
    void whoRulesIdentityOut_getsShortDocumentsCompressedToo(String accepted) {
        var document = Finished.of("{}".getBytes(StandardCharsets.UTF_8));

        assertThat(codings(accepted).in(document).coding()).isEqualTo(Coding.GZIP);
        assertThat(codings("gzip").in(document).coding()).isEqualTo(Coding.IDENTITY);
    }

    private static AcceptedCodings codings(String accepted) {
        return AcceptedCodings.of(MultiMap.caseInsensitiveMultiMap().add("Accept-Encoding", accepted));
    }
}
