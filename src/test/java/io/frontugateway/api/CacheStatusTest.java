package io.frontugateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.cache.Provenance;
import io.frontugateway.cache.Provenance.Detail;
import io.frontugateway.cache.Provenance.Forward;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheStatusTest {
    static Stream<Arguments> spellings() {
        return Stream.of(
                Arguments.of(Provenance.hit(Duration.ofMillis(12_900)), "hit; ttl=12"),
                Arguments.of(Provenance.hit(Duration.ofMillis(-2_100)), "hit; ttl=-3"),
                Arguments.of(
                        Provenance.hit(Duration.ofSeconds(-90)).with(Detail.STALE_IF_ERROR),
                        "hit; ttl=-90; detail=stale-if-error"),
                Arguments.of(Provenance.asked(Forward.URI_MISS), "fwd=uri-miss; fwd-status=200"),
                Arguments.of(Provenance.asked(Forward.STALE).asStored(), "fwd=stale; fwd-status=200; stored"),
                Arguments.of(Provenance.asked(Forward.REQUEST), "fwd=request; fwd-status=200"),
                Arguments.of(
                        Provenance.asked(Forward.URI_MISS).asStored().asCollapsed(),
                        "fwd=uri-miss; fwd-status=200; stored; collapsed"),
                Arguments.of(Provenance.staleAfter(503), "fwd=stale; fwd-status=503; detail=stale-if-error"));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void everyProvenance_hasItsSpelling(Provenance provenance, String status) {
        assertThat(CacheStatus.of(provenance)).isEqualTo("frontu-gateway; " + status);
    }
}
