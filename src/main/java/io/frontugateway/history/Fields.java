package io.frontugateway.history;

import io.frontugateway.history.Interval.Member;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The fields of an interval's hash in Redis: {@code <kind>|<name>}. A kind that is not known here is passed over. */
final class Fields {
    static final String SAVED = "saved|";
    private static final String SENT = "sent";
    private static final String READS = "reads";
    private static final String LEVEL = "level";
    private static final String REPLICA = "replica";

    private Fields() {}

    /** Requests of a class for a client; the class stands first, since names of clients may hold anything. */
    static String sent(String priority, String client) {
        return SENT + "|" + priority + "|" + client;
    }

    static String reads(String result) {
        return READS + "|" + result;
    }

    static String level(String name) {
        return LEVEL + "|" + name;
    }

    static String replica(String id) {
        return REPLICA + "|" + id;
    }

    static String member(Member member) {
        return member.startedAt().toEpochMilli() + "|" + member.seenAt().toEpochMilli() + "|" + member.version();
    }

    static Interval read(Instant from, Map<String, String> hash) {
        var sent = new TreeMap<String, Map<String, Long>>();
        var reads = new TreeMap<String, Long>();
        var levels = new TreeMap<String, Double>();
        var replicas = new TreeMap<String, Member>();
        hash.forEach((field, value) -> {
            var parts = field.split("\\|", 3);
            switch (parts[0]) {
                case SENT ->
                    sent.computeIfAbsent(parts[2], client -> new HashMap<>()).put(parts[1], Long.parseLong(value));
                case READS -> reads.put(parts[1], Long.parseLong(value));
                case LEVEL -> levels.put(parts[1], Double.parseDouble(value));
                case REPLICA -> replicas.put(parts[1], member(value));
                default -> {}
            }
        });
        return new Interval(from, sent, reads, Long.parseLong(hash.getOrDefault(SAVED, "0")), levels, replicas);
    }

    private static Member member(String text) {
        var parts = text.split("\\|", 3);
        return new Member(parts[2], moment(parts[0]), moment(parts[1]));
    }

    private static Instant moment(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
