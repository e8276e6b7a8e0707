package io.frontugateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.cache.Stretch.Sync;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final int ROOM = 16 * 1024;

    private static Place place(int number) {
        return Place.alone("default", "tasks", Place.ONE, "guid " + number);
    }

    private static Stretch single(int number) {
        var row = new Row("g" + number, "s" + number, 1L, false, new byte[1000]);
        var now = Instant.EPOCH;
        return new Stretch(
                Scope.SINGLE, List.of(row), null, now, new Stamp("generation", number), new Sync(null, now, false));
    }

    @Test
    void identities_areThoseOfWhatIsHeld_alsoWhereItFoundNoRoom() {
        var memory = new Memory(ROOM);
        for (int i = 0; i < 2000; i++) {
            memory.keep(place(i), single(i));
            // What is asked for often is not pushed out by what comes by once: the next finds no room.
            for (int often = 0; often < 8; often++) {
                memory.rows(place(often));
            }
        }

        long held = IntStream.range(0, 2000)
                .filter(i -> memory.rows(place(i)) != null)
                .count();
        assertThat(held).isBetween(4L, 16L);
        assertThat(memory.identities()).isEqualTo(2 * (int) held);
    }
}
