package io.frontugateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.reads.Position;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final String LIST = "default\ntasks\nstatus=100";

    @Property(tries = 200)
    void cursor_givesBackItsPosition(
            @ForAll @IntRange(min = 1, max = 10_000_000) int page,
            @ForAll @IntRange(max = 10_000_000) int offset,
            @ForAll @IntRange(min = 1, max = 1000) int pageSize,
            @ForAll @StringLength(max = 100) String guid) {
        var position = new Position(page, offset, pageSize, guid);

        assertThat(Cursor.read(Cursor.of(position, LIST), LIST)).contains(position);
    }

    @Test
    void positionWithoutGuid_isKeptWithoutGuid() {
        var position = new Position(3, 20, 100, null);

        assertThat(Cursor.read(Cursor.of(position, LIST), LIST)).contains(position);
    }

    @Test
    void cursorOfAnotherList_isRefused() {
        var cursor = Cursor.of(Position.start(100), LIST);

        assertThat(Cursor.read(cursor, "default\nclients\n")).isEmpty();
    }

    @Property(tries = 200)
    void changedCursor_isRefused(@ForAll @IntRange(max = 40) int at, @ForAll @IntRange(min = 1, max = 63) int by) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var cursor = Cursor.of(new Position(2, 50, 100, "7c9e6679"), LIST);
        var index = at % (cursor.length() - 1);
        var other = alphabet.charAt((alphabet.indexOf(cursor.charAt(index)) + by) % 64);

        assertThat(Cursor.read(cursor.substring(0, index) + other + cursor.substring(index + 1), LIST))
                .isEmpty();
    }

    @Test
    void cutOrOversizedOrForeignText_isRefused() {
        var cursor = Cursor.of(Position.start(100), LIST);

        assertThat(Cursor.read(cursor.substring(0, cursor.length() - 3), LIST)).isEmpty();
        assertThat(Cursor.read("x".repeat(10_000), LIST)).isEmpty();
        assertThat(Cursor.read("page=2", LIST)).isEmpty();
        assertThat(Cursor.read("", LIST)).isEmpty();
    }
}
