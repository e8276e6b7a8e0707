package io.frontugateway.cache;

import io.frontugateway.cache.Stretch.Scope;
import io.frontugateway.cache.Stretch.Sync;
import io.frontugateway.reads.EntityReads;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Position;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A replica that claims a fetch and then stands still, until it is too late. */
final class DeadReplica {
    private final Store store;
    private final Place flight;
    private final Place place;

    DeadReplica(CacheBed bed, ListQuery query) {
        this.store = new Store(bed.connection(), 1 << 20);
        var means = new ListQuestion.Means(
                new EntityReads(call -> Uni.createFrom().nothing()),
                new Memory(1),
                store,
                Lifetimes.by(CacheBed.Settings.usual()),
                InstantSource.system());
        var question = new ListQuestion(means, "default", query, Position.start(100), 100, CacheBed::document);
        this.flight = question.errand(List.of(), new Generations.Sight(java.util.Map.of("tasks", "g"), 0), false)
                .flight();
        this.place = question.places().get(0);
    }

    void claim() {
        CacheBed.result(store.claim(flight, "dead", null, false, true, List.of()));
    }

    Store.Standing land() {
        var rows = new Stretch(
                new Scope(null, null, Position.start(100), Scope.AS_ASKED),
                List.of(),
                null,
                Instant.now(),
                new Stamp("g", Long.MAX_VALUE / 1000),
                new Sync(null, Instant.now(), false));
        return CacheBed.result(store.land(flight, "dead", place, rows, Duration.ofMinutes(1)));
    }
}
