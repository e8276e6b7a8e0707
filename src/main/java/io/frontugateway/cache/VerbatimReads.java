package io.frontugateway.cache;

import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Provenance.Detail;
import io.frontugateway.cache.Provenance.Forward;
import io.frontugateway.cache.Provenance.Result;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.Reader;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads of Frontu in its own spelling. JSON that it answers with 200 is kept as it came, in memory and in Redis, and for as
 * long as no write to the account is done: which resource an address shows is not known. Everything else passes by.
 *
 * <p>Identical reads in flight are one request, over all replicas, as long as it brings something that is kept; what passes by
 * is a stream that one caller alone can have, and the others ask in their turn. Safe for use by any thread.
 */
public final class VerbatimReads {
    /** The name under which such reads have their lifetimes and are counted. */
    public static final String NAME = "passthrough";

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_REFRESH = Duration.ofMinutes(1);
    private static final int MOST_REFRESHING = 10_000;

    private static final CompletionStage<Boolean> LASTING = CompletableFuture.completedFuture(true);

    private final Memory memory;
    private final Flights flights;
    private final Generations generations;
    private final Lifetimes lifetimes;
    private final InstantSource clock;
    private final Tally tally;

    /** Until when nobody else refreshes, by {@link System#nanoTime()}. */
    private final Map<Verbatim.Key, Long> refreshing = new ConcurrentHashMap<>();

    VerbatimReads(
            Memory memory,
            Flights flights,
            Generations generations,
            Lifetimes lifetimes,
            InstantSource clock,
            Tally tally) {
        this.memory = memory;
        this.flights = flights;
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
     * @param reader on whose behalf
     * @param maxBytes the longest body that is taken
     * @param passedOn which fields of an answer's head belong to it, by their names in small letters
     * @param send sends the request on behalf of a reader, who may be told of its progress
     */
    public record Ask(Reader reader, long maxBytes, Predicate<String> passedOn, Function<Reader, Uni<Reply>> send) {}

    /** One read, what was seen of the generations before it, and when it began, by {@link System#nanoTime()}. */
    private record Case(Verbatim.Key key, Ask ask, Demand demand, Sight sight, long began) {
        /** Who asks, with what is left of the time in which the whole call may wait. */
        Reader reader() {
            return ask.reader().waiting(ask.reader().maxWait().minusNanos(System.nanoTime() - began));
        }
    }

    /**
     * The answer to an address. Fails with a {@code ProblemException} where only something kept was wanted and there is
     * none, and where the body breaks off.
     */
    public Uni<Outcome> read(Verbatim.Key key, Ask ask, Demand demand) {
        long began = System.nanoTime();
        return generations.look(key.account(), NAME).chain(sight -> read(new Case(key, ask, demand, sight, began)));
    }

    private Uni<Outcome> read(Case read) {
        var kept = memory.verbatim(read.key());
        if (kept != null && admits(kept, read)) {
            return kept(kept, read);
        }
        if (read.demand().noCache() || read.sight().isBlind()) {
            return ask(read);
        }
        return flights.store()
                .load(read.key().place())
                .chain(rows -> rows.isPresent()
                        ? verbatim(read.key(), rows.get(), LASTING)
                        : Uni.createFrom().item(Optional.empty()))
                .chain(ignored -> {
                    var shared = memory.verbatim(read.key());
                    return shared != null && admits(shared, read) ? kept(shared, read) : ask(read);
                });
    }

    private boolean admits(Verbatim kept, Case read) {
        return stands(kept, read.sight()) && read.demand().admits(age(kept), left(kept), lifetimes.grace());
    }

    private Uni<Outcome> kept(Verbatim kept, Case read) {
        if (left(kept).isNegative() && !read.demand().onlyIfCached()) {
            refresh(read);
        }
        return told(kept, read.ask(), hit(kept, read.sight()));
    }

    private Uni<Outcome> ask(Case read) {
        if (read.demand().onlyIfCached()) {
            return Uni.createFrom()
                    .failure(Problem.of(
                                    Reason.NOT_CACHED,
                                    "Nothing suitable is cached, and Cache-Control rules out to ask Frontu.")
                            .asException());
        }
        var why = why(memory.verbatim(read.key()), read.sight());
        return read.demand().noCache() || read.demand().noStore() ? alone(read, why) : together(read, why);
    }

    private Uni<Outcome> alone(Case read, Forward why) {
        var errand = new Fetch(read);
        return flights.alone(
                        errand,
                        read.reader(),
                        lifetimes.usable(),
                        !read.demand().noStore())
                .chain(boarding -> landed(boarding.landing(), errand, why))
                .onTermination()
                .invoke(errand::close);
    }

    /** Joins who asks for the same, or asks for all who will join. */
    private Uni<Outcome> together(Case read, Forward why) {
        var errand = new Fetch(read);
        return flights.board(errand, read.ask().reader(), lifetimes.usable(), false)
                .chain(boarding -> boarding.led() && !isForeign(boarding.landing())
                        ? landed(boarding.landing(), errand, why)
                        : joined(boarding.landing(), read, why))
                .onTermination()
                .invoke(errand::close);
    }

    private static boolean isForeign(Landing landing) {
        return landing instanceof Landing.Brought brought && brought.foreign();
    }

    /** What was asked for before a write that is done by now is not an answer to who asks after it. */
    private Uni<Outcome> joined(Landing landing, Case read, Forward why) {
        return landing instanceof Landing.Brought brought
                ? verbatim(read.key(), brought)
                        .chain(verbatim -> verbatim.isPresent() && suits(verbatim.get(), brought, read)
                                ? told(verbatim.get(), read.ask(), collapsed(verbatim.get(), why))
                                : alone(read, why))
                : alone(read, why);
    }

    /** What the one who led had at hand may be older than this one wants. */
    private boolean suits(Verbatim verbatim, Landing.Brought brought, Case read) {
        return stands(verbatim, read.sight())
                && (!brought.foreign() || read.demand().admitsBrought(age(verbatim), left(verbatim)));
    }

    private Uni<Outcome> landed(Landing landing, Fetch errand, Forward why) {
        var read = errand.read;
        if (landing instanceof Landing.Brought brought) {
            return verbatim(read.key(), brought)
                    .chain(verbatim -> brought(verbatim.orElseThrow(), brought.stored(), read, why));
        }
        var reply = errand.take();
        return reply == null
                ? Uni.createFrom().failure(((Landing.Failed) landing).problem())
                : passed(reply, read, why);
    }

    private Uni<Outcome> brought(Verbatim verbatim, boolean kept, Case read, Forward why) {
        var stored = kept && !verbatim.stamp().generation().equals(Stamp.UNKNOWN);
        var provenance = Provenance.asked(why);
        return told(verbatim, read.ask(), stored ? provenance.asStored() : provenance);
    }

    private Uni<Optional<Verbatim>> verbatim(Verbatim.Key key, Landing.Brought brought) {
        return verbatim(key, brought.rows(), brought.stored() ? brought.lasting() : null);
    }

    /**
     * What some rows hold, as it is at hand where it is.
     *
     * @param lasting whether it may go on to be kept, once that is known; null where it must not be at all
     */
    private Uni<Optional<Verbatim>> verbatim(
            Verbatim.Key key, Stretch rows, @Nullable CompletionStage<Boolean> lasting) {
        var held = memory.verbatim(key);
        if (held != null && held.stamp().equals(rows.stamp())) {
            return Uni.createFrom().item(Optional.of(held));
        }
        var read = Aside.of(rows.weight(), () -> rows.verbatim().map(verbatim -> sharing(held, verbatim)));
        return lasting == null ? read : read.invoke(found -> found.ifPresent(verbatim -> keep(key, verbatim, lasting)));
    }

    /** The same document twice is one. */
    private static Verbatim sharing(@Nullable Verbatim before, Verbatim now) {
        return before == null || !before.body().isSameAs(now.body())
                ? now
                : new Verbatim(before.body(), now.contentType(), now.fields(), now.asOf(), now.stamp());
    }

    private Uni<Outcome> passed(Reply reply, Case read, Forward why) {
        var old = memory.verbatim(read.key());
        if (old == null || !isFailure(reply) || !read.demand().admitsAfterFailure(left(old)) || isTooOld(old)) {
            tally.count(NAME, read.ask().reader().client(), Provenance.asked(why));
            return Uni.createFrom().item(new Outcome.Passed(reply));
        }
        letGo(reply);
        var provenance = afterFailure(reply, old);
        return told(old, read.ask(), stands(old, read.sight()) ? provenance : provenance.with(Detail.INVALIDATED));
    }

    /** Behind the scenes, at most once at a time, and not at once again where it brought nothing. */
    private void refresh(Case read) {
        long now = System.nanoTime();
        var before = refreshing.get(read.key());
        if (before != null && now - before < 0) {
            return;
        }
        refreshing.put(read.key(), now + LONGEST_REFRESH.toNanos());
        var errand = new Fetch(read);
        flights.board(errand, read.ask().reader().in(Priority.BACKGROUND), lifetimes.usable(), false)
                .onTermination()
                .invoke(errand::close)
                .chain(boarding -> boarding.landing() instanceof Landing.Brought brought
                        ? verbatim(read.key(), brought)
                        : Uni.createFrom().<Optional<Verbatim>>item(Optional.empty()))
                .subscribe()
                .with(brought -> refreshed(read.key(), brought.isPresent()), failure -> refreshed(read.key(), false));
    }

    private void refreshed(Verbatim.Key key, boolean brought) {
        long now = System.nanoTime();
        if (brought) {
            refreshing.remove(key);
        } else {
            refreshing.put(key, now + PAUSE.toNanos());
        }
        if (refreshing.size() > MOST_REFRESHING) {
            refreshing.values().removeIf(until -> until - now < 0);
        }
    }

    /**
     * Asks Frontu for one address. A reply that is not kept does not come with the landing, which many share, but is taken
     * here by the one who asked; when nobody takes it, its body is let go.
     */
    private final class Fetch implements Errand {
        private final Case read;
        private final Executor where = Aside.here();
        private @Nullable Reply passing;
        private boolean closed;

        Fetch(Case read) {
            this.read = read;
        }

        @Override
        public Place flight() {
            return read.key().place();
        }

        @Override
        public List<Place> places() {
            return List.of(flight());
        }

        @Override
        public boolean isHeldAsRows() {
            return false;
        }

        @Override
        public Optional<Stretch> atHand(Map<Place, Stretch> kept) {
            return Optional.ofNullable(kept.get(flight()))
                    .filter(rows ->
                            rows.stamp().generation().equals(read.sight().ofAll())
                                    && read.demand().admitsBrought(age(rows.asOf()), lifetimes.left(age(rows.asOf()))));
        }

        @Override
        public Uni<Brought> ask(Reader reader, long ticket) {
            return onItsContext(() -> read.ask().send().apply(reader)).chain(reply -> {
                if (!(reply instanceof Reply.Answer answer) || answer.status() != 200 || !isJson(answer.headers())) {
                    return pass(reply);
                }
                return answer.body()
                        .whole(read.ask().maxBytes())
                        .chain(bytes -> Aside.of(bytes.length(), () -> brought(answer, bytes.getBytes(), ticket)))
                        .onFailure(ProblemException.class)
                        .recoverWithUni(failure -> pass(brokenOff(failure)));
            });
        }

        /** A reply that passes by is read where it was asked for. */
        private <T> Uni<T> onItsContext(Supplier<Uni<? extends T>> work) {
            return Uni.createFrom().voidItem().emitOn(where).chain(work);
        }

        private Brought brought(Reply.Answer answer, byte[] bytes, long ticket) {
            var type = Optional.ofNullable(answer.headers().get("Content-Type")).orElse("application/json");
            List<Map.Entry<String, String>> fields = answer.headers().entries().stream()
                    .filter(field -> read.ask().passedOn().test(field.getKey().toLowerCase(Locale.ROOT)))
                    .map(field -> Map.entry(field.getKey(), field.getValue()))
                    .toList();
            var stamp = new Stamp(read.sight().ofAll(), ticket);
            var rows = VerbatimCodec.write(type, fields, bytes, answer.askedAt(), stamp);
            return new Brought(flight(), rows, false);
        }

        private Uni<Brought> pass(Reply reply) {
            Reply left;
            synchronized (this) {
                left = closed ? reply : passing;
                passing = closed ? null : reply;
            }
            letGo(left);
            return Uni.createFrom().failure(NOT_KEPT);
        }

        synchronized @Nullable Reply take() {
            var taken = passing;
            passing = null;
            return taken;
        }

        void close() {
            Reply left;
            synchronized (this) {
                closed = true;
                left = take();
            }
            letGo(left);
        }
    }

    /** Ends a flight whose reply passes by; never told to anybody. */
    private static final ProblemException NOT_KEPT = Problem.of(
                    Reason.FRONTU_UNAVAILABLE, "Frontu's reply is passed on as it is.")
            .asException();

    private static Reply brokenOff(Throwable failure) {
        return new Reply.Failed(((ProblemException) failure).problem(), Reply.Sent.PERHAPS);
    }

    private static void letGo(@Nullable Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            answer.body().discard();
        }
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

    private void keep(Verbatim.Key key, Verbatim verbatim, CompletionStage<Boolean> lasting) {
        if (verbatim.stamp().generation().equals(Stamp.UNKNOWN)) {
            return;
        }
        memory.keep(key, verbatim);
        lasting.thenAccept(lasts -> {
            if (!lasts) {
                memory.drop(key, verbatim);
            }
        });
    }

    private Uni<Outcome> told(Verbatim verbatim, Ask ask, Provenance provenance) {
        tally.count(NAME, ask.reader().client(), provenance);
        var answered = new Answered(verbatim.body(), verbatim.asOf(), age(verbatim), lifetimes.ttl(), provenance);
        return Uni.createFrom().item(new Outcome.Told(verbatim, answered));
    }

    private Provenance hit(Verbatim kept, Sight sight) {
        var hit = Provenance.hit(left(kept));
        return sight.isBlind() ? hit.with(Detail.STORE_UNREACHABLE) : hit;
    }

    private static Provenance collapsed(Verbatim brought, Forward why) {
        var provenance = Provenance.asked(why).asCollapsed();
        return brought.stamp().generation().equals(Stamp.UNKNOWN) ? provenance : provenance.asStored();
    }

    private Forward why(@Nullable Verbatim kept, Sight sight) {
        if (kept == null) {
            return Forward.URI_MISS;
        }
        return stands(kept, sight) && !left(kept).isNegative() ? Forward.REQUEST : Forward.STALE;
    }

    private static boolean stands(Verbatim kept, Sight sight) {
        return sight.isBlind() || kept.stamp().generation().equals(sight.ofAll());
    }

    private boolean isTooOld(Verbatim kept) {
        return age(kept).compareTo(lifetimes.usable()) > 0;
    }

    private Duration age(Verbatim kept) {
        return age(kept.asOf());
    }

    private Duration age(Instant asOf) {
        var age = Duration.between(asOf, clock.instant());
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
