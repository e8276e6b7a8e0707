package io.frontugateway.writes;

import io.frontugateway.writes.Batches.Slice;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a JSON array into its elements, without reading them: what stands between the commas is only looked at for brackets
 * and strings. So an element that is no JSON, or nested a million levels deep, spoils nothing but itself.
 */
final class ArrayItems {
    private final Buffer body;
    private final List<Slice> items = new ArrayList<>();
    private int at;

    private ArrayItems(Buffer body) {
        this.body = body;
    }

    /** @throws io.frontugateway.problem.ProblemException {@code invalid-body} where it is no array */
    static List<Slice> of(Buffer body) {
        var items = new ArrayItems(body);
        items.read();
        return items.items;
    }

    private void read() {
        skipBlanks();
        if (at == body.length() || body.getByte(at) != '[') {
            throw StrictJson.invalid("The body of a batch must be a JSON array.");
        }
        at++;
        skipBlanks();
        if (at < body.length() && body.getByte(at) == ']') {
            at++;
        } else {
            while (element() == ',') {
                skipBlanks();
            }
        }
        skipBlanks();
        if (at < body.length()) {
            throw StrictJson.invalid("Something stands behind the JSON array, at byte " + at + ".");
        }
    }

    /** Takes one element with what ends it, a comma or the bracket of the array. */
    private byte element() {
        int begin = at;
        int depth = 0;
        while (at < body.length()) {
            byte b = body.getByte(at++);
            if (b == '"') {
                skipString();
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (depth > 0 && (b == '}' || b == ']')) {
                depth--;
            } else if (depth == 0 && (b == ',' || b == ']')) {
                add(new Slice(begin, at - 1).stripped(body));
                return b;
            }
        }
        throw StrictJson.invalid("The JSON array is not closed.");
    }

    private void add(Slice item) {
        if (item.isEmpty()) {
            throw StrictJson.invalid("The JSON array has an empty place before byte " + at + ".");
        }
        items.add(item);
    }

    private void skipString() {
        while (at < body.length()) {
            byte b = body.getByte(at++);
            if (b == '\\') {
                at++;
            } else if (b == '"') {
                return;
            }
        }
    }

    private void skipBlanks() {
        while (at < body.length() && Slice.isBlank(body.getByte(at))) {
            at++;
        }
    }
}
