package io.frontugateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.cache.Stretch.Sync;
import io.frontugateway.reads.Position;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StretchCodecTest {
    private static final Stretch SOME = new Stretch(
            new Scope(5L, null, new Position(2, 7, 100, "mark"), 50),
            List.of(
                    new Row("a", null, 12L, true, "{\"guid\":\"a\"}".getBytes(StandardCharsets.UTF_8)),
                    new Row(null, "S", null, false, "{}".getBytes(StandardCharsets.UTF_8))),
            new Position(3, 0, 100, null),
            Instant.ofEpochMilli(1_700_000_000_123L),
            new Stamp("generation", 1_700_000_000_000_000L),
            new Sync(11L, Instant.ofEpochMilli(1_600_000_000_000L), true),
            Instant.ofEpochSecond(1_650_000_000L, 123_456_789));

    private static Buffer written() {
        return StretchCodec.write(SOME, 1000).orElseThrow();
    }

    @Test
    void whatIsWritten_isRead() {
        var read = StretchCodec.read(written().getBytes()).orElseThrow();

        assertThat(read.scope()).isEqualTo(SOME.scope());
        assertThat(read.next()).isEqualTo(SOME.next());
        assertThat(read.asOf()).isEqualTo(SOME.asOf());
        assertThat(read.stamp()).isEqualTo(SOME.stamp());
        assertThat(read.sync()).isEqualTo(SOME.sync());
        assertThat(read.unchangedSince()).isEqualTo(SOME.unchangedSince());
        assertThat(read.rows()).usingRecursiveComparison().isEqualTo(SOME.rows());
    }

    @Test
    void whatComesToMoreThanItMay_isNotWritten() {
        int length = written().length();

        assertThat(StretchCodec.write(SOME, length)).isPresent();
        for (int most = 0; most < length; most++) {
            assertThat(StretchCodec.write(SOME, most)).isEmpty();
        }
    }

    @Test
    void whatIsTooLongToBeRead_isNotWritten_howeverWellItIsCompressed() {
        var row = new Row("a", null, 12L, false, new byte[StretchCodec.MOST_BYTES + 1]);
        var tooLong = new Stretch(SOME.scope(), List.of(row), null, SOME.asOf(), SOME.stamp(), SOME.sync());

        assertThat(StretchCodec.write(tooLong, Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void otherFormats_areNotRead() {
        var bytes = written().getBytes();
        bytes[1] = '1';

        assertThat(StretchCodec.read(bytes)).isEmpty();
        assertThat(StretchCodec.read(new byte[0])).isEmpty();
        assertThat(StretchCodec.read("F2".getBytes(StandardCharsets.US_ASCII))).isEmpty();
    }

    @Test
    void garbage_isNotRead_wherever_itIs() {
        var good = written().getBytes();
        var random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            var bytes = good.clone();
            bytes[2 + random.nextInt(bytes.length - 2)] ^= (byte) (1 + random.nextInt(255));
            StretchCodec.read(bytes).ifPresent(read -> assertThat(read.rows()).hasSize(2));
        }
        for (int length = 0; length < good.length; length++) {
            assertThat(StretchCodec.read(java.util.Arrays.copyOf(good, length))).isEmpty();
        }
    }
}
