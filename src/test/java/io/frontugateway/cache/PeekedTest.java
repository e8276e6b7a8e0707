package io.frontugateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.CannedBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body of which the beginning is read beforehand. */
class PeekedTest {
    private static final String TEXT = "0123456789".repeat(10);

    private final AtomicInteger ends = new AtomicInteger();
    private final List<String> pieces = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private static Peeked peeked(CannedBody body, int most) {
        return CacheBed.result(Peeked.of(body, most));
    }

    private static CannedBody body(int pieceSize) {
        return CannedBody.of(TEXT.getBytes(), pieceSize);
    }

    private ReadStream<Buffer> read(Peeked body) {
        return body.stream()
                .pause()
                .endHandler(end -> ends.incrementAndGet())
                .exceptionHandler(failure::set)
                .handler(piece -> pieces.add(piece.toString()));
    }

    @Test
    void shortBody_isThereAsAWhole() {
        var body = peeked(body(7), 100);

        assertThat(body.all()).hasToString(TEXT);
        assertThat(CacheBed.result(body.whole(100))).hasToString(TEXT);
    }

    @Test
    void longerBody_isReadNoFurtherThanToSeeThat() {
        var source = body(7);
        var longer = peeked(source, 20);

        assertThat(longer.all()).isNull();
        assertThat(source.bytesTaken()).isEqualTo(21);
        assertThat(CacheBed.result(longer.whole(100))).hasToString(TEXT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 99, 100, 1000})
    void everyByteFlowsOnce_alsoOneByOne(int most) {
        read(peeked(body(1), most)).resume();
        assertThat(String.join("", pieces)).isEqualTo(TEXT);
        assertThat(ends).hasValue(1);

        pieces.clear();
        var stream = read(peeked(body(1), most));
        for (int asked = 1; ends.get() == 1 && asked < 200; asked++) {
            stream.fetch(1);
            assertThat(pieces).hasSizeLessThanOrEqualTo(asked);
        }
        assertThat(String.join("", pieces)).isEqualTo(TEXT);
        assertThat(ends).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 1000})
    void whoPauses_getsNothingMore_beforeItResumes(int most) {
        var stream = read(peeked(body(10), most));
        stream.handler(piece -> {
            pieces.add(piece.toString());
            stream.pause();
        });

        stream.resume();
        assertThat(pieces).hasSize(1);
        assertThat(ends).hasValue(0);

        while (ends.get() == 0 && pieces.size() < 100) {
            stream.resume();
        }
        assertThat(String.join("", pieces)).isEqualTo(TEXT);
        assertThat(ends).hasValue(1);
    }

    @Test
    void restThatBreaksOff_failsTheStream_andAnAbandonedOneIsLetGo() {
        var broken = new IOException("gone");
        read(peeked(body(10).breakingOff(broken), 20)).resume();
        assertThat(failure).hasValue(broken);
        assertThat(ends).hasValue(0);

        var left = body(10);
        peeked(left, 20).discard();
        assertThat(left.isDiscarded()).isTrue();
    }
}
