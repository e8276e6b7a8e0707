package io.frontugateway.quota;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a script of the ledger answers: whether it did its work, and what time it is there.
 *
 * @param verdict {@code ok}, or why not: {@code lost}, {@code late}, {@code unsure}; {@code limited} is a kind of ok
 * @param now ledger time in milliseconds
 */
record Answer(String verdict, long now) {
    static final String OK = "ok";
    static final String LOST = "lost";

    static Answer of(Response response) {
        return new Answer(response.get(0).toString(), response.get(1).toLong());
    }

    boolean isOk() {
        return verdict.equals(OK);
    }

    boolean isLost() {
        return verdict.equals(LOST);
    }

    /**
     * What {@code quota-take} answers.
     *
     * @param askIn milliseconds until it is worth asking again; -1 when nobody waits
     * @param granted what was granted
     * @param refused what would wait in vain, with the milliseconds until there is a slot
     * @param remaining slots that the client told of last could have now; -1 when none was told of
     * @param freesIn milliseconds until the oldest slot frees; -1 when none is held
     */
    record Take(
            Answer answer, long askIn, List<Granted> granted, Map<String, Long> refused, int remaining, long freesIn) {
        static Take of(Response response) {
            var answer = Answer.of(response);
            if (!answer.isOk()) {
                return new Take(answer, -1, List.of(), Map.of(), -1, -1);
            }
            var granted = new ArrayList<Granted>();
            var flat = response.get(3);
            for (int i = 0; i < flat.size(); i += 3) {
                granted.add(new Granted(
                        flat.get(i).toString(),
                        flat.get(i + 1).toString(),
                        flat.get(i + 2).toString()));
            }
            return new Take(
                    answer,
                    response.get(2).toLong(),
                    granted,
                    numbers(response.get(4)),
                    response.get(5).toInteger(),
                    response.get(6).toLong());
        }
    }

    /**
     * One grant.
     *
     * @param id of the waiting call and now of the slot
     * @param kind see {@link SlotKey}
     * @param member under which the call waited
     */
    record Granted(String id, String kind, String member) {}

    /** What {@code quota-restore} answers; {@code loss} says how the ledger was found lost, or is empty. */
    record Restore(Answer answer, String incarnation, String run, String loss) {
        static Restore of(Response response) {
            return new Restore(
                    Answer.of(response),
                    response.get(2).toString(),
                    response.get(3).toString(),
                    response.get(4).toString());
        }
    }

    /** What {@code quota-beat} answers; the maps are empty unless it is ok. */
    record Beat(
            Answer answer,
            Map<String, Long> facts,
            Map<String, Long> members,
            Map<String, String> clients,
            Map<String, String> shares,
            Map<String, Long> waiting) {
        static Beat of(Response response) {
            var answer = Answer.of(response);
            if (!answer.isOk()) {
                return new Beat(answer, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
            }
            return new Beat(
                    answer,
                    numbers(response.get(3)),
                    numbers(response.get(4)),
                    texts(response.get(5)),
                    texts(response.get(6)),
                    numbers(response.get(7)));
        }
    }

    private static Map<String, Long> numbers(Response flat) {
        var map = new LinkedHashMap<String, Long>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            map.put(flat.get(i).toString(), flat.get(i + 1).toLong());
        }
        return map;
    }

    private static Map<String, String> texts(Response flat) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            map.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return map;
    }
}
