package io.frontugateway.quota;

import io.frontugateway.redis.RedisKeys;
import io.frontugateway.redis.Script;
import io.frontugateway.redis.Session;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The ledger's scripts with typed signatures. The heads of the files in {@code redis/} say what each does. */
final class LedgerScripts {
    private static final Script TAKE = Script.named("quota-take");
    private static final Script SETTLE = Script.named("quota-settle");
    private static final Script RETURN = Script.named("quota-return");
    private static final Script RESTORE = Script.named("quota-restore");
    private static final Script BEAT = Script.named("quota-beat");

    private final String replica;
    private final Terms terms;
    private final List<String> takeKeys;
    private final List<String> settleKeys;
    private final List<String> returnKeys;
    private final List<String> restoreKeys;
    private final List<String> beatKeys;
    private final String hints;

    LedgerScripts(String egress, String replica, Terms terms) {
        this.replica = replica;
        this.terms = terms;
        this.hints = RedisKeys.quota(egress, "hints");
        this.takeKeys = keys(egress, "slots", "flight", "state", "clients", "waiting", "shares", "hints");
        this.settleKeys = keys(egress, "slots", "flight", "state", "clients", "hints");
        this.returnKeys = keys(egress, "slots", "flight", "state", "clients", "waiting", "hints", "shares");
        this.restoreKeys =
                keys(egress, "slots", "flight", "state", "clients", "waiting", "members", "missing", "hints");
        this.beatKeys = keys(
                egress,
                "slots",
                "flight",
                "state",
                "clients",
                "waiting",
                "shares",
                "members",
                "missing",
                "settings",
                "reserve");
    }

    /** The channel of {@link io.frontugateway.redis.Hints}. */
    String hints() {
        return hints;
    }

    /**
     * Gives Redis the scripts. Else the first call of one would be sent twice, and what was sent after it would overtake it.
     */
    void load(Session session) {
        for (var script : List.of(TAKE, SETTLE, RETURN, RESTORE, BEAT)) {
            session.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.text()));
        }
    }

    /**
     * A call that waits, as the ledger is told of it.
     *
     * @param member its name among the waiting
     * @param patience how many milliseconds it may wait; -1 when the ledger has been told before
     */
    record Told(String member, long patience) {}

    /** See {@code quota-take.lua}. */
    Future<Answer.Take> take(Session session, String incarnation, long notAfter, List<Told> told) {
        var arguments = new ArrayList<Object>(List.of(
                incarnation,
                notAfter,
                replica,
                terms.hold(),
                terms.gap(),
                terms.writeHeadroom(),
                terms.backgroundHeadroom()));
        told.forEach(call -> {
            arguments.add(call.member());
            arguments.add(call.patience());
        });
        return session.run(TAKE, takeKeys, arguments)
                .map(Objects::requireNonNull)
                .map(Answer.Take::of);
    }

    /** See {@code quota-settle.lua}; {@code closed} is -1 when the answer was no 429. */
    Future<Answer> settle(Session session, String incarnation, SlotKey slot, long ago, long closed) {
        return simple(session.run(SETTLE, settleKeys, List.of(incarnation, slot.member(), ago, closed)));
    }

    /** See {@code quota-return.lua}. */
    Future<Answer> giveBack(Session session, String incarnation, List<SlotKey> slots, List<String> waiting) {
        var arguments = new ArrayList<Object>();
        arguments.add(incarnation);
        slots.forEach(slot -> arguments.addAll(List.of("s", slot.member())));
        waiting.forEach(member -> arguments.addAll(List.of("w", member)));
        return simple(session.run(RETURN, returnKeys, arguments));
    }

    /**
     * See {@code quota-restore.lua}.
     *
     * @param known the incarnation that this replica knows; empty for none
     * @param shift by how much the clock was set
     * @param held what this replica holds
     * @param members replica to milliseconds since it was alive
     */
    Future<Answer.Restore> restore(
            Session session,
            String known,
            String next,
            long shift,
            List<HeldSlot> held,
            long window,
            Map<String, Long> members) {
        long now = System.nanoTime();
        var arguments = new ArrayList<Object>(List.of(
                replica,
                known,
                next,
                shift,
                terms.hold(),
                terms.limit(),
                terms.window(),
                terms.waitWhenCold() ? "wait" : "idle",
                terms.grace(),
                held.size()));
        for (var slot : held) {
            arguments.add(slot.key().member());
            arguments.add(slot.left(now, window, terms.hold()));
            arguments.add(slot.isSettled() ? -1 : slot.takenAgo(now));
        }
        members.forEach((member, ago) -> {
            arguments.add(member);
            arguments.add(ago);
        });
        return session.run(RESTORE, restoreKeys, arguments)
                .map(Objects::requireNonNull)
                .map(Answer.Restore::of);
    }

    /**
     * See {@code quota-beat.lua}.
     *
     * @param since ledger time from which on the clock was watched
     * @param shares client to weight, guaranteed and limit; null when they have not changed
     * @param saved client to reads and writes saved since the last beat
     */
    Future<Answer.Beat> beat(
            Session session,
            String incarnation,
            long notAfter,
            long since,
            @org.jspecify.annotations.Nullable Map<String, String> shares,
            Map<String, Long> saved) {
        var arguments = new ArrayList<Object>(List.of(
                incarnation,
                notAfter,
                replica,
                terms.hold(),
                terms.limit(),
                terms.window(),
                terms.reserve(),
                Terms.LEASE.toMillis(),
                since,
                shares == null ? -1 : shares.size()));
        if (shares != null) {
            shares.forEach((client, share) -> arguments.addAll(List.of(client, share)));
        }
        saved.forEach((client, count) -> arguments.addAll(List.of(client, count)));
        return session.run(BEAT, beatKeys, arguments)
                .map(Objects::requireNonNull)
                .map(Answer.Beat::of);
    }

    private static Future<Answer> simple(Future<@org.jspecify.annotations.Nullable Response> answer) {
        return answer.map(Objects::requireNonNull).map(Answer::of);
    }

    private static List<String> keys(String egress, String... parts) {
        return java.util.Arrays.stream(parts)
                .map(part -> RedisKeys.quota(egress, part))
                .toList();
    }
}
