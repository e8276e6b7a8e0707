package io.frontugateway.queue;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.testing.CannedBody;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Payload;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A Frontu that does as a test says, and remembers in which order it was asked, and what was under way at once. */
final class ScriptedFrontu implements Upstream {
    private final Vertx vertx;
    private volatile Function<Call, Reply> answers = ScriptedFrontu::echo;
    private volatile Duration latency = Duration.ofMillis(2);
    private final List<Call> calls = new ArrayList<>();
    private final Set<String> underWay = new HashSet<>();
    private boolean overlapped;
    private int most;

    ScriptedFrontu(Vertx vertx) {
        this.vertx = vertx;
    }

    void answering(Function<Call, Reply> how) {
        answers = how;
    }

    void taking(Duration time) {
        latency = time;
    }

    @Override
    public Uni<Reply> send(Call call) {
        return Uni.createFrom().emitter(caller -> {
            if (!call.progress().mayLeave()) {
                caller.complete(new Reply.Failed(unavailable(), Reply.Sent.TOO_LATE));
                return;
            }
            call.progress().sent();
            call.progress().written(System.nanoTime());
            begin(call);
            var reply = answers.apply(call);
            vertx.setTimer(Math.max(1, latency.toMillis()), ignored -> {
                end(call);
                caller.complete(reply);
            });
        });
    }

    private synchronized void begin(Call call) {
        calls.add(call);
        overlapped |= !underWay.add(entity(call));
        most = Math.max(most, underWay.size());
    }

    private synchronized void end(Call call) {
        underWay.remove(entity(call));
    }

    private static String entity(Call call) {
        return call.body() == null ? call.target() : call.resource() + name(call);
    }

    static String name(Call call) {
        var body = body(call);
        return body.getString("systemId", body.getString("guid", ""));
    }

    /** The body of a write. */
    static JsonObject body(Call call) {
        return ((Payload.Whole) QueueRig.there(call.body())).bytes().toJsonObject();
    }

    /** Requests with a body, in the order in which they came. */
    synchronized List<JsonObject> writes() {
        return calls.stream()
                .filter(call -> call.body() != null)
                .map(ScriptedFrontu::body)
                .toList();
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Whether two requests to one entity were ever under way at once. */
    synchronized boolean overlapped() {
        return overlapped;
    }

    synchronized int mostAtOnce() {
        return most;
    }

    /** Takes what it is given; an item known by systemId only gets a guid made of it. */
    static Reply echo(Call call) {
        if (call.body() == null) {
            return json(404, new JsonObject());
        }
        var entity = body(call);
        if (!entity.containsKey("guid")) {
            entity.put("guid", "guid-of-" + entity.getString("systemId", "nothing"));
        }
        return json(200, entity);
    }

    static Reply json(int status, JsonObject body) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", "application/json");
        return new Reply.Answer(status, headers, CannedBody.of(body.encode()), Instant.now());
    }

    static Reply refused(String why) {
        return json(400, new JsonObject().put("message", why));
    }

    /** It left, and nothing came back. */
    static Reply lost() {
        return new Reply.Failed(Problem.of(Reason.FRONTU_TIMEOUT, "No answer."), Reply.Sent.PERHAPS);
    }

    static Reply noConnection() {
        return new Reply.Failed(unavailable(), Reply.Sent.NO);
    }

    static Reply noSlot() {
        var problem = Problem.of(Reason.QUOTA_EXHAUSTED, "No slot.").retryAfter(Duration.ofMillis(50));
        return new Reply.Failed(problem, Reply.Sent.NOT_TRIED);
    }

    private static Problem unavailable() {
        return Problem.of(Reason.FRONTU_UNAVAILABLE, "No connection.");
    }
}
