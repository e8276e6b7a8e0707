package io.frontugateway.quota;

import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Slot;
import io.frontugateway.upstream.Slots;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;

/** Grants every request at once. Stands where the shared ledger will; it keeps no limit. */
public final class OpenSlots implements Slots {
    private static final Slot SLOT = new Slot() {
        @Override
        public boolean markSent() {
            return true;
        }

        @Override
        public void settle(int status, MultiMap headers) {
            // Nothing is counted, so nothing is settled.
        }

        @Override
        public void giveBack() {
            // Nothing was taken.
        }
    };

    @Override
    public Uni<Grant> take(Call call) {
        return Uni.createFrom().item(new Grant.Taken(SLOT));
    }
}
