package io.frontugateway.cache;

import io.frontugateway.cache.Flights.Boarding;
import io.frontugateway.cache.Flights.Company;
import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Provenance.Detail;
import io.frontugateway.cache.Provenance.Forward;
import io.frontugateway.cache.Provenance.Result;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.Reader;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Reply;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads of Frontu in its own spelling. JSON that it answers with 200 is kept as it came, in memory and in Redis, and for as
 * long as no write to the account is done: which resource an address shows is not known. Everything else passes by.
 *
 * <p>Identical reads in flight are one request, over all replicas, where it brings something that is kept or a short
 * {@link Refusal}; what else passes by is a stream that one caller alone can have, and the others ask in their turn, unless it
 * was a failure and they have met it twice. Safe for use by any thread.
 */
public final class VerbatimReads {
    /** The name under which such reads have their lifetimes and are counted. */
    public static final String NAME = "passthrough";

    /** How often one who was held back with another asks in company, before it asks alone. */
    private static final int ROUNDS = 3;

    private static final CompletionStage<Boolean> LASTING = CompletableFuture.completedFuture(true);

    private final Memory memory;
    private final Flights flights;
    private final Generations generations;
    private final Lifetimes lifetimes;
    private final InstantSource clock;
    private final Tally tally;

    private final Refreshing<Verbatim.Key> refreshing = new Refreshing<>();

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
        record Told(Verbatim verbatim, Answered answered) implements Outcome {
            @Override
            public Result result() {
                return answered.provenance().result();
            }
        }

        /** With a reply that is passed on; its body is the caller's to deal with. */
        record Passed(Reply reply, Result result) implements Outcome {}

        /** What it is counted as. */
        Result result();
    }

    /**
     * How Frontu is asked.
     *
     * @param reader on whose behalf
     * @param maxBytes the longest body that is taken
     * @param passedOn which fields of Frontu's head callers may see, by their names in small letters
     * @param ofDocument which of them belong to a document that is kept
     * @param send sends the request on behalf of a reader, who may be told of its progress
     */
    public record Ask(
            Reader reader,
            long maxBytes,
            Predicate<String> passedOn,
            Predicate<String> ofDocument,
            Function<Reader, Uni<Reply>> send) {}

    /**
     * One read.
     *
     * @param sight what was seen of the generations before it
     * @param began when it did, by {@link System#nanoTime()}
     * @param rounds how often it has come to nothing in company
     * @param failures how often that was because Frontu failed
     * @param held whether it has waited for a slot with others as long as it may
     */
    private record Case(
            Verbatim.Key key, Ask ask, Demand demand, Sight sight, long began, int rounds, int failures, boolean held) {
        /** Who asks, with what is left of the time in which the whole call may wait. */
        Reader reader() {
            return ask.reader().waiting(ask.reader().maxWait().minus(elapsed()));
        }

        /** How much longer it goes on with what others ask for. */
        Duration left() {
            return ask.reader().maxWait().plus(Inquiry.FETCH).minus(elapsed());
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - began);
        }

        /** The same after a round that came to nothing, by what is seen now. */
        Case seeing(Sight now) {
            return new Case(key, ask, demand, now, began, rounds + 1, failures, held);
        }

        Case asHeld() {
            return new Case(key, ask, demand, sight, began, rounds, failures, true);
        }

        Company company() {
            return held ? Company.UNHELD : Company.ANYBODY;
        }

        Case after(Landing.Failed failed) {
            return new Case(key, ask, demand, sight, began, rounds + 1, failures + (failed.isFrontus() ? 1 : 0), held);
        }
    }

    /**
     * The answer to an address. Fails with a {@code ProblemException} where only something kept was wanted and there is
     * none, and where the body breaks off.
     */
    public Uni<Outcome> read(Verbatim.Key key, Ask ask, Demand demand) {
        long began = System.nanoTime();
        return Uni.createFrom().deferred(() -> {
            var atHand = atHand(key, ask, demand, began);
            return atHand != null
                    ? atHand
                    : ReadSpans.around(
                            NAME,
                            () -> generations
                                    .look(key.account(), NAME)
                                    .chain(sight -> read(new Case(key, ask, demand, sight, began, 0, 0, false))),
                            Outcome::result);
        });
    }

    /** What is in memory and fresh. */
    private @Nullable Uni<Outcome> atHand(Verbatim.Key key, Ask ask, Demand demand, long began) {
        var sight = generations.recent(key.account());
        var kept = memory.verbatim(key);
        if (sight == null || kept == null || left(kept).isNegative()) {
            return null;
        }
        var read = new Case(key, ask, demand, sight, began, 0, 0, false);
        return admits(kept, read) ? kept(kept, read) : null;
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
        var errand = fetch(read);
        return flights.alone(
                        errand,
                        read.reader(),
                        lifetimes.usable(),
                        !read.demand().noStore())
                .chain(boarding -> landed(boarding.landing(), errand, read, why))
                .onTermination()
                .invoke(errand::close);
    }

    private VerbatimFetch fetch(Case read) {
        var generation = read.sight().ofAll();
        return new VerbatimFetch(
                read.key(),
                read.ask(),
                generation,
                rows -> rows.stamp().generation().equals(generation)
                        && read.demand().admitsBrought(age(rows.asOf()), lifetimes.left(age(rows.asOf()))));
    }

    /** Joins who asks for the same, or asks for all who will join. */
    private Uni<Outcome> together(Case read, Forward why) {
        var errand = fetch(read);
        return inTime(flights.board(errand, read.reader(), lifetimes.usable(), read.company()), errand, read)
                .chain(boarding -> boarding.led() && !isForeign(boarding.landing())
                        ? landed(boarding.landing(), errand, read, why)
                        : joined(boarding.landing(), read, why))
                .onTermination()
                .invoke(errand::close);
    }

    /** What others ask for is waited for no longer than there is time; what is asked for here has a deadline of its own. */
    private static Uni<Boarding> inTime(Uni<Boarding> boarding, VerbatimFetch errand, Case read) {
        var left = read.left();
        var late = Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(left.compareTo(Inquiry.SHORTEST) < 0 ? Inquiry.SHORTEST : left)
                .chain(() -> errand.isAsking()
                        ? Uni.createFrom().<Boarding>nothing()
                        : Uni.createFrom().item(tooLate(read)));
        return Uni.combine().any().of(boarding, late).emitOn(Aside.here());
    }

    private static Boarding tooLate(Case read) {
        var problem = Problem.of(Reason.FRONTU_TIMEOUT, "Frontu did not answer in time.");
        var reader = read.ask().reader();
        var generation = read.sight().ofAll();
        return new Boarding(
                new Landing.Failed(problem.asException(), null, true, reader.client(), reader.maxWait(), generation),
                false);
    }

    private static boolean isForeign(Landing landing) {
        return landing instanceof Landing.Brought brought && brought.foreign();
    }

    /** What was asked for before a write that is done by now is not an answer to who asks after it. */
    private Uni<Outcome> joined(Landing landing, Case read, Forward why) {
        if (landing instanceof Landing.Failed failed) {
            return failed(failed, read, why);
        }
        if (landing instanceof Landing.Unsent) {
            return again(read.asHeld(), why);
        }
        var brought = (Landing.Brought) landing;
        return verbatim(read.key(), brought)
                .chain(verbatim -> verbatim.isPresent() && suits(verbatim.get(), brought, read)
                        ? told(verbatim.get(), read.ask(), collapsed(brought, why))
                        : again(read, why));
    }

    /** Those who find nothing suitable together ask together. */
    private Uni<Outcome> again(Case read, Forward why) {
        return generations
                .look(read.key().account(), NAME)
                .map(read::seeing)
                .chain(anew -> anew.rounds() > ROUNDS ? alone(anew, why) : together(anew, why));
    }

    /** As {@link Inquiry} does it; only what passes by is a stream, which everyone has to ask for. */
    private Uni<Outcome> failed(Landing.Failed failed, Case read, Forward why) {
        var refusal = Refusal.in(failed);
        if (refusal.isPresent()) {
            return refused(refusal.get(), failed.generation(), read, why);
        }
        if (VerbatimFetch.isPassedBy(failed)) {
            return alone(read, why);
        }
        var after = read.after(failed);
        if (failed.isFinal()
                || failed.isSharedBy(read.ask().reader())
                || after.failures() > 1
                || read.left().compareTo(Inquiry.SHORTEST) < 0) {
            return instead(failed, read, why);
        }
        return after.rounds() > ROUNDS ? alone(after, why) : together(after, why);
    }

    /** What Frontu did not have before a write that is done by now, it may have. */
    private Uni<Outcome> refused(Refusal refusal, String generation, Case read, Forward why) {
        return read.sight().isBlind() || generation.equals(read.sight().ofAll())
                ? passed(refusal.reply(), read, Provenance.asked(why).asCollapsed())
                : again(read, why);
    }

    private Uni<Outcome> instead(Landing.Failed failed, Case read, Forward why) {
        var sent = failed.asked() ? Reply.Sent.PERHAPS : Reply.Sent.NOT_TRIED;
        return passed(new Reply.Failed(failed.problem().problem(), sent), read, Provenance.asked(why));
    }

    /** What the one who led had at hand may be older than this one wants. */
    private boolean suits(Verbatim verbatim, Landing.Brought brought, Case read) {
        return stands(verbatim, read.sight())
                && (!brought.foreign() || read.demand().admitsBrought(age(verbatim), left(verbatim)));
    }

    private Uni<Outcome> landed(Landing landing, VerbatimFetch errand, Case read, Forward why) {
        if (landing instanceof Landing.Brought brought) {
            return verbatim(read.key(), brought)
                    .chain(verbatim -> brought(verbatim.orElseThrow(), brought.stored(), read, why));
        }
        var reply = errand.take();
        if (reply != null) {
            return passed(reply, read, Provenance.asked(why));
        }
        var failed = (Landing.Failed) landing;
        return errand.isAsking() && !failed.isFinal()
                ? Uni.createFrom().failure(failed.problem())
                : failed(failed, read, why);
    }

    private Uni<Outcome> brought(Verbatim verbatim, boolean kept, Case read, Forward why) {
        var provenance = Provenance.asked(why);
        return told(verbatim, read.ask(), kept ? provenance.asStored() : provenance);
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

    /** @param provenance what it is, where it is passed on */
    private Uni<Outcome> passed(Reply reply, Case read, Provenance provenance) {
        var old = memory.verbatim(read.key());
        if (old == null
                || !VerbatimFetch.isFailure(reply)
                || !read.demand().admitsAfterFailure(left(old))
                || isTooOld(old)) {
            tally.count(NAME, read.ask().reader().client(), provenance);
            return Uni.createFrom().item(new Outcome.Passed(reply, provenance.result()));
        }
        VerbatimFetch.letGo(reply);
        var stale = afterFailure(reply, old);
        return told(old, read.ask(), stands(old, read.sight()) ? stale : stale.with(Detail.INVALIDATED));
    }

    /** Behind the scenes, at most once at a time, and not at once again where it brought nothing. */
    private void refresh(Case read) {
        if (!refreshing.begin(read.key())) {
            return;
        }
        var errand = fetch(read);
        flights.board(errand, read.ask().reader().in(Priority.BACKGROUND), lifetimes.usable(), Company.ANYBODY)
                .onTermination()
                .invoke(errand::close)
                .chain(boarding -> boarding.landing() instanceof Landing.Brought brought
                        ? verbatim(read.key(), brought)
                        : Uni.createFrom().<Optional<Verbatim>>item(Optional.empty()))
                .subscribe()
                .with(
                        brought -> refreshing.ended(read.key(), brought.isPresent()),
                        failure -> refreshing.ended(read.key(), false));
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

    /** Also where no generation was seen: it serves for as long as Redis is out of reach, and stands no longer after that. */
    private void keep(Verbatim.Key key, Verbatim verbatim, CompletionStage<Boolean> lasting) {
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

    private static Provenance collapsed(Landing.Brought brought, Forward why) {
        var provenance = Provenance.asked(why).asCollapsed();
        return brought.stored() ? provenance.asStored() : provenance;
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
        return Lifetimes.age(asOf, clock.instant());
    }

    private Duration left(Verbatim kept) {
        return lifetimes.left(age(kept));
    }
}
