package io.frontugateway.writes;

import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Many upserts in one body. The body is cut into items first, and counted; then each item is read for itself, so that a bad
 * one stops no other. Takes time with the length of the body: not for an event loop.
 */
public final class Batches {
    /** Items of one batch. */
    public static final int MOST = 10_000;

    private final Writes writes;
    private final long largestItem;

    /** @param largestItem bytes of an item; one that is longer is refused */
    public Batches(Writes writes, long largestItem) {
        this.writes = writes;
        this.largestItem = largestItem;
    }

    /**
     * The items of a JSON array.
     *
     * @throws ProblemException {@code invalid-body} where it is none, {@code too-large} with too many items
     */
    public List<Prepared> array(Writer writer, ResourceType resource, Buffer body) {
        return prepared(writer, resource, body, ArrayItems.of(body));
    }

    /**
     * The items of lines (NDJSON). Blank ones are none.
     *
     * @throws ProblemException {@code too-large} with too many items
     */
    public List<Prepared> lines(Writer writer, ResourceType resource, Buffer body) {
        var lines = new ArrayList<Slice>();
        int begin = 0;
        for (int at = 0; at <= body.length(); at++) {
            if (at == body.length() || body.getByte(at) == '\n') {
                var line = new Slice(begin, at).stripped(body);
                if (!line.isEmpty()) {
                    lines.add(line);
                }
                begin = at + 1;
            }
        }
        return prepared(writer, resource, body, lines);
    }

    private List<Prepared> prepared(Writer writer, ResourceType resource, Buffer body, List<Slice> items) {
        if (items.size() > MOST) {
            throw Problem.of(
                            Reason.TOO_LARGE,
                            "The batch has " + items.size() + " items; at most " + MOST + " are taken at once.")
                    .asException();
        }
        var prepared = new ArrayList<Prepared>(items.size());
        for (int i = 0; i < items.size(); i++) {
            prepared.add(prepared(writer.at(i), resource, items.get(i), body));
        }
        return prepared;
    }

    private Prepared prepared(Writer writer, ResourceType resource, Slice item, Buffer body) {
        if (item.length() > largestItem) {
            return new Prepared.Refused(Problem.of(
                    Reason.TOO_LARGE,
                    "The item has " + item.length() + " bytes; at most " + largestItem + " are taken."));
        }
        try {
            return new Prepared.Ready(writes.upsert(writer, resource, writes.read(item.of(body))));
        } catch (ProblemException refused) {
            return new Prepared.Refused(refused.problem());
        }
    }

    /**
     * Bytes of a body.
     *
     * @param begin the first
     * @param end behind the last
     */
    record Slice(int begin, int end) {
        boolean isEmpty() {
            return begin >= end;
        }

        int length() {
            return end - begin;
        }

        Buffer of(Buffer body) {
            return body.slice(begin, end);
        }

        Slice stripped(Buffer body) {
            int from = begin;
            int to = end;
            while (from < to && isBlank(body.getByte(from))) {
                from++;
            }
            while (to > from && isBlank(body.getByte(to - 1))) {
                to--;
            }
            return new Slice(from, to);
        }

        static boolean isBlank(byte b) {
            return b == ' ' || b == '\t' || b == '\r' || b == '\n';
        }
    }
}
