package io.frontugateway.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Looks for the operations of a filter, in their order or against it, a hundred at a time and not for ever. */
final class Listing {
    private final WriteScripts scripts;
    private final OperationFilter filter;
    private final String where;
    private final boolean upwards;
    private final int limit;
    private final int mostScans;

    /** @param mostScans after how many hundreds the search ends with what it has */
    static Listing newestFirst(WriteScripts scripts, OperationFilter filter, int limit, int mostScans) {
        return new Listing(scripts, filter, false, limit, mostScans);
    }

    /** @param mostScans after how many hundreds the search ends with what it has */
    static Listing oldestFirst(WriteScripts scripts, OperationFilter filter, int limit, int mostScans) {
        return new Listing(scripts, filter, true, limit, mostScans);
    }

    private Listing(WriteScripts scripts, OperationFilter filter, boolean upwards, int limit, int mostScans) {
        this.scripts = scripts;
        this.filter = filter;
        this.where = where(filter);
        this.upwards = upwards;
        this.limit = limit;
        this.mostScans = mostScans;
    }

    /**
     * What was found.
     *
     * @param next the sequence beyond which the search goes on; 0 where it is at its end
     */
    record Found(List<String> ids, long next) {}

    /** The operations beyond a sequence. */
    Uni<Found> from(long sequence) {
        return from(sequence, List.of(), mostScans);
    }

    private Uni<Found> from(long sequence, List<String> before, int scans) {
        return scripts.list(where, upwards, sequence, filter).chain(answer -> {
            var ids = new ArrayList<>(before);
            for (int i = 1; i + 1 < answer.size(); i += 2) {
                ids.add(answer.get(i).toString());
                if (ids.size() == limit) {
                    return end(ids, i + 2 < answer.size() || next(answer) > 0 ? sequence(answer, i) : 0);
                }
            }
            return next(answer) == 0 || scans == 1 ? end(ids, next(answer)) : from(next(answer), ids, scans - 1);
        });
    }

    private static Uni<Found> end(List<String> ids, long next) {
        return Uni.createFrom().item(new Found(ids, next));
    }

    private static long next(Response answer) {
        return (long) Double.parseDouble(answer.get(0).toString());
    }

    private static long sequence(Response answer, int at) {
        return (long) Double.parseDouble(answer.get(at + 1).toString());
    }

    /** The narrowest of the sorted sets. */
    private static String where(OperationFilter filter) {
        var state = filter.state();
        if (state != null && state != Operation.State.DONE) {
            return "st:" + state.word();
        }
        if (filter.client() != null) {
            return "of:" + filter.client();
        }
        return state == null ? "all" : "st:" + state.word();
    }
}
