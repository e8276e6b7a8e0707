package io.frontugateway.queue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.problem.Problem;
import io.frontugateway.queue.Submission.Related;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.RedisKeys;
import io.frontugateway.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of one account's queue, with types. What they do, and what they promise, stands in their files; they fail as
 * {@link RedisConnection#run} does.
 */
final class WriteScripts {
    /** Items in one run of a script, so that others do not wait long for Redis. */
    static final int MOST_ITEMS = 100;

    private static final String SHARED = "writes";
    private static final Script ACCEPT = Script.named("writes-accept", SHARED);
    private static final Script CLAIM = Script.named("writes-claim", SHARED);
    private static final Script SETTLE = Script.named("writes-settle", SHARED);
    private static final Script LEASE = Script.named("writes-lease", SHARED);
    private static final Script TAKEOVER = Script.named("writes-takeover", SHARED);
    private static final Script LATE = Script.named("writes-late", SHARED);
    private static final Script VIEW = Script.named("writes-view", SHARED);
    private static final Script CANCEL = Script.named("writes-cancel", SHARED);
    private static final Script REPLAY = Script.named("writes-replay", SHARED);
    private static final Script LEARN = Script.named("writes-learn", SHARED);
    private static final Script PAUSE = Script.named("writes-pause", SHARED);
    private static final Script SWEEP = Script.named("writes-sweep", SHARED);
    private static final Script PENDING = Script.named("writes-pending", SHARED);
    private static final Script LIST = Script.named("writes-list", SHARED);
    private static final Script LOAD = Script.named("writes-load", SHARED);

    private final RedisConnection redis;
    private final String account;
    private final List<String> keys;
    private final WritesConfig config;

    WriteScripts(RedisConnection redis, String account, WritesConfig config) {
        this.redis = redis;
        this.account = account;
        this.keys = List.of(RedisKeys.writes(account));
        this.config = config;
    }

    String account() {
        return account;
    }

    /** Does something once what is at hand where Redis is written to is done, and before that waits for anything new. */
    void inTurn(Runnable action) {
        redis.inTurn(action);
    }

    /** @param writes at most {@link #MOST_ITEMS} */
    Uni<List<Response>> accept(List<Arrival> writes) {
        var arguments = new ArrayList<Object>(3 + 21 * writes.size());
        arguments.add(writes.size());
        arguments.add(config.maxQueued());
        arguments.add(config.maxQueuedBytes().asLongValue());
        writes.forEach(arrival -> add(arguments, arrival));
        return run(ACCEPT, arguments).map(WriteScripts::items);
    }

    private void add(List<Object> arguments, Arrival arrival) {
        var write = arrival.write();
        var submitter = write.submitter();
        var idempotency = write.idempotency();
        arguments.add(arrival.id());
        arguments.add(submitter.client());
        arguments.add(submitter.weight());
        arguments.add(submitter.maxQueued());
        arguments.add(bytesOf(submitter.maxQueued()));
        arguments.add(write.resource());
        arguments.add(write.action().word());
        arguments.add(text(write.guid()));
        arguments.add(text(write.systemId()));
        arguments.add(flag(write.mayCreate()));
        arguments.add(flag(write.repeatable()));
        arguments.add(write.request().target());
        arguments.add(write.request().contentType());
        arguments.add(write.answer() == Submission.Answering.VERBATIM ? "verbatim" : "entity");
        arguments.add(flag(write.mergeable()));
        arguments.add(members(write));
        arguments.add(write.related().isEmpty() ? "" : related(write.related()));
        arguments.add(idempotency == null ? "" : idempotency.key());
        arguments.add(idempotency == null ? "" : idempotency.fingerprint());
        arguments.add(arrival.trace());
        arguments.add(write.request().body());
    }

    /** A client may fill its part of the bytes as it may fill its part of the places, and always one largest batch. */
    private long bytesOf(int maxQueued) {
        long all = config.maxQueuedBytes().asLongValue();
        long part = (long) (all * Math.min(1.0, (double) maxQueued / config.maxQueued()));
        return Math.min(all, Math.max(part, 64L * 1024 * 1024));
    }

    /**
     * @param known tokens of the claims that are under way here
     * @return null when the lease is lost
     */
    Uni<@Nullable Claims> claim(String owner, int most, String apart, int mostBytes, List<String> known) {
        var arguments = new ArrayList<Object>(List.of(owner, most, apart, mostBytes));
        arguments.addAll(known);
        return run(CLAIM, arguments).map(answer -> Claims.of(owner, answer));
    }

    Uni<Buffer> body(String id) {
        return redis.send(Request.cmd(Command.GET).arg(key("body:" + id)))
                .map(body -> body == null ? Buffer.buffer() : body.toBuffer());
    }

    Uni<String> done(Claim claim, String result, Learned learned, Operation.@Nullable Verbatim answer) {
        return settle(claim, "done", result, learned.guid(), learned.systemId(), Verbatims.head(answer), body(answer));
    }

    Uni<String> refused(Claim claim, Problem problem, Operation.@Nullable Verbatim answer) {
        return settle(claim, "refused", StoredProblem.write(problem), Verbatims.head(answer), body(answer));
    }

    Uni<String> missing(Claim claim, Problem problem) {
        return settle(claim, "missing", StoredProblem.write(problem));
    }

    Uni<String> unseeable(Claim claim, Problem problem) {
        return settle(claim, "unseeable", StoredProblem.write(problem));
    }

    Uni<String> failed(Claim claim, Verdict.Failed how) {
        return settle(
                claim,
                "failed",
                StoredProblem.write(how.problem()),
                how.pause().toMillis(),
                flag(how.open()),
                config.ambiguityHold().toMillis(),
                config.maxAttempts(),
                config.maxAge().toMillis(),
                flag(how.counted()));
    }

    Uni<String> unknown(Claim claim, Problem problem, Operation.@Nullable Verbatim answer) {
        return settle(
                claim,
                "unknown",
                StoredProblem.write(problem),
                config.ambiguityHold().toMillis(),
                Verbatims.head(answer),
                body(answer));
    }

    Uni<String> unsent(Claim claim, String why, Duration likely) {
        return settle(claim, "unsent", why, likely.toMillis());
    }

    Uni<String> seen(Claim claim, Learned learned) {
        return settle(claim, "seen", learned.guid(), learned.systemId());
    }

    private Uni<String> settle(Claim claim, String what, Object... more) {
        var arguments = new ArrayList<Object>(List.of(claim.owner(), claim.token(), what));
        arguments.addAll(List.of(more));
        return run(SETTLE, arguments).map(Response::toString);
    }

    /** @return every owner and its beat, in turn; empty when the own lease is lost */
    Uni<List<Response>> beat(String owner, boolean first, Duration lease) {
        return run(LEASE, List.of(first ? "first" : "beat", owner, lease.toMillis()))
                .map(WriteScripts::items);
    }

    Uni<Void> leave(String owner) {
        return run(LEASE, List.of("leave", owner, 0)).replaceWithVoid();
    }

    /**
     * @param told tokens of claims that are to be ended
     * @return tokens of claims that are left, at most a hundred, each with its resource
     */
    Uni<Map<String, String>> takeOver(
            String owner, String beat, Duration heardOf, Problem problem, Collection<String> told) {
        var arguments = new ArrayList<Object>(List.of(
                owner,
                beat,
                config.ambiguityHold().toMillis(),
                config.maxAttempts(),
                config.maxAge().toMillis(),
                StoredProblem.write(problem),
                heardOf.toMillis()));
        arguments.addAll(told);
        return run(TAKEOVER, arguments).map(answer -> {
            var left = new LinkedHashMap<String, String>();
            for (int i = 0; i + 1 < answer.size(); i += 2) {
                left.put(answer.get(i).toString(), answer.get(i + 1).toString());
            }
            return left;
        });
    }

    /** @return operations put back */
    Uni<Integer> late(String id, long sequence) {
        return run(LATE, List.of(id, sequence)).map(Response::toInteger);
    }

    Uni<Optional<Response>> view(String id) {
        return redis.run(VIEW, keys, List.of(id)).map(Optional::ofNullable);
    }

    Uni<@Nullable Response> answer(String id) {
        return redis.send(Request.cmd(Command.GET).arg(key("answer:" + id)));
    }

    Uni<String> cancel(String id) {
        return run(CANCEL, List.of(id)).map(Response::toString);
    }

    Uni<String> replay(String id, boolean force) {
        return run(
                        REPLAY,
                        List.of(
                                id,
                                flag(force),
                                config.maxQueued(),
                                config.maxQueuedBytes().asLongValue()))
                .map(Response::toString);
    }

    /** @param all also of items that nothing is known of */
    Uni<Void> learn(String resource, boolean all, List<WriteQueue.Pair> pairs) {
        var arguments = new ArrayList<Object>();
        arguments.add(resource);
        arguments.add(all ? "all" : "needed");
        for (var pair : pairs) {
            arguments.add(pair.guid());
            arguments.add(pair.systemId());
        }
        return run(LEARN, arguments).replaceWithVoid();
    }

    Uni<Void> pause(String fingerprint, int status) {
        return run(PAUSE, List.of("pause", fingerprint, status)).replaceWithVoid();
    }

    /** @return none, wait or probe */
    Uni<String> probe(String fingerprint, Duration between) {
        return run(PAUSE, List.of("probe", fingerprint, between.toMillis())).map(Response::toString);
    }

    Uni<Void> resume() {
        return run(PAUSE, List.of("resume")).replaceWithVoid();
    }

    /** @return whether there is more to do */
    Uni<Boolean> sweep() {
        return run(SWEEP, List.of()).map(more -> more.toInteger() == 1);
    }

    /** @return the sequence that was meant, and whether anything is pending */
    Uni<Response> pending(long sequence, List<Related> items) {
        return run(PENDING, List.of(sequence, related(items)));
    }

    /** @param upwards whether the oldest above the sequence come first, or the newest below it */
    Uni<Response> list(String where, boolean upwards, long sequence, OperationFilter filter) {
        var state = filter.state();
        var reason = filter.reason();
        return run(
                LIST,
                List.of(
                        where,
                        upwards ? "above" : "below",
                        sequence,
                        text(filter.client()),
                        text(filter.resource()),
                        state == null ? "" : state.word(),
                        reason == null ? "" : reason.word()));
    }

    /** What is queued, sent and dead, and since when. */
    Uni<Response> load() {
        return run(LOAD, List.of());
    }

    private Uni<Response> run(Script script, List<?> arguments) {
        return redis.run(script, keys, arguments).map(Objects::requireNonNull);
    }

    private String key(String name) {
        var counter = keys.get(0);
        return counter.substring(0, counter.length() - "seq".length()) + name;
    }

    private static List<Response> items(Response answer) {
        var items = new ArrayList<Response>(answer.size());
        answer.forEach(items::add);
        return items;
    }

    private static Object body(Operation.@Nullable Verbatim answer) {
        return answer == null ? "" : answer.body();
    }

    private static String members(Submission write) {
        var members = ExactJson.ANSWERS.createObjectNode();
        if (write.mergeable()) {
            write.members()
                    .forEach((name, merging) -> members.put(name, merging == Submission.Merging.LAST_WINS ? "l" : "n"));
        }
        return members.toString();
    }

    private static String related(List<Related> items) {
        ArrayNode all = ExactJson.ANSWERS.createArrayNode();
        items.stream()
                .distinct()
                .forEach(item -> all.addArray()
                        .add(item.resource())
                        .add(text(item.guid()))
                        .add(text(item.systemId())));
        return all.toString();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }
}
