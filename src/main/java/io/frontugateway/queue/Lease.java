package io.frontugateway.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This replica's right to send an account's writes, and its look at the others'. The beat of the lease is renewed every
 * second; a replica whose beat has been seen to stand still for the whole lease, by this one, on its own clock that no
 * setting of the time can move, is given up. What this replica could not look at does not count: after a gap it begins anew.
 *
 * <p>A lease that was lost is gone for good; the next one has another name. Used on one Vert.x context.
 */
final class Lease {
    private static final Logger LOG = Logger.getLogger(Lease.class);

    /** What a lease is longer than the time for one answer: the wait for a slot, late beats, and a margin. */
    static final Duration SPARE = Duration.ofSeconds(10);

    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration GAP = Duration.ofSeconds(3);

    private final WriteScripts scripts;
    private final String replica;
    private final Duration length;
    private final Duration deadline;
    private final Map<String, Standing> others = new HashMap<>();

    private int number;
    private @Nullable String owner;
    private long renewed;
    private long looked;

    /** A beat, and since when it has been seen. */
    private record Standing(String beat, long since) {}

    /** Another owner whose beat stands still. */
    record Still(String owner, String beat) {}

    /** @param deadline time until an answer of Frontu must have begun */
    Lease(WriteScripts scripts, String replica, Duration deadline) {
        this(scripts, replica, deadline, deadline.plus(SPARE));
    }

    Lease(WriteScripts scripts, String replica, Duration deadline, Duration length) {
        this.scripts = scripts;
        this.replica = replica;
        this.deadline = deadline;
        this.length = length;
    }

    Duration length() {
        return length;
    }

    /** Under which name claims are held now; null while there is no lease. */
    @Nullable
    String owner() {
        return owner;
    }

    /** The last moment at which a write may leave, so that its answer is due before the lease can be taken: nanoseconds. */
    long leaveBefore() {
        return renewed + length.minus(deadline).minus(MARGIN).toNanos();
    }

    /**
     * Renews the lease, or gets a new one where it was lost.
     *
     * @return the owners that are to be given up
     */
    Uni<List<Still>> beat() {
        return Uni.createFrom().deferred(() -> {
            boolean first = owner == null;
            var name = first ? replica + "-" + ++number : owner;
            long began = System.nanoTime();
            return scripts.beat(java.util.Objects.requireNonNull(name), first, length)
                    .map(answer -> heard(name, began, answer))
                    .onFailure()
                    .invoke(others::clear);
        });
    }

    private List<Still> heard(String name, long began, List<Response> answer) {
        if (answer.isEmpty()) {
            LOG.warnf("Account %s: the lease of this replica was taken over; it begins anew.", scripts.account());
            owner = null;
            others.clear();
            return List.of();
        }
        owner = name;
        renewed = began;
        return look(name, answer);
    }

    private List<Still> look(String self, List<Response> leases) {
        long now = System.nanoTime();
        if (now - looked > GAP.toNanos()) {
            others.clear();
        }
        looked = now;
        var still = new ArrayList<Still>();
        var present = new ArrayList<String>();
        for (int i = 0; i + 1 < leases.size(); i += 2) {
            var other = leases.get(i).toString();
            var beat = leases.get(i + 1).toString();
            present.add(other);
            if (!other.equals(self) && standsStill(other, beat, now)) {
                still.add(new Still(other, beat));
            }
        }
        others.keySet().retainAll(present);
        return still;
    }

    private boolean standsStill(String other, String beat, long now) {
        if (beat.equals("x")) {
            return true; // given up by somebody who did not get to the end of it
        }
        var seen = others.get(other);
        if (seen == null || !seen.beat().equals(beat)) {
            others.put(other, new Standing(beat, now));
            return false;
        }
        return now - seen.since() >= longer(beat).toNanos();
    }

    /** Replicas of different settings go by the longer lease. */
    private Duration longer(String beat) {
        var theirs = Duration.ofMillis(Long.parseLong(beat.substring(beat.indexOf('/') + 1)));
        return theirs.compareTo(length) > 0 ? theirs : length;
    }

    /** Lets the lease go. What is still claimed under it is taken over at once. */
    Uni<Void> leave() {
        var name = owner;
        owner = null;
        return name == null ? Uni.createFrom().voidItem() : scripts.leave(name);
    }
}
