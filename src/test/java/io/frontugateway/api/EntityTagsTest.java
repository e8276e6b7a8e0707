package io.frontugateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.cache.Coding;
import io.frontugateway.cache.Finished;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    private static final Finished DOCUMENT =
            Finished.of("{\"items\":[]}".repeat(200).getBytes(StandardCharsets.UTF_8));
    private static final String PLAIN = DOCUMENT.in(Coding.IDENTITY).etag();
    private static final String GZIP = DOCUMENT.in(Coding.GZIP).etag();

    @Test
    void tagOfAnyCoding_matches_alsoAmongOthersAndWeakly() {
        assertThat(held(PLAIN)).isEqualTo(PLAIN);
        assertThat(held(GZIP)).isEqualTo(GZIP);
        assertThat(held("W/" + PLAIN)).isEqualTo(PLAIN);
        assertThat(held("\"a\", \"b,c\" , " + PLAIN)).isEqualTo(PLAIN);
        assertThat(held("\"a\"", PLAIN)).isEqualTo(PLAIN);
        assertThat(held("\"ends in a backslash\\\", " + PLAIN)).isEqualTo(PLAIN);
    }

    @Test
    void ofSeveral_theOneOfTheWantedCodingIsNamed() {
        assertThat(tags(PLAIN + ", " + GZIP).of(DOCUMENT, Coding.GZIP)).isEqualTo(GZIP);
        assertThat(tags(GZIP + ", " + PLAIN).of(DOCUMENT, Coding.IDENTITY)).isEqualTo(PLAIN);
    }

    @Test
    void star_isWhateverThereIs() {
        assertThat(tags("*").any()).isTrue();
        assertThat(tags("\"*\"").any()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"forged\"", "W/\"forged\"", "forged", "\"\"", "\"", "W/", "w/\"x\"", ",", "\"unclosed, \"x"})
    void forgedOrBroken_matchesNothing(String tags) {
        assertThat(held(tags)).isNull();
        assertThat(held(PLAIN.replace("\"", ""))).isNull();
        assertThat(held("w/" + PLAIN)).isNull();
    }

    private static @Nullable String held(String... lines) {
        return tags(lines).of(DOCUMENT, Coding.IDENTITY);
    }

    private static EntityTags tags(String... lines) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        for (var line : lines) {
            headers.add("If-None-Match", line);
        }
        return EntityTags.of(headers);
    }
}
