package io.frontugateway.quota;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How things stand in the ledger, as of one moment. Equal on all replicas but for that moment. */
public final class Standing {
    /** Before the ledger was reached for the first time. */
    static final Standing NONE =
            new Standing(new Answer.Beat(new Answer(Answer.OK, 0), Map.of(), Map.of(), Map.of(), Map.of(), Map.of()));

    private final Answer.Beat beat;
    private final Map<String, Use> clients;

    /**
     * What one client has of the quota.
     *
     * @param used slots it holds
     * @param waiting its calls that wait
     * @param spent slots it has used since the ledger began
     * @param saved requests that it needed no slot for
     */
    public record Use(long used, long waiting, long spent, long saved) {
        static final Use NONE = new Use(0, 0, 0, 0);
    }

    private Standing(Answer.Beat beat) {
        this.beat = beat;
        this.clients = clients(beat);
    }

    static Standing of(Answer.Beat beat) {
        return new Standing(beat);
    }

    /** Slots in a window, the least that any replica is configured with. */
    public long limit() {
        return fact("limit");
    }

    /** Slots that are granted in a window at present: less than the limit after Frontu has answered 429. */
    public long workingLimit() {
        return fact("working");
    }

    /** The longest window that any replica is configured with. */
    public Duration window() {
        return Duration.ofMillis(windowMs());
    }

    /** Slots held. */
    public long used() {
        return fact("held");
    }

    /** Of these, the ones whose request has not been answered yet. */
    public long inFlight() {
        return fact("flight");
    }

    /** Slots that could be had now, by all clients together. */
    public long remaining() {
        return Math.max(0, fact("working") - fact("reserve") - fact("unknown") - fact("held"));
    }

    /** The most slots that any window has held. */
    public long worstWindow() {
        return fact("worst");
    }

    /** How often Frontu has answered 429 although the count here was within the limit. */
    public long foreign() {
        return fact("foreign");
    }

    /** Time until the gate that a 429 closed may be tried; zero when it is open. */
    public Duration blockedFor() {
        return until("blocked");
    }

    /** Whether a 429 closed the gate and no probe has opened it yet. */
    public boolean isGateClosed() {
        return fact("blocked") > 0;
    }

    /** Time until the next slot frees; zero when none is held. */
    public Duration nextFreeIn() {
        return until("frees");
    }

    /** Slots that count as spent because after a loss of the ledger nobody has told of them yet. */
    public long unknown() {
        return fact("unknown");
    }

    /** Whether replicas have different limits or windows. */
    public boolean settingsDiffer() {
        return fact("differ") > 0;
    }

    /** What each client has; clients that have never asked are missing. */
    public Map<String, Use> clients() {
        return clients;
    }

    /** Calls that wait, of all replicas, in a class from 0 (interactive) to 2 (background). */
    public long waiting(int priority) {
        return beat.waiting().entrySet().stream()
                .filter(group -> group.getKey().charAt(0) == '0' + priority)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Time until a class that leaves this much free, in ten-thousandths of the working limit, may have a slot. */
    Duration soonest(int headroom) {
        if (isGateClosed()) {
            return blockedFor();
        }
        long free = remaining() - fact("kept") + fact("heldk");
        return free > workingLimit() * headroom / 10_000 || used() == 0 ? Duration.ZERO : nextFreeIn();
    }

    /** The bare facts. */
    @Override
    public String toString() {
        return beat.facts() + ", members " + beat.members() + ", waiting " + beat.waiting();
    }

    long windowMs() {
        return fact("window");
    }

    long fact(String name) {
        return beat.facts().getOrDefault(name, 0L);
    }

    private Duration until(String fact) {
        return Duration.ofMillis(Math.max(0, fact(fact) - beat.answer().now()));
    }

    private static Map<String, Use> clients(Answer.Beat beat) {
        var uses = new LinkedHashMap<String, Use>();
        for (var name : names(beat)) {
            long waiting = 0;
            for (int priority = 0; priority < 3; priority++) {
                waiting += beat.waiting().getOrDefault("" + priority + SlotKey.SEPARATOR + name, 0L);
            }
            uses.put(name, new Use(count(beat, "u:", name), waiting, count(beat, "t:", name), count(beat, "d:", name)));
        }
        return uses;
    }

    private static Set<String> names(Answer.Beat beat) {
        var names = new TreeSet<String>();
        beat.clients().keySet().forEach(field -> names.add(field.substring(2)));
        beat.waiting().keySet().forEach(group -> names.add(group.substring(2)));
        return names;
    }

    private static long count(Answer.Beat beat, String what, String client) {
        return Math.max(0, Long.parseLong(beat.clients().getOrDefault(what + client, "0")));
    }
}
