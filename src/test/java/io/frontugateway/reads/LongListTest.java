package io.frontugateway.reads;

import static io.frontugateway.reads.FakeFrontu.READER;
import static io.frontugateway.reads.FakeFrontu.answer;
import static io.frontugateway.reads.FakeFrontu.result;
import static io.frontugateway.reads.TestResources.TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Normalizer;
import io.frontugateway.testing.CannedBody;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

/** A plain array of 100,000 rows, more than 200 MB, passes in little memory. */
class LongListTest {
    private static final int ROWS = 100_000;
    private static final String FILLER = "x".repeat(2_000);
    private static final long BOUND = 64L * 1024 * 1024;

    /** The bytes of the array, made as they are read; looks now and then at what is alive. */
    private static final class Bytes implements Iterator<Buffer> {
        private final long aliveBefore = alive();
        private int next;
        private long mostAlive;
        private long length;

        @Override
        public boolean hasNext() {
            return next < ROWS;
        }

        @Override
        public Buffer next() {
            if (next % (ROWS / 20) == 0) {
                mostAlive = Math.max(mostAlive, alive() - aliveBefore);
            }
            var piece = Buffer.buffer();
            for (int i = 0; i < 4; i++, next++) {
                piece.appendString(next == 0 ? "[" : ",")
                        .appendString("{\"guid\":\"g%d\",\"version\":%d,\"price\":1.50,\"filler\":\"%s\"}"
                                .formatted(next, next, FILLER));
            }
            if (next == ROWS) {
                piece.appendString("]");
            }
            length += piece.length();
            return piece;
        }

        private static long alive() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }

    @Test
    void pageNearTheEnd_isReadInLittleMemory() {
        var bytes = new Bytes();
        var frontu = FakeFrontu.answering(call -> answer(200, "application/json", CannedBody.of(bytes)));

        var page = result(frontu.reads().list(READER, ListQuery.all(TASKS), new Position(1, 98_500, 100, null), 1000));

        assertThat(page.items()).hasSize(1000);
        assertThat(page.items().get(0).path("guid").asText()).isEqualTo("g98500");
        assertThat(page.next()).isEqualTo(new Position(1, 99_500, 100, null));
        assertThat(bytes.length).isGreaterThan(200_000_000);
        assertThat(bytes.mostAlive).isLessThan(BOUND);
    }

    @Test
    void everyRow_passesNormalizedInLittleMemory() {
        var bytes = new Bytes();
        var counted = new int[1];
        var counting = new RowSink() {
            @Override
            public Wish wish(int index) {
                return Wish.BUILD;
            }

            @Override
            public void row(int index, ObjectNode row, long length) {
                var entity = Normalizer.toNormalized(TASKS, row);
                assertThat(entity.path("version").asInt()).isEqualTo(index);
                counted[0]++;
            }
        };

        var end = result(BodyReading.read(CannedBody.of(bytes), new RowParser(counting)));

        assertThat(counted[0]).isEqualTo(ROWS);
        assertThat(end).isEqualTo(new PageEnd(false, ROWS, null, false));
        assertThat(bytes.length).isGreaterThan(200_000_000);
        assertThat(bytes.mostAlive).isLessThan(BOUND);
    }
}
