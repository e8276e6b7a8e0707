package io.frontugateway.cache;

import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Provenance.Detail;
import io.frontugateway.cache.Provenance.Forward;
import io.frontugateway.cache.Provenance.Result;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads of Frontu in its own spelling. JSON that it answers with 200 is kept as it came, in memory only, and for as long as
 * no write to the account is done: which resource an address shows is not known. Everything else passes by.
 *
 * <p>Within a replica, identical reads in flight are one request. Safe for use by any thread.
 */
public final class VerbatimReads {
    /** The name under which such reads have their lifetimes and are counted. */
    public static final String NAME = "passthrough";

    private final Memory memory;
    private final Generations generations;
    private final Lifetimes lifetimes;
    private final InstantSource clock;
    private final Tally tally;
    private final Map<Verbatim.Key, CompletableFuture<Optional<Verbatim>>> flying = new ConcurrentHashMap<>();

    VerbatimReads(Memory memory, Generations generations, Lifetimes lifetimes, InstantSource clock, Tally tally) {
        this.memory = memory;
        this.generations = generations;
        this.lifetimes = lifetimes;
        this.clock = clock;
        this.tally = tally;
    }

    /** How a read ended. */
    public sealed interface Outcome {
        /** With an answer that may be kept. */
        record Told(Verbatim verbatim, Answered answered) implements Outcome {}

        /** With a reply that is passed on; its body is the caller's to deal with. */
        record Passed(Reply reply) implements Outcome {}
    }

    /**
     * How Frontu is asked.
     *
     * @param client on whose behalf
     * @param maxBytes the longest body that is taken
     * @param passedOn which fields of an answer's head belong to it, by their names in small letters
     * @param send sends the request in a class of the quota
     */
    public record Ask(String client, long maxBytes, Predicate<String> passedOn, Function<Priority, Uni<Reply>> send) {}

    /**
     * The answer to an address. Fails with a {@code ProblemException} where only something kept was wanted and there is
     * none, and where the body breaks off.
     */
    public Uni<Outcome> read(Verbatim.Key key, Ask ask, Demand demand) {
        return generations.look(key.account(), NAME).chain(sight -> read(key, ask, demand, sight));
    }

    private Uni<Outcome> read(Verbatim.Key key, Ask ask, Demand demand, Sight sight) {
        var kept = memory.verbatim(key);
        if (kept != null && stands(kept, sight) && demand.admits(age(kept), left(kept), lifetimes.grace())) {
            if (left(kept).isNegative() && !demand.onlyIfCached()) {
                refresh(key, ask, sight);
            }
            return told(kept, ask, hit(kept, sight));
        }
        if (demand.onlyIfCached()) {
            return Uni.createFrom()
                    .failure(Problem.of(
                                    Reason.NOT_CACHED,
                                    "Nothing suitable is cached, and Cache-Control rules out to ask Frontu.")
                            .asException());
        }
        var why = why(kept, sight);
        return demand.noCache() || demand.noStore()
                ? alone(key, ask, demand, sight, why)
                : together(key, ask, demand, sight, why);
    }

    private Uni<Outcome> alone(Verbatim.Key key, Ask ask, Demand demand, Sight sight, Forward why) {
        return fetch(key, ask, sight, Priority.INTERACTIVE, !demand.noStore())
                .chain(fetched -> outcome(fetched, key, ask, demand, sight, why));
    }

    /** Joins who asks for the same, or asks for all who will join. */
    private Uni<Outcome> together(Verbatim.Key key, Ask ask, Demand demand, Sight sight, Forward why) {
        var mine = new CompletableFuture<Optional<Verbatim>>();
        var others = flying.putIfAbsent(key, mine);
        if (others != null) {
            return Uni.createFrom()
                    .completionStage(others)
                    .emitOn(Aside.here())
                    // What was asked for before a write that is done by now is not an answer to who asks after it.
                    .chain(brought -> brought.isPresent() && stands(brought.get(), sight)
                            ? told(brought.get(), ask, collapsed(brought.get(), why))
                            : alone(key, ask, demand, sight, why));
        }
        return fetch(key, ask, sight, Priority.INTERACTIVE, true)
                .invoke(fetched -> land(key, mine, Optional.ofNullable(fetched.verbatim())))
                .onTermination()
                .invoke(() -> land(key, mine, Optional.empty()))
                .chain(fetched -> outcome(fetched, key, ask, demand, sight, why));
    }

    private void land(Verbatim.Key key, CompletableFuture<Optional<Verbatim>> flight, Optional<Verbatim> brought) {
        flying.remove(key, flight);
        flight.complete(brought);
    }

    /** Behind the scenes, and at most once at a time. */
    private void refresh(Verbatim.Key key, Ask ask, Sight sight) {
        var mine = new CompletableFuture<Optional<Verbatim>>();
        if (flying.putIfAbsent(key, mine) != null) {
            return;
        }
        fetch(key, ask, sight, Priority.BACKGROUND, true)
                .invoke(fetched -> land(key, mine, Optional.ofNullable(fetched.verbatim())))
                .onTermination()
                .invoke(() -> land(key, mine, Optional.empty()))
                .subscribe()
                .with(VerbatimReads::letGo, failure -> {});
    }

    /** What an ask has brought: something that may be kept, or a reply to pass on. */
    private record Fetched(
            @Nullable Verbatim verbatim,
            boolean stored,
            @Nullable Reply reply) {}

    private Uni<Fetched> fetch(Verbatim.Key key, Ask ask, Sight sight, Priority priority, boolean store) {
        return ask.send().apply(priority).chain(reply -> {
            if (!(reply instanceof Reply.Answer answer) || answer.status() != 200 || !isJson(answer.headers())) {
                return Uni.createFrom().item(new Fetched(null, false, reply));
            }
            return answer.body()
                    .whole(ask.maxBytes())
                    .chain(bytes -> Aside.of(bytes.length(), () -> verbatim(key, ask, answer, bytes.getBytes(), sight)))
                    .map(verbatim -> new Fetched(verbatim, store && keep(key, verbatim), null))
                    .onFailure(ProblemException.class)
                    .recoverWithItem(VerbatimReads::brokenOff);
        });
    }

    private static Fetched brokenOff(Throwable failure) {
        var problem = ((ProblemException) failure).problem();
        return new Fetched(null, false, new Reply.Failed(problem, Reply.Sent.PERHAPS));
    }

    private static void letGo(Fetched fetched) {
        if (fetched.reply() instanceof Reply.Answer answer) {
            answer.body().discard();
        }
    }

    private Verbatim verbatim(Verbatim.Key key, Ask ask, Reply.Answer answer, byte[] bytes, Sight sight) {
        var before = memory.verbatim(key);
        var body = before != null && before.body().is(bytes) ? before.body() : Finished.of(bytes);
        var type = Optional.ofNullable(answer.headers().get("Content-Type")).orElse("application/json");
        List<Map.Entry<String, String>> fields = answer.headers().entries().stream()
                .filter(field -> ask.passedOn().test(field.getKey().toLowerCase(Locale.ROOT)))
                .map(field -> Map.entry(field.getKey(), field.getValue()))
                .toList();
        return new Verbatim(body, type, fields, answer.askedAt(), sight.ofAll());
    }

    private Uni<Outcome> outcome(Fetched fetched, Verbatim.Key key, Ask ask, Demand demand, Sight sight, Forward why) {
        var verbatim = fetched.verbatim();
        if (verbatim != null) {
            var provenance = Provenance.asked(why);
            return told(verbatim, ask, fetched.stored() ? provenance.asStored() : provenance);
        }
        var reply = Objects.requireNonNull(fetched.reply());
        var old = memory.verbatim(key);
        if (old == null || !isFailure(reply) || !demand.admitsAfterFailure(left(old)) || isTooOld(old)) {
            tally.count(NAME, ask.client(), Provenance.asked(why));
            return Uni.createFrom().item(new Outcome.Passed(reply));
        }
        letGo(fetched);
        var provenance = afterFailure(reply, old);
        return told(old, ask, stands(old, sight) ? provenance : provenance.with(Detail.INVALIDATED));
    }

    private Provenance afterFailure(Reply reply, Verbatim old) {
        if (reply instanceof Reply.Answer answer) {
            return Provenance.staleAfter(answer.status());
        }
        var failed = (Reply.Failed) reply;
        return failed.sent() == Reply.Sent.NOT_TRIED
                ? Provenance.hit(left(old)).as(Result.STALE).with(Detail.STALE_IF_ERROR)
                : Provenance.staleAfter(failed.problem().reason().status());
    }

    private boolean keep(Verbatim.Key key, Verbatim verbatim) {
        return !verbatim.generation().equals(Stamp.UNKNOWN) && memory.keep(key, verbatim);
    }

    private Uni<Outcome> told(Verbatim verbatim, Ask ask, Provenance provenance) {
        tally.count(NAME, ask.client(), provenance);
        var answered = new Answered(verbatim.body(), verbatim.asOf(), age(verbatim), lifetimes.ttl(), provenance);
        return Uni.createFrom().item(new Outcome.Told(verbatim, answered));
    }

    private Provenance hit(Verbatim kept, Sight sight) {
        var hit = Provenance.hit(left(kept));
        return sight.isBlind() ? hit.with(Detail.STORE_UNREACHABLE) : hit;
    }

    private static Provenance collapsed(Verbatim brought, Forward why) {
        var provenance = Provenance.asked(why).asCollapsed();
        return brought.generation().equals(Stamp.UNKNOWN) ? provenance : provenance.asStored();
    }

    private Forward why(@Nullable Verbatim kept, Sight sight) {
        if (kept == null) {
            return Forward.URI_MISS;
        }
        return stands(kept, sight) && !left(kept).isNegative() ? Forward.REQUEST : Forward.STALE;
    }

    private static boolean stands(Verbatim kept, Sight sight) {
        return sight.isBlind() || kept.generation().equals(sight.ofAll());
    }

    private boolean isTooOld(Verbatim kept) {
        return age(kept).compareTo(lifetimes.usable()) > 0;
    }

    private Duration age(Verbatim kept) {
        var age = Duration.between(kept.asOf(), clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private Duration left(Verbatim kept) {
        return lifetimes.left(age(kept));
    }

    /** What says nothing of the address, only that Frontu could not tell. */
    private static boolean isFailure(Reply reply) {
        return !(reply instanceof Reply.Answer answer)
                || answer.status() >= 500
                || answer.status() == 429
                || answer.status() == 401;
    }

    private static boolean isJson(MultiMap headers) {
        var type = headers.get("Content-Type");
        var name = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return name.equals("application/json") || name.endsWith("+json");
    }
}
