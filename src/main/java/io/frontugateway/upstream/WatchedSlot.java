package io.frontugateway.upstream;

import io.vertx.core.MultiMap;

/** A slot that tells how far the call it is used for has come. */
record WatchedSlot(Slot slot, Progress progress) implements Slot {
    @Override
    public boolean markSent() {
        if (!progress.mayLeave()) {
            slot.giveBack();
            return false;
        }
        boolean mayBeSent = slot.markSent();
        if (mayBeSent) {
            progress.sent();
        }
        return mayBeSent;
    }

    @Override
    public void settle(int status, MultiMap headers) {
        slot.settle(status, headers);
        progress.answered(status, headers);
    }

    @Override
    public void giveBack() {
        slot.giveBack();
    }
}
