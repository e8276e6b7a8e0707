package io.frontugateway.queue;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Gives up replicas that stand still, and takes over what they were sending. That may have come to Frontu, so what it may
 * have changed is told before any of it is shown as over. Whoever does not get to the end of it leaves the rest to the next
 * beat, of whatever replica.
 */
final class Takeover {
    private static final Logger LOG = Logger.getLogger(Takeover.class);
    private static final Problem LOST =
            Problem.of(Reason.FRONTU_UNAVAILABLE, "The replica that was sending the write was lost.");

    private final WriteScripts scripts;
    private final Effects effects;
    private final Duration heardOf;

    /** @param heardOf for how long one that was given up may come back with news of what it had sent */
    Takeover(WriteScripts scripts, Effects effects, Duration heardOf) {
        this.scripts = scripts;
        this.effects = effects;
        this.heardOf = heardOf;
    }

    /** One after the other. */
    Uni<Void> of(Collection<Lease.Still> still) {
        return inTurn(Multi.createFrom().iterable(still).onItem().transformToUniAndConcatenate(this::of));
    }

    private Uni<Void> of(Lease.Still still) {
        if (!still.beat().equals("x")) {
            LOG.warnf(
                    "Account %s: replica %s stands still; its writes are taken over.",
                    scripts.account(), still.owner());
        }
        return end(still, Set.of());
    }

    private Uni<Void> end(Lease.Still still, Collection<String> told) {
        return scripts.takeOver(still.owner(), still.beat(), heardOf, LOST, told)
                .chain(left -> left.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : tell(left.values()).chain(() -> end(new Lease.Still(still.owner(), "x"), left.keySet())));
    }

    private Uni<Void> tell(Collection<String> resources) {
        return inTurn(Multi.createFrom()
                .iterable(Set.copyOf(resources))
                .onItem()
                .transformToUniAndConcatenate(resource -> effects.changed(scripts.account(), resource)));
    }

    private static Uni<Void> inTurn(Multi<Void> steps) {
        return steps.onItem().ignoreAsUni();
    }
}
