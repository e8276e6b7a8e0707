package io.frontugateway.cache;

import io.frontugateway.cache.Flights.Company;
import io.frontugateway.cache.Generations.Sight;
import io.frontugateway.cache.Provenance.Result;
import io.frontugateway.reads.Reader;
import io.frontugateway.upstream.Priority;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes questions: has the finished answer at hand, or begins an {@link Inquiry}. Safe for use by any thread. */
final class Desk {
    private final Memory memory;
    private final Store store;
    private final Flights flights;
    private final Generations generations;
    private final Function<String, Lifetimes> lifetimes;
    private final InstantSource clock;
    private final Tally tally;
    private final Refreshing<Memory.Key> refreshing = new Refreshing<>();

    Desk(
            Memory memory,
            Store store,
            Flights flights,
            Generations generations,
            Function<String, Lifetimes> lifetimes,
            InstantSource clock,
            Tally tally) {
        this.memory = memory;
        this.store = store;
        this.flights = flights;
        this.generations = generations;
        this.lifetimes = lifetimes;
        this.clock = clock;
        this.tally = tally;
    }

    /** The finished answer in memory, if it is fresh: the way that nearly every read takes. */
    @Nullable
    Answered atHand(Question question, Reader reader, Demand demand) {
        var sight = generations.recent(question.account());
        return sight == null ? null : ready(question, reader, demand, sight);
    }

    /** Any answer, also one that has to be looked for. */
    Uni<Answered> answer(Question question, Reader reader, Demand demand) {
        return generations
                .look(question.account(), question.resource())
                .chain(seen -> new Inquiry(this, question, reader, demand, seen).answer());
    }

    private @Nullable Answered ready(Question question, Reader reader, Demand demand, Sight sight) {
        var kept = memory.answer(question.key());
        if (kept == null
                || kept.stamp().generation().equals(Stamp.UNKNOWN)
                || !kept.stamp().generation().equals(question.generation(sight))) {
            return null;
        }
        var age = age(kept.asOf());
        var ttl = lifetimes(question.resource()).ttl();
        var left = ttl.minus(age);
        if (left.isNegative() || !demand.admits(age, left, Duration.ZERO) || !question.isStill(kept)) {
            return null;
        }
        var hit = Provenance.hit(left);
        var provenance = kept.subsumed() ? hit.as(Result.SUBSUMED) : hit;
        tally.count(question.resource(), reader.client(), provenance);
        return new Answered(kept.body(), kept.asOf(), age, ttl, provenance);
    }

    /** Refreshes behind the scenes; one at a time for each question. */
    void refresh(Question question, Reader reader, Sight sight, List<Stretch> known) {
        if (!refreshing.begin(question.key())) {
            return;
        }
        flights.board(
                        question.errand(List.copyOf(known), sight, false),
                        reader.in(Priority.BACKGROUND),
                        lifetimes(question.resource()).usable(),
                        Company.ANYBODY)
                .subscribe()
                .with(
                        boarding -> refreshing.ended(question.key(), boarding.landing() instanceof Landing.Brought),
                        failure -> refreshing.ended(question.key(), false));
    }

    Duration age(Instant asOf) {
        return Lifetimes.age(asOf, now());
    }

    Instant now() {
        return clock.instant();
    }

    Lifetimes lifetimes(String resource) {
        return lifetimes.apply(resource);
    }

    Memory memory() {
        return memory;
    }

    Store store() {
        return store;
    }

    Flights flights() {
        return flights;
    }

    Generations generations() {
        return generations;
    }

    Tally tally() {
        return tally;
    }
}
