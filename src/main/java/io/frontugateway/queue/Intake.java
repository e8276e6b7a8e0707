package io.frontugateway.queue;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.redis.StoreUnavailable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes one account's writes into Redis. Writes that arrive in one turn of the event loop go there together, in one run of
 * the script: none waits for another, and the more arrive at once, the less each costs.
 */
final class Intake {
    private static final Executor HERE = Runnable::run;
    private static final int MOST_BYTES = 256 * 1024;
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT_FOR_PLACE = Duration.ofMinutes(15);

    private final WriteScripts scripts;
    private final OperationReader reader;
    private final Pace pace;
    private final Durability durability;
    private final Function<String, Uni<Optional<Operation>>> find;
    private final Runnable nudge;
    private final List<Waiting> waiting = new ArrayList<>();

    /**
     * @param find reads the operation of an id
     * @param nudge says that there is something to send
     */
    Intake(
            WriteScripts scripts,
            OperationReader reader,
            Pace pace,
            Durability durability,
            Function<String, Uni<Optional<Operation>>> find,
            Runnable nudge) {
        this.scripts = scripts;
        this.reader = reader;
        this.pace = pace;
        this.durability = durability;
        this.find = find;
        this.nudge = nudge;
    }

    /** Takes a write. */
    Uni<Accepted> accept(Submission write) {
        return Uni.createFrom().emitter(caller -> {
            var refusal = durability.refusal();
            if (refusal.isPresent()) {
                caller.complete(new Accepted.Refused(refusal.get()));
            } else {
                wait(new Waiting(Arrival.of(write), caller, Vertx.currentContext()));
            }
        });
    }

    private void wait(Waiting one) {
        boolean first;
        synchronized (waiting) {
            first = waiting.isEmpty();
            waiting.add(one);
        }
        if (first) {
            scripts.inTurn(this::take);
        }
    }

    private void take() {
        List<Waiting> all;
        synchronized (waiting) {
            all = List.copyOf(waiting);
            waiting.clear();
        }
        portions(all, Waiting::arrival).forEach(this::takePortion);
    }

    private void takePortion(List<Waiting> portion) {
        take(portion.stream().map(Waiting::arrival).toList())
                .subscribe()
                .with(
                        receipts -> tell(portion, i -> portion.get(i).taken(receipts.get(i))),
                        failure -> tell(portion, i -> portion.get(i).notTaken(failure)));
    }

    /** Each event loop is woken once, for all who wait there. */
    private static void tell(List<Waiting> portion, IntConsumer telling) {
        IntStream.range(0, portion.size())
                .boxed()
                .collect(Collectors.groupingBy(i -> portion.get(i).executor(), LinkedHashMap::new, Collectors.toList()))
                .forEach((executor, those) -> executor.execute(() -> those.forEach(telling::accept)));
    }

    /** Takes writes in the order given. They arrive together and are too many for one run, so each run waits for the last. */
    Uni<List<Accepted>> acceptAll(List<Submission> writes) {
        var refusal = durability.refusal();
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refused(writes.size(), refusal.get()));
        }
        return Multi.createFrom()
                .iterable(portions(writes.stream().map(Arrival::of).toList(), Function.identity()))
                .onItem()
                .transformToUniAndConcatenate(this::acceptPortion)
                .collect()
                .asList()
                .map(portions -> portions.stream().flatMap(List::stream).toList());
    }

    private Uni<List<Accepted>> acceptPortion(List<Arrival> portion) {
        return take(portion)
                .chain(receipts -> accepted(portion, receipts))
                .onFailure(Intake::isStore)
                .recoverWithItem(() -> refused(portion.size(), unavailable()));
    }

    private Uni<List<Accepted>> accepted(List<Arrival> portion, List<Response> receipts) {
        return Multi.createFrom()
                .range(0, portion.size())
                .onItem()
                .transformToUniAndConcatenate(i -> accepted(portion.get(i), receipts.get(i)))
                .collect()
                .asList();
    }

    private Uni<List<Response>> take(List<Arrival> portion) {
        return Uni.createFrom()
                .deferred(() -> scripts.accept(portion))
                .call(durability::confirmed)
                .invoke(nudge);
    }

    private Uni<Accepted> accepted(Arrival arrival, Response receipt) {
        return switch (receipt.get(0).toString()) {
            case "new" -> item(new Accepted.New(reader.accepted(arrival, receipt)));
            case "repeated" ->
                find.apply(receipt.get(1).toString())
                        .map(first -> first.<Accepted>map(Accepted.Repeated::new)
                                .orElseGet(() -> new Accepted.Refused(unavailable())));
            case "reused" ->
                item(new Accepted.Refused(Problem.of(
                        Reason.IDEMPOTENCY_KEY_REUSED,
                        "The idempotency key was used within the last 24 h with another request.")));
            default ->
                item(new Accepted.Refused(full(
                        receipt.get(1).toString(),
                        Duration.ofMillis(receipt.get(2).toLong()))));
        };
    }

    /**
     * There is no place, because of the limit of the client or that of all. Places come free as fast as writes leave: at most
     * by the quota, and slower where the order of an entity or Frontu holds them back.
     *
     * @param likely time until a place comes free, by how they have come free so far
     */
    Problem full(String limit, Duration likely) {
        var account = scripts.account();
        var one = Duration.ofMillis((long) (1000 / Math.max(0.001, pace.perSecond(account))));
        var quota = pace.untilNext(account).plus(one);
        var wait = quota.compareTo(likely) > 0 ? quota : likely;
        return Problem.of(
                        Reason.QUEUE_FULL,
                        limit.equals("client")
                                ? "As many writes of this client are queued as may be."
                                : "As many writes are queued as may be.")
                .retryAfter(wait.compareTo(LONGEST_WAIT_FOR_PLACE) > 0 ? LONGEST_WAIT_FOR_PLACE : wait);
    }

    /** Whether a failure is one of Redis'. */
    static boolean isStore(Throwable failure) {
        return failure instanceof StoreUnavailable || failure instanceof ErrorType;
    }

    static Problem unavailable() {
        return Problem.of(Reason.STORE_UNAVAILABLE, "Redis did not answer in time, so the write queue is out of reach.")
                .retryAfter(AGAIN);
    }

    private static List<Accepted> refused(int count, Problem problem) {
        return java.util.Collections.nCopies(count, new Accepted.Refused(problem));
    }

    private static Uni<Accepted> item(Accepted accepted) {
        return Uni.createFrom().item(accepted);
    }

    /** As many at a time as one run of a script may take, in number and in bytes. */
    private static <T> List<List<T>> portions(List<T> all, Function<T, Arrival> arrivalOf) {
        var portions = new ArrayList<List<T>>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            long size = arrivalOf.apply(all.get(i)).bytes();
            if (i > from && (i - from == WriteScripts.MOST_ITEMS || bytes + size > MOST_BYTES)) {
                portions.add(all.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < all.size()) {
            portions.add(all.subList(from, all.size()));
        }
        return portions;
    }

    /** One who waits to hear what became of a write, on the context on which he asked; told on the thread of that. */
    private final class Waiting {
        private final Arrival arrival;
        private final UniEmitter<? super Accepted> caller;
        private final @Nullable ContextInternal context;

        Waiting(Arrival arrival, UniEmitter<? super Accepted> caller, @Nullable Context context) {
            this.arrival = arrival;
            this.caller = caller;
            this.context = (ContextInternal) context;
        }

        /** Where its context runs. */
        Executor executor() {
            return context == null ? HERE : context.nettyEventLoop();
        }

        Arrival arrival() {
            return arrival;
        }

        void taken(Response receipt) {
            onContext(() -> Uni.createFrom()
                    .deferred(() -> accepted(arrival, receipt))
                    .subscribe()
                    .with(caller::complete, this::tell));
        }

        void notTaken(Throwable failure) {
            onContext(() -> tell(failure));
        }

        private void tell(Throwable failure) {
            if (isStore(failure)) {
                caller.complete(new Accepted.Refused(unavailable()));
            } else {
                caller.fail(failure);
            }
        }

        private void onContext(Runnable action) {
            if (context == null) {
                action.run();
            } else {
                context.emit(action, Runnable::run);
            }
        }
    }
}
