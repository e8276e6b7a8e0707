package io.frontugateway.cache;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.testing.CannedBody;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Frontu's tasks in a few lines, on a clock that the test moves: lists by version, flags and page, single tasks by guid. It
 * remembers what it was asked, can be made to fail, to wait, and to change between two pages.
 */
final class TinyFrontu implements Upstream {
    /** A clock that stands still until it is moved. */
    static final class Clock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-01-31T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void move(java.time.Duration by) {
            now = now.plus(by);
        }

        long second() {
            return now.getEpochSecond();
        }
    }

    /** One task. */
    record Task(String guid, String systemId, long version, boolean archived, boolean billed, String title) {
        String json() {
            return """
                {"guid":"%s","systemId":"%s","version":%d,"deleted":%s,"billStatus":%s,"title":"%s"}""".formatted(guid, systemId, version, archived, billed, title);
        }
    }

    final Clock clock = new Clock();
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final Map<String, Task> tasks = new LinkedHashMap<>();
    boolean newestLast;
    boolean hidesArchived;
    Consumer<Integer> beforePage = page -> {};
    private volatile @Nullable Reply instead;
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Void> slots = CompletableFuture.completedFuture(null);
    private final List<CompletableFuture<Void>> gates = new CopyOnWriteArrayList<>();
    private volatile String held = "";
    private volatile String refusedOnce = "";

    /** Puts a task with the present second as its version. */
    Task put(String guid, String title) {
        return put(guid, title, false, false);
    }

    Task put(String guid, String title, boolean archived, boolean billed) {
        return put(new Task(guid, "S-" + guid, clock.second(), archived, billed, title));
    }

    synchronized Task put(Task task) {
        if (newestLast) {
            tasks.remove(task.guid());
        }
        tasks.put(task.guid(), task);
        return task;
    }

    /** From now on every answer is this status; 200 for the usual ones. */
    void answerAll(int status) {
        instead = status == 200 ? null : answer(status, "{}");
    }

    /** From now on every call is held back by the gateway itself. */
    void refuseAll() {
        var problem = Problem.of(Reason.QUOTA_EXHAUSTED, "spent").retryAfter(java.time.Duration.ofSeconds(9));
        instead = new Reply.Failed(problem, Reply.Sent.NOT_TRIED);
    }

    /** Holds all answers back until the gate is opened. */
    void close() {
        gate = new CompletableFuture<>();
    }

    void open() {
        var all = List.copyOf(gates);
        gate = CompletableFuture.completedFuture(null);
        all.forEach(each -> each.complete(null));
    }

    /** Lets the answer to the last call through and no other. */
    void openLast() {
        gates.get(gates.size() - 1).complete(null);
    }

    /** Calls wait for a slot, and are not sent; those that may not wait are refused. */
    void hold() {
        hold("");
    }

    /** The same for one client's calls only. */
    void hold(String client) {
        held = client;
        slots = new CompletableFuture<>();
    }

    void let() {
        slots.complete(null);
    }

    /** The next call of a client is held back by the gateway itself, once it has waited for a slot. */
    void refuseOnce(String client) {
        refusedOnce = client;
    }

    /** How many answers were ever made and held back at the gate. */
    int held() {
        return gates.size();
    }

    int asked() {
        return calls.size();
    }

    List<String> targets() {
        return calls.stream().map(Call::target).toList();
    }

    @Override
    public Uni<Reply> send(Call call) {
        return Uni.createFrom().deferred(() -> {
            calls.add(call);
            if (!call.client().startsWith(held) || slots.isDone()) {
                return sent(call);
            }
            return call.maxWait().isZero()
                    ? refusal("no slot is free")
                    : Uni.createFrom().completionStage(slots.copy()).chain(slot -> sent(call));
        });
    }

    private Uni<Reply> sent(Call call) {
        var refusal = instead;
        if (refusal instanceof Reply.Failed) {
            return Uni.createFrom().item(refusal);
        }
        if (call.client().equals(refusedOnce)) {
            refusedOnce = "";
            return refusal("its share is spent");
        }
        call.progress().sent();
        var asked = clock.instant();
        var answer = (Reply.Answer) (refusal != null ? refusal : reply(call));
        var barrier = gate.isDone() ? gate : new CompletableFuture<Void>();
        gates.add(barrier);
        return Uni.createFrom().completionStage(barrier.copy()).map(open -> {
            call.progress().answered(answer.status(), answer.headers());
            return dated(answer, asked);
        });
    }

    private static Uni<Reply> refusal(String why) {
        return Uni.createFrom().item(new Reply.Failed(Problem.of(Reason.QUOTA_EXHAUSTED, why), Reply.Sent.NOT_TRIED));
    }

    private synchronized Reply reply(Call call) {
        var parameters = parameters(call);
        if (call.target().contains("/tasks/details")) {
            return tasks.values().stream()
                    .filter(task -> task.guid().equals(parameters.get("guid"))
                            || task.systemId().equals(parameters.get("systemId")))
                    .findFirst()
                    .map(task -> answer(200, task.json()))
                    .orElseGet(() -> answer(404, "{}"));
        }
        int page = Integer.parseInt(parameters.getOrDefault("page", "1"));
        int size = Integer.parseInt(parameters.getOrDefault("items", "100"));
        beforePage.accept(page);
        var rows = new ArrayList<Task>();
        tasks.values().stream()
                .filter(meant(parameters))
                .filter(task -> !(hidesArchived && task.archived()))
                .forEach(rows::add);
        int from = Math.min(rows.size(), (page - 1) * size);
        int to = Math.min(rows.size(), page * size);
        var items = rows.subList(from, to).stream().map(Task::json).toList();
        return answer(
                200,
                "{\"next_page\":%d,\"items\":[%s]}"
                        .formatted(to < rows.size() ? page + 1 : 0, String.join(",", items)));
    }

    private static Predicate<Task> meant(Map<String, String> parameters) {
        long version = Long.parseLong(parameters.getOrDefault("version", "0"));
        long to = Long.parseLong(parameters.getOrDefault("versionTo", String.valueOf(Long.MAX_VALUE)));
        var billed = parameters.get("billStatus");
        return task -> task.version() > version
                && task.version() < to
                && (billed == null || billed.equals("1") == task.billed());
    }

    private static Map<String, String> parameters(Call call) {
        var parameters = new TreeMap<String, String>();
        var query = URI.create(call.target()).getQuery();
        Arrays.stream(query == null ? new String[0] : query.split("&"))
                .forEach(pair ->
                        parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        return parameters;
    }

    private Reply answer(int status, String body) {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "application/json")
                .add("Date", date)
                .add("X-Body", body);
        return new Reply.Answer(status, headers, CannedBody.of(body), clock.instant());
    }

    private static Reply dated(Reply.Answer answer, Instant asked) {
        var body = CannedBody.of(answer.headers().get("X-Body"));
        return new Reply.Answer(answer.status(), answer.headers(), body, asked);
    }
}
