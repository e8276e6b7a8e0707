package io.frontugateway.upstream;

import io.frontugateway.upstream.Slots.Grant;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Takes a slot of the shared quota for every call that passes, and hands both to the one attempt behind it. */
public final class SlottedUpstream implements Upstream {
    private final Slots slots;
    private final Attempt attempt;

    public SlottedUpstream(Slots slots, Attempt attempt) {
        this.slots = slots;
        this.attempt = attempt;
    }

    @Override
    public Uni<Reply> send(Call call) {
        return Uni.createFrom().deferred(() -> {
            var taken = new AtomicReference<Slot>();
            return take(call)
                    .chain(grant -> use(grant, call, taken))
                    .onCancellation()
                    .invoke(() -> giveBack(taken.get()));
        });
    }

    private Uni<Grant> take(Call call) {
        return Uni.createFrom().deferred(() -> {
            long began = System.nanoTime();
            var spending = Spending.current();
            return Spans.around("quota.wait", span -> slots.take(call))
                    .eventually(() -> spending.waited(System.nanoTime() - began));
        });
    }

    private Uni<Reply> use(Grant grant, Call call, AtomicReference<Slot> taken) {
        if (grant instanceof Grant.Taken granted) {
            taken.set(granted.slot());
            return attempt.attempt(call, new WatchedSlot(granted.slot(), call.progress()));
        }
        var problem = ((Grant.Refused) grant).problem();
        return Uni.createFrom().item(new Reply.Failed(problem, Reply.Sent.NOT_TRIED));
    }

    // A slot that was sent ignores this; it matters where the caller left between the grant and the attempt.
    private static void giveBack(@Nullable Slot slot) {
        if (slot != null) {
            slot.giveBack();
        }
    }
}
