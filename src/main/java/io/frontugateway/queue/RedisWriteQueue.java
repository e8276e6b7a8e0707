package io.frontugateway.queue;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The queue in Redis, as the HTTP side uses it. Keeps nothing of what is queued in memory. */
final class RedisWriteQueue implements WriteQueue {
    private static final int MOST_SCANS = 50;

    private final Map<String, WriteScripts> scripts;
    private final Map<String, OperationReader> readers;
    private final Outcomes outcomes;
    private final Effects effects;
    private final Map<String, Intake> intakes;
    private final ToldPairs told = new ToldPairs();
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
        this.nudges = nudges;
        this.intakes = scripts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        one -> new Intake(
                                one.getValue(),
                                reader(one.getKey()),
                                pace,
                                durability,
                                id -> find(one.getKey(), id),
                                nudges.apply(one.getKey()))));
    }

    @Override
    public Uni<Accepted> accept(Submission submission) {
        return intake(submission.account()).accept(submission);
    }

    @Override
    public Uni<List<Accepted>> acceptAll(List<Submission> submissions) {
        return submissions.isEmpty()
                ? item(List.of())
                : intake(submissions.get(0).account()).acceptAll(submissions);
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
        return orProblem(Listing.newestFirst(scripts(filter.account()), filter, limit, MOST_SCANS)
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
            case "full" -> item(new Decision.Refused(intake(account).full("all", Duration.ZERO)));
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
        return orProblem(replayFrom(dead, 0, new Replayed(0, 0)));
    }

    /** The oldest first, so that an entity's operations do not stand in each other's way. */
    private Uni<Replayed> replayFrom(OperationFilter dead, long above, Replayed so) {
        return Listing.oldestFirst(scripts(dead.account()), dead, WriteScripts.MOST_ITEMS, 1)
                .from(above)
                .chain(found -> Multi.createFrom()
                        .iterable(found.ids())
                        .onItem()
                        .transformToUniAndConcatenate(id -> replay(dead.account(), id, false))
                        .collect()
                        .asList()
                        .map(decisions -> count(so, decisions))
                        .chain(sum ->
                                found.next() == 0 ? Uni.createFrom().item(sum) : replayFrom(dead, found.next(), sum)));
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
        return unfailing(learn(account, resource, true, seen));
    }

    @Override
    public Uni<Void> learnNeeded(String account, String resource, List<Pair> seen) {
        return unfailing(learn(account, resource, false, seen));
    }

    @Override
    public void remember(String account, String resource, List<Pair> seen) {
        var news = told.news(account, resource, seen);
        if (!news.isEmpty()) {
            learn(account, resource, false, news)
                    .subscribe()
                    .with(done -> {}, failure -> told.forget(account, resource, news));
        }
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
                .replaceWithVoid();
    }

    private static Uni<Void> unfailing(Uni<Void> learning) {
        return learning.onFailure(Intake::isStore).recoverWithNull();
    }

    private WriteScripts scripts(String account) {
        var found = scripts.get(account);
        if (found == null) {
            throw new IllegalArgumentException("no such account: " + account);
        }
        return found;
    }

    private Intake intake(String account) {
        scripts(account);
        return java.util.Objects.requireNonNull(intakes.get(account));
    }

    private OperationReader reader(String account) {
        scripts(account);
        return java.util.Objects.requireNonNull(readers.get(account));
    }

    private static Decision refusal(Reason reason, String detail) {
        return new Decision.Refused(Problem.of(reason, detail));
    }

    private static <T> Uni<T> orProblem(Uni<T> asked) {
        return asked.onFailure(Intake::isStore)
                .transform(failure -> Intake.unavailable().asException());
    }

    private static <T> Uni<T> item(T value) {
        return Uni.createFrom().item(value);
    }
}
