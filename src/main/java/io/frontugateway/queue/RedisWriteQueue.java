package io.frontugateway.queue;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.redis.StoreUnavailable;
import io.frontugateway.upstream.Spans;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The queue in Redis, as the HTTP side uses it. Keeps nothing of what is queued in memory. */
final class RedisWriteQueue implements WriteQueue {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_SCANS = 50;
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT_FOR_PLACE = Duration.ofMinutes(15);

    private final Map<String, WriteScripts> scripts;
    private final Map<String, OperationReader> readers;
    private final Outcomes outcomes;
    private final Effects effects;
    private final Pace pace;
    private final Durability durability;
    private final Function<String, Runnable> nudges;

    /**
     * @param nudges what wakes an account's workers on this replica
     */
    RedisWriteQueue(
            Map<String, WriteScripts> scripts,
            Outcomes outcomes,
            Effects effects,
            Pace pace,
            Durability durability,
            Function<String, Runnable> nudges) {
        this.scripts = scripts;
        this.readers = scripts.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), account -> new OperationReader(account, pace)));
        this.outcomes = outcomes;
        this.effects = effects;
        this.pace = pace;
        this.durability = durability;
        this.nudges = nudges;
    }

    @Override
    public Uni<Accepted> accept(Submission submission) {
        return acceptAll(List.of(submission)).map(all -> all.get(0));
    }

    @Override
    public Uni<List<Accepted>> acceptAll(List<Submission> submissions) {
        var refusal = durability.refusal();
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refused(submissions, refusal.get()));
        }
        return Multi.createFrom()
                .iterable(portions(submissions))
                .onItem()
                .transformToUniAndConcatenate(this::acceptPortion)
                .collect()
                .asList()
                .map(portions -> portions.stream().flatMap(List::stream).toList());
    }

    private Uni<List<Accepted>> acceptPortion(List<Submission> portion) {
        var account = portion.get(0).account();
        var ids = portion.stream().map(write -> Ulid.next()).toList();
        return scripts(account)
                .accept(ids, portion, Spans.traceparent())
                .call(durability::confirmed)
                .chain(receipts -> read(portion, ids, receipts))
                .invoke(() -> nudges.apply(account).run())
                .onFailure(RedisWriteQueue::isStore)
                .recoverWithItem(() -> refused(portion, unavailable()));
    }

    private Uni<List<Accepted>> read(List<Submission> portion, List<String> ids, List<Response> receipts) {
        return Multi.createFrom()
                .range(0, portion.size())
                .onItem()
                .transformToUniAndConcatenate(i -> read(portion.get(i), ids.get(i), receipts.get(i)))
                .collect()
                .asList();
    }

    private Uni<Accepted> read(Submission write, String id, Response receipt) {
        var account = write.account();
        return switch (receipt.get(0).toString()) {
            case "new" -> item(new Accepted.New(reader(account).accepted(id, write, receipt)));
            case "repeated" ->
                find(account, receipt.get(1).toString())
                        .map(first -> first.<Accepted>map(Accepted.Repeated::new)
                                .orElseGet(() -> new Accepted.Refused(unavailable())));
            case "reused" ->
                item(new Accepted.Refused(Problem.of(
                        Reason.IDEMPOTENCY_KEY_REUSED,
                        "The idempotency key was used within the last 24 h with another request.")));
            default -> item(new Accepted.Refused(full(account, receipt.get(1).toString())));
        };
    }

    /** Places come free as fast as writes leave. */
    private Problem full(String account, String limit) {
        var one = Duration.ofMillis((long) (1000 / Math.max(0.001, pace.perSecond(account))));
        var wait = pace.untilNext(account).plus(one);
        return Problem.of(
                        Reason.QUEUE_FULL,
                        limit.equals("client")
                                ? "As many writes of this client are queued as may be."
                                : "As many writes are queued as may be.")
                .retryAfter(wait.compareTo(LONGEST_WAIT_FOR_PLACE) > 0 ? LONGEST_WAIT_FOR_PLACE : wait);
    }

    @Override
    public Uni<Optional<Operation>> find(String account, String id) {
        if (!Ulid.isOne(id)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return orProblem(scripts(account)
                .view(id)
                .chain(view -> view.map(found -> whole(account, found))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
    }

    private Uni<Optional<Operation>> whole(String account, Response view) {
        var operation = reader(account).read(view);
        var under = OperationReader.answeredUnder(operation, view);
        if (under == null) {
            return Uni.createFrom().item(Optional.of(operation));
        }
        return scripts(account)
                .answer(under)
                .map(body -> Optional.of(
                        body == null
                                ? operation
                                : operation.answered(Verbatims.of(OperationReader.head(view), body.toBuffer()))));
    }

    @Override
    public Uni<Optional<Operation>> await(String account, String id, Duration atMost) {
        return outcomes.await(id, atMost, () -> find(account, id)).call(found -> {
            boolean done = found.isPresent() && found.get().state() == Operation.State.DONE;
            return done ? effects.catchUp(account) : Uni.createFrom().voidItem();
        });
    }

    @Override
    public Uni<OperationPage> list(OperationFilter filter, @Nullable String cursor, int limit) {
        if (cursor != null && !cursor.matches("[0-9]{1,15}")) {
            return Uni.createFrom()
                    .failure(Problem.of(Reason.INVALID_PARAMETER, "The cursor is none that this list gave out.")
                            .with("parameter", "cursor")
                            .asException());
        }
        long below = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        return orProblem(new Listing(scripts(filter.account()), filter, limit, MOST_SCANS)
                .from(below)
                .chain(found -> page(filter.account(), found)));
    }

    private Uni<OperationPage> page(String account, Listing.Found found) {
        return Multi.createFrom()
                .iterable(found.ids())
                .onItem()
                .transformToUniAndConcatenate(id -> scripts(account).view(id))
                .collect()
                .asList()
                .map(views -> new OperationPage(
                        views.stream()
                                .flatMap(Optional::stream)
                                .map(reader(account)::read)
                                .toList(),
                        found.next() == 0 ? null : Long.toString(found.next())));
    }

    @Override
    public Uni<Decision> cancel(String account, String id) {
        if (!Ulid.isOne(id)) {
            return item(new Decision.Unknown());
        }
        return orProblem(scripts(account).cancel(id).chain(answer -> switch (answer) {
            case "ok" -> {
                outcomes.tell(id);
                yield decided(account, id);
            }
            case "none" -> item(new Decision.Unknown());
            case "together" ->
                item(refusal(
                        Reason.OPERATION_NOT_CANCELLABLE,
                        "The operation has been sent together with others and is tried again with them."));
            default -> item(refusal(Reason.OPERATION_NOT_CANCELLABLE, "The operation is " + answer + ", not queued."));
        }));
    }

    @Override
    public Uni<Decision> replay(String account, String id, boolean force) {
        if (!Ulid.isOne(id)) {
            return item(new Decision.Unknown());
        }
        return orProblem(scripts(account).replay(id, force).chain(answer -> switch (answer) {
            case "ok" -> {
                nudges.apply(account).run();
                yield decided(account, id);
            }
            case "none" -> item(new Decision.Unknown());
            case "newer" ->
                item(refusal(
                        Reason.NEWER_WRITE_DONE,
                        "A write to the same entity that was accepted later is done or under way; ?force=true sends this"
                                + " one all the same."));
            case "full" -> item(new Decision.Refused(full(account, "all")));
            default -> item(refusal(Reason.OPERATION_NOT_DEAD, "The operation is " + answer + ", not dead."));
        }));
    }

    private Uni<Decision> decided(String account, String id) {
        return find(account, id)
                .map(found -> found.<Decision>map(Decision.Done::new).orElseGet(Decision.Unknown::new));
    }

    @Override
    public Uni<Replayed> replayAll(OperationFilter filter) {
        var dead = new OperationFilter(
                filter.account(), filter.client(), Operation.State.DEAD, filter.resource(), filter.reason());
        return orProblem(replayFrom(dead, Long.MAX_VALUE, new Replayed(0, 0)));
    }

    /** The oldest of a portion first, so that an entity's operations do not stand in each other's way. */
    private Uni<Replayed> replayFrom(OperationFilter dead, long below, Replayed so) {
        return new Listing(scripts(dead.account()), dead, WriteScripts.MOST_ITEMS, 1)
                .from(below)
                .chain(found -> {
                    var ids = new ArrayList<>(found.ids());
                    java.util.Collections.reverse(ids);
                    return Multi.createFrom()
                            .iterable(ids)
                            .onItem()
                            .transformToUniAndConcatenate(id -> replay(dead.account(), id, false))
                            .collect()
                            .asList()
                            .map(decisions -> count(so, decisions))
                            .chain(sum -> found.next() == 0
                                    ? Uni.createFrom().item(sum)
                                    : replayFrom(dead, found.next(), sum));
                });
    }

    private static Replayed count(Replayed before, List<Decision> decisions) {
        int done =
                (int) decisions.stream().filter(Decision.Done.class::isInstance).count();
        return new Replayed(before.replayed() + done, before.skipped() + decisions.size() - done);
    }

    @Override
    public Uni<Boolean> settled(String account, List<Submission.Related> items, Duration atMost) {
        var some = items.stream().limit(WriteScripts.MOST_ITEMS).toList();
        long until = System.nanoTime() + atMost.toNanos();
        return some.isEmpty() ? Uni.createFrom().item(true) : orProblem(settled(scripts(account), 0, some, until));
    }

    private Uni<Boolean> settled(WriteScripts scripts, long sequence, List<Submission.Related> items, long until) {
        return scripts.pending(sequence, items).chain(answer -> {
            if (answer.get(1).toInteger() == 0 || System.nanoTime() - until >= 0) {
                return Uni.createFrom().item(answer.get(1).toInteger() == 0);
            }
            return outcomes.pause(Duration.ofMillis(100))
                    .chain(() -> settled(scripts, answer.get(0).toLong(), items, until));
        });
    }

    @Override
    public Uni<Void> learn(String account, String resource, List<Pair> seen) {
        return learn(account, resource, true, seen);
    }

    @Override
    public Uni<Void> learnNeeded(String account, String resource, List<Pair> seen) {
        return learn(account, resource, false, seen);
    }

    private Uni<Void> learn(String account, String resource, boolean all, List<Pair> seen) {
        return Multi.createFrom()
                .iterable(seen)
                .group()
                .intoLists()
                .of(WriteScripts.MOST_ITEMS)
                .onItem()
                .transformToUniAndConcatenate(pairs -> scripts(account).learn(resource, all, pairs))
                .collect()
                .last()
                .onFailure(RedisWriteQueue::isStore)
                .recoverWithNull();
    }

    /** As many at a time as one run of a script may take, in number and in bytes. */
    private static List<List<Submission>> portions(List<Submission> submissions) {
        var portions = new ArrayList<List<Submission>>();
        var portion = new ArrayList<Submission>();
        long bytes = 0;
        for (var submission : submissions) {
            long size = submission.request().body().length();
            boolean full = portion.size() == WriteScripts.MOST_ITEMS || bytes + size > MOST_BYTES;
            boolean other = !portion.isEmpty() && !portion.get(0).account().equals(submission.account());
            if (!portion.isEmpty() && (full || other)) {
                portions.add(List.copyOf(portion));
                portion.clear();
                bytes = 0;
            }
            portion.add(submission);
            bytes += size;
        }
        if (!portion.isEmpty()) {
            portions.add(List.copyOf(portion));
        }
        return portions;
    }

    private WriteScripts scripts(String account) {
        var found = scripts.get(account);
        if (found == null) {
            throw new IllegalArgumentException("no such account: " + account);
        }
        return found;
    }

    private OperationReader reader(String account) {
        scripts(account);
        return java.util.Objects.requireNonNull(readers.get(account));
    }

    private static List<Accepted> refused(List<Submission> submissions, Problem problem) {
        return submissions.stream()
                .<Accepted>map(submission -> new Accepted.Refused(problem))
                .toList();
    }

    private static Decision refusal(Reason reason, String detail) {
        return new Decision.Refused(Problem.of(reason, detail));
    }

    private static <T> Uni<T> orProblem(Uni<T> asked) {
        return asked.onFailure(RedisWriteQueue::isStore)
                .transform(failure -> unavailable().asException());
    }

    private static boolean isStore(Throwable failure) {
        return failure instanceof StoreUnavailable || failure instanceof ErrorType;
    }

    private static Problem unavailable() {
        return Problem.of(Reason.STORE_UNAVAILABLE, "Redis did not answer in time, so the write queue is out of reach.")
                .retryAfter(AGAIN);
    }

    private static <T> Uni<T> item(T value) {
        return Uni.createFrom().item(value);
    }
}
