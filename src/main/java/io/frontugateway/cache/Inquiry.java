package io.frontugateway.cache;

import io.frontugateway.cache.Flights.Boarding;
import io.frontugateway.cache.Flights.Company;
import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Provenance.Detail;
import io.frontugateway.cache.Provenance.Forward;
import io.frontugateway.cache.Provenance.Result;
import io.frontugateway.cache.Question.Found;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.Reader;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One question of one caller, until it is answered. Looks in memory, then in Redis, then asks Frontu, and goes back to what is
 * stale where that fails. Belongs to one subscription.
 */
final class Inquiry {
    /** How often something that others brought is tried before Frontu is asked for this caller alone. */
    private static final int ROUNDS = 3;

    /** What a fetch may take beyond waiting for the quota: the retries of a read, and its answer. */
    static final Duration FETCH = Duration.ofSeconds(25);

    /** No timer is set for less. */
    static final Duration SHORTEST = Duration.ofMillis(1);

    private final Desk desk;
    private final Question question;
    private final Reader reader;
    private final Demand demand;
    private final Lifetimes lifetimes;
    private final Instant begun;
    private final long began = System.nanoTime();
    private final List<Stretch> known = new ArrayList<>();

    private Sight sight;
    private boolean waited;
    private boolean held;
    private int rounds;
    private int failures;
    private long epoch;
    private Forward why = Forward.URI_MISS;

    Inquiry(Desk desk, Question question, Reader reader, Demand demand, Sight sight) {
        this.desk = desk;
        this.question = question;
        this.reader = reader;
        this.demand = demand;
        this.lifetimes = desk.lifetimes(question.resource());
        this.begun = desk.now();
        this.sight = sight;
    }

    /** Rows that hold the answer, and the answer in them. */
    private record Candidate(Stretch rows, Found found) {}

    Uni<Answered> answer() {
        epoch = desk.memory().epoch(question.account(), question.resource());
        if (demand.noCache() && !demand.onlyIfCached()) {
            return ask();
        }
        var atHand = best(true);
        if (atHand.isPresent() && admits(atHand.get())) {
            return kept(atHand.get());
        }
        return load().chain(this::answerFromAll);
    }

    private Uni<Answered> answerFromAll() {
        var best = best(true);
        if (best.isPresent() && admits(best.get())) {
            return kept(best.get());
        }
        if (demand.onlyIfCached()) {
            return refuse(Problem.of(
                            Reason.NOT_CACHED, "Nothing suitable is cached, and Cache-Control rules out to ask Frontu.")
                    .asException());
        }
        return ask();
    }

    /** Everything in Redis that may answer the question, or be brought up to date. */
    private Uni<Void> load() {
        if (sight.isBlind()) {
            return Uni.createFrom().voidItem();
        }
        var loads = question.places().stream().map(this::load).toList();
        return Uni.combine().all().unis(loads).discardItems();
    }

    private Uni<Void> load(Place place) {
        return desk.store()
                .load(place)
                .invoke(found -> found.ifPresent(rows -> {
                    known.add(rows);
                    desk.memory().keep(place, rows);
                }))
                .replaceWithVoid();
    }

    /** The best of what is known; where only what still stands is meant, nothing of an older generation. */
    private Optional<Candidate> best(boolean standing) {
        var own = question.places().stream().map(desk.memory()::rows).filter(Objects::nonNull);
        return Stream.of(known.stream(), own, question.elsewhere())
                .flatMap(rows -> rows)
                .filter(rows -> !standing || stands(rows.stamp()))
                .flatMap(rows -> question.in(rows).map(found -> new Candidate(rows, found)).stream())
                .max(Comparator.comparing(this::admits)
                        .thenComparing(candidate -> stands(candidate.rows().stamp()))
                        .thenComparingLong(candidate -> candidate.found().version())
                        .thenComparing(candidate -> candidate.rows().asOf()));
    }

    private boolean admits(Candidate candidate) {
        return stands(candidate.rows().stamp())
                && demand.admits(age(candidate.rows()), left(candidate.rows()), lifetimes.grace());
    }

    /** Where Redis is out of reach nothing is known to be overtaken, and the answer says that nobody could look. */
    private boolean stands(Stamp stamp) {
        return sight.isBlind()
                || !stamp.generation().equals(Stamp.UNKNOWN)
                        && stamp.generation().equals(question.generation(sight));
    }

    private Duration age(Stretch rows) {
        return desk.age(rows.asOf());
    }

    private Duration left(Stretch rows) {
        return lifetimes.left(age(rows));
    }

    private Uni<Answered> kept(Candidate candidate) {
        var left = left(candidate.rows());
        if (left.isNegative() && !demand.onlyIfCached()) {
            desk.refresh(question, reader, sight, known);
        }
        if (waited) {
            return finish(candidate, Provenance.asked(why).asStored().asCollapsed());
        }
        var provenance = Provenance.hit(left);
        if (candidate.found().subsumed() && !left.isNegative()) {
            provenance = provenance.as(Result.SUBSUMED);
        }
        return finish(candidate, sight.isBlind() ? provenance.with(Detail.STORE_UNREACHABLE) : provenance);
    }

    private Uni<Answered> ask() {
        why = why();
        var errand = question.errand(List.copyOf(known), sight, demand.noCache())
                .demanding(rows -> demand.admitsBrought(age(rows), left(rows)));
        var asking = reader.waiting(reader.maxWait().minus(elapsed()));
        var boarding = isAlone()
                ? desk.flights().alone(errand, asking, lifetimes.usable(), !demand.noStore())
                : desk.flights().board(errand, asking, lifetimes.usable(), company());
        return boarding.ifNoItem().after(left()).recoverWithItem(this::tooLate).chain(this::boarded);
    }

    private boolean isAlone() {
        return demand.noStore() || rounds > ROUNDS || held && demand.noCache();
    }

    private Company company() {
        return held ? Company.UNHELD : demand.noCache() ? Company.UNSENT : Company.ANYBODY;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** How much longer the whole call may take. */
    private Duration left() {
        var left = reader.maxWait().plus(FETCH).minus(elapsed());
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private Boarding tooLate() {
        var problem = Problem.of(Reason.FRONTU_TIMEOUT, "Frontu did not answer in time.");
        var generation = question.generation(sight);
        return new Boarding(
                new Landing.Failed(problem.asException(), null, true, reader.client(), reader.maxWait(), generation),
                true);
    }

    private Uni<Answered> boarded(Boarding boarding) {
        if (boarding.landing() instanceof Landing.Unsent) {
            held = true;
            return again();
        }
        return boarding.landing() instanceof Landing.Brought brought
                ? brought(brought, boarding.led() && !brought.foreign())
                : failed((Landing.Failed) boarding.landing(), boarding.led());
    }

    private Uni<Answered> brought(Landing.Brought brought, boolean led) {
        var found = question.in(brought.rows());
        boolean isOfNow =
                led || stands(brought.rows().stamp()) || !brought.rows().asOf().isBefore(begun);
        if (found.isEmpty() || !isOfNow || !isWanted(brought)) {
            return again();
        }
        var provenance = Provenance.asked(why);
        if (brought.stored()) {
            provenance = provenance.asStored();
        }
        if (!led) {
            provenance = provenance.asCollapsed();
        } else if (brought.byDelta()) {
            provenance = provenance.as(Result.DELTA);
        }
        return finish(new Candidate(brought.rows(), found.get()), provenance, brought.stored(), brought.lasting());
    }

    /** What was at hand of another replica's may have been asked for long before this question was put. */
    private boolean isWanted(Landing.Brought brought) {
        var rows = brought.rows();
        return !brought.foreign() || demand.admitsBrought(age(rows), left(rows));
    }

    /** What the others have brought was not what is asked for here, or is overtaken by now. */
    private Uni<Answered> again() {
        rounds++;
        waited = true;
        known.clear();
        return desk.generations().look(question.account(), question.resource()).chain(seen -> {
            sight = seen;
            return demand.noCache() ? ask() : answer();
        });
    }

    private Forward why() {
        if (best(false).isEmpty()) {
            return Forward.URI_MISS;
        }
        var standing = best(true);
        return standing.isPresent() && !left(standing.get().rows()).isNegative() ? Forward.REQUEST : Forward.STALE;
    }

    /**
     * Frontu's final word is everybody's who asked before the next write was done. A failure of Frontu is believed when it has
     * been met twice; what held back another says nothing about us.
     */
    private Uni<Answered> failed(Landing.Failed failed, boolean led) {
        boolean isOfNow = sight.isBlind() || failed.generation().equals(question.generation(sight));
        boolean ours = isOfNow && (led || failed.isFinal()) || failed.isFrontus() && ++failures > 1 || isOverdue();
        return ours || failed.isSharedBy(reader) ? instead(failed) : again();
    }

    private boolean isOverdue() {
        return left().equals(SHORTEST);
    }

    /** Something old, where that is better than nothing. */
    private Uni<Answered> instead(Landing.Failed failed) {
        var old = best(false);
        if (old.isEmpty()
                || !isWorthOldOnes(failed.problem().problem())
                || !isUsable(old.get().rows())) {
            return refuse(failed.problem());
        }
        var left = left(old.get().rows());
        var status = failed.status() == null || failed.status() < 400
                ? failed.problem().problem().reason().status()
                : failed.status();
        var provenance = failed.asked()
                ? Provenance.staleAfter(status)
                : Provenance.hit(left).as(Result.STALE).with(Detail.STALE_IF_ERROR);
        return finish(old.get(), stands(old.get().rows().stamp()) ? provenance : provenance.with(Detail.INVALIDATED));
    }

    private boolean isUsable(Stretch rows) {
        return demand.admitsAfterFailure(left(rows)) && age(rows).compareTo(lifetimes.usable()) <= 0;
    }

    private static boolean isWorthOldOnes(Problem problem) {
        return switch (problem.reason()) {
            case QUOTA_EXHAUSTED,
                    STORE_UNAVAILABLE,
                    FRONTU_REFUSED,
                    FRONTU_UNAUTHORIZED,
                    FRONTU_BAD_ANSWER,
                    FRONTU_UNAVAILABLE,
                    FRONTU_TIMEOUT -> true;
            default -> false;
        };
    }

    private Uni<Answered> refuse(ProblemException problem) {
        desk.tally().count(question.resource(), reader.client(), Provenance.asked(Forward.URI_MISS));
        return Uni.createFrom().failure(problem);
    }

    private Uni<Answered> finish(Candidate candidate, Provenance provenance) {
        return finish(candidate, provenance, !demand.noStore(), CompletableFuture.completedFuture(true));
    }

    /**
     * @param keeps whether others may be answered with it
     * @param lasting whether they may go on to be, once that is known
     */
    private Uni<Answered> finish(
            Candidate candidate, Provenance provenance, boolean keeps, CompletionStage<Boolean> lasting) {
        var rows = candidate.rows();
        return Aside.of(rows.weight(), () -> finished(candidate, keeps)).map(kept -> {
            lasting.thenAccept(lasts -> {
                if (!lasts) {
                    desk.memory().drop(question.key(), kept);
                }
            });
            desk.tally().count(question.resource(), reader.client(), provenance);
            return new Answered(kept.body(), rows.asOf(), age(rows), lifetimes.ttl(), provenance);
        });
    }

    /** Something new only where the document differs: a refresh that finds nothing keeps the body and its tag. */
    private Kept finished(Candidate candidate, boolean keeps) {
        var rows = candidate.rows();
        @Nullable Kept before = desk.memory().answer(question.key());
        var subsumed = candidate.found().subsumed();
        if (before != null) {
            var same = candidate.found().body().apply(before.bodyAsOf());
            if (before.body().is(same)) {
                return keep(
                        new Kept(before.body(), before.bodyAsOf(), rows.asOf(), rows.stamp(), subsumed, epoch), keeps);
            }
        }
        var body = Finished.of(candidate.found().body().apply(rows.unchangedSince()));
        return keep(new Kept(body, rows.unchangedSince(), rows.asOf(), rows.stamp(), subsumed, epoch), keeps);
    }

    private Kept keep(Kept kept, boolean keeps) {
        if (keeps) {
            desk.memory().keep(question.key(), kept);
        }
        return kept;
    }
}
