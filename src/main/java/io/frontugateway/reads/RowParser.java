package io.frontugateway.reads;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list, as an envelope or as a plain array, row by row from bytes that come in pieces. It holds one row at a time,
 * so that a list of any length passes in the memory of a row.
 *
 * <pre>
 * START ─ { ─▸ ENVELOPE ─ name ─▸ MEMBER ─ items: [ ─▸ ROWS ─ { ─▸ ROW ─ } ─▸ ROWS ─ ] ─▸ ENVELOPE ─ } ─▸ DONE
 *                                        └ other: [ or { ─▸ SKIPPED ─▸ ENVELOPE
 * START ─ [ ─▸ ROWS ─ ] ─▸ DONE
 * </pre>
 */
final class RowParser implements BodyParser<PageEnd> {
    static final long MAX_ROW_BYTES = 4L * 1024 * 1024;

    private enum State {
        START,
        ENVELOPE,
        MEMBER,
        SKIPPED,
        ROWS,
        ROW,
        DONE,
        STOPPED
    }

    private final JsonTokens tokens = new JsonTokens();
    private final RowSink sink;
    private final Set<String> names = new LinkedHashSet<>();

    private State state = State.START;
    private boolean envelope;
    private boolean itemsSeen;
    private String member = "";
    private @Nullable Long nextPage;
    private int rows;
    private int depth;
    private long rowStart;
    private @Nullable TreeBuilder tree;

    RowParser(RowSink sink) {
        this.sink = sink;
    }

    @Override
    public boolean feed(byte[] bytes) {
        tokens.feed(bytes);
        readTokens();
        if (state == State.ROW) {
            rowBytes();
        }
        return state != State.STOPPED;
    }

    @Override
    public void end() {
        tokens.endOfInput();
        readTokens();
        if (state == State.START) {
            throw BadAnswer.because("is empty");
        }
        if (state != State.DONE) {
            throw BadAnswer.because("breaks off after %d bytes".formatted(tokens.offset()));
        }
    }

    @Override
    public PageEnd outcome() {
        return new PageEnd(state == State.STOPPED, rows, nextPage, envelope);
    }

    @Override
    public void close() {
        tokens.close();
    }

    private void readTokens() {
        var token = tokens.next();
        while (token != null && token != JsonToken.NOT_AVAILABLE) {
            accept(token);
            if (state == State.STOPPED) {
                return;
            }
            token = tokens.next();
        }
    }

    private void accept(JsonToken token) {
        switch (state) {
            case START -> start(token);
            case ENVELOPE -> envelope(token);
            case MEMBER -> member(token);
            case SKIPPED -> skipped(token);
            case ROWS -> rows(token);
            case ROW -> row(token);
            default -> throw BadAnswer.because("goes on after its end");
        }
    }

    private void start(JsonToken token) {
        switch (token) {
            case START_OBJECT -> {
                envelope = true;
                state = State.ENVELOPE;
            }
            case START_ARRAY -> state = State.ROWS;
            default -> throw BadAnswer.because("is %s, not a list".formatted(JsonKinds.of(token)));
        }
    }

    private void envelope(JsonToken token) {
        if (token == JsonToken.END_OBJECT) {
            if (!itemsSeen) {
                throw BadAnswer.because("is an object without a list in \"items\"" + JsonKinds.members(names));
            }
            state = State.DONE;
            return;
        }
        member = tokens.name();
        JsonKinds.note(member, names);
        state = State.MEMBER;
    }

    private void member(JsonToken token) {
        switch (member) {
            case "items" -> items(token);
            case "next_page" -> {
                nextPage = NextPage.read(token, tokens.parser());
                state = State.ENVELOPE;
            }
            default -> skip(token);
        }
    }

    private void items(JsonToken token) {
        if (itemsSeen) {
            throw BadAnswer.because("has \"items\" twice");
        }
        itemsSeen = true;
        switch (token) {
            case START_ARRAY -> state = State.ROWS;
            case VALUE_NULL -> state = State.ENVELOPE;
            default -> throw BadAnswer.because("has %s in \"items\", not a list".formatted(JsonKinds.of(token)));
        }
    }

    private void skip(JsonToken token) {
        depth = token.isStructStart() ? 1 : 0;
        state = depth == 0 ? State.ENVELOPE : State.SKIPPED;
    }

    private void skipped(JsonToken token) {
        follow(token);
        if (depth == 0) {
            state = State.ENVELOPE;
        }
    }

    private void rows(JsonToken token) {
        switch (token) {
            case START_OBJECT -> begin(token);
            case END_ARRAY -> state = envelope ? State.ENVELOPE : State.DONE;
            default ->
                throw BadAnswer.because("has %s as row %d, not an object".formatted(JsonKinds.of(token), rows + 1));
        }
    }

    private void begin(JsonToken token) {
        var wish = sink.wish(rows);
        if (wish == RowSink.Wish.STOP) {
            state = State.STOPPED;
            return;
        }
        tree = wish == RowSink.Wish.BUILD ? new TreeBuilder() : null;
        rowStart = tokens.offset();
        depth = 0;
        state = State.ROW;
        row(token);
    }

    private void row(JsonToken token) {
        follow(token);
        var built = tree == null ? null : tree.accept(token, tokens.parser());
        if (depth > 0) {
            return;
        }
        long bytes = rowBytes();
        int index = rows++;
        tree = null;
        state = State.ROWS;
        if (built != null) {
            sink.row(index, (ObjectNode) built, bytes);
        }
    }

    private void follow(JsonToken token) {
        if (token.isStructStart()) {
            depth++;
        } else if (token.isStructEnd()) {
            depth--;
        }
    }

    /** How long the row is as far as it has come; also looked at while it is incomplete, since it may have no end. */
    private long rowBytes() {
        long bytes = tokens.offset() - rowStart + 1;
        if (bytes > MAX_ROW_BYTES) {
            throw BadAnswer.because(
                    "has a row of more than %d MiB: row %d".formatted(MAX_ROW_BYTES / 1024 / 1024, rows + 1));
        }
        return bytes;
    }
}
