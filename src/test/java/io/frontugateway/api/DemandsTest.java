package io.frontugateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.cache.Demand;
import io.vertx.core.MultiMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemandsTest {
    @Test
    void nothingSaid_isNothingDemanded() {
        assertThat(Demands.of(MultiMap.caseInsensitiveMultiMap())).isSameAs(Demand.NONE);
    }

    @Test
    void everyDirective_isRead_inAnyCaseAndOverSeveralLines() {
        assertThat(demand("No-Cache, NO-STORE", "only-if-cached,max-age=1", "min-fresh=2 , max-stale=3"))
                .isEqualTo(new Demand(true, true, true, s(1), s(2), s(3)));
    }

    @Test
    void maxStaleWithoutValue_takesAnyStaleness() {
        assertThat(demand("max-stale").maxStale()).isEqualTo(Demand.ANY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age",
                "max-age=",
                "max-age=-1",
                "max-age=1.5",
                "max-age=soon",
                "max-age = 5",
                "max-age=\"",
                "max-age=\"5",
                "max-age=0x10",
                "max-age=٥",
                "min-fresh=-1",
                "min-fresh",
                "max-stale=later",
                "max-stale=",
                "stale-while-revalidate=5",
                "immutable",
                "",
                ",,,",
                "=",
                "\"no-cache\"",
                "extension=\"a, no-cache, max-age=0\"",
                "\"never closed, no-cache"
            })
    void whatMakesNoSense_isPassedOver(String nonsense) {
        assertThat(demand(nonsense)).isEqualTo(Demand.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=0, 0",
        "max-age=007, 7",
        "'max-age=\"5\"', 5",
        "max-age=2147483648, 2147483647",
        "max-age=99999999999999999999999999, 2147483647",
        "max-age=00000000000000000000000009, 9"
    })
    void seconds_mayBeQuotedPaddedOrHuge(String directive, int seconds) {
        assertThat(demand(directive).maxAge()).isEqualTo(s(seconds));
    }

    @Test
    void directiveThatIsRepeated_countsInItsStricterForm() {
        var demand = demand("max-age=9, max-age=3, max-age=x", "min-fresh=1, min-fresh=4", "max-stale, max-stale=7");

        assertThat(demand).isEqualTo(new Demand(false, false, false, s(3), s(4), s(7)));
    }

    @Test
    void pragma_countsOnlyWithoutCacheControl() {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Pragma", "no-cache, max-age=5");
        assertThat(Demands.of(headers)).isEqualTo(new Demand(true, false, false, null, null, null));

        headers.add("Cache-Control", "max-stale=5");
        assertThat(Demands.of(headers).noCache()).isFalse();
    }

    @Test
    void longHeader_isReadInLinearTime() {
        var commas = ",".repeat(20_000);
        var quotes = "\"\\".repeat(10_000);

        assertThat(demand(commas, quotes, "max-age=" + "0".repeat(20_000)).maxAge())
                .isEqualTo(Duration.ZERO);
    }

    private static Demand demand(String... lines) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        for (var line : lines) {
            headers.add("Cache-Control", line);
        }
        return Demands.of(headers);
    }

    private static @Nullable Duration s(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
