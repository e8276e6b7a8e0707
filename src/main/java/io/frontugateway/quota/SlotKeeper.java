package io.frontugateway.quota;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears what becomes of a slot; from any thread, each thing once. */
interface SlotKeeper {
    /**
     * The head of an answer is in.
     *
     * @param closed how long Frontu wants no further requests; null when it did not say 429
     */
    void settled(HeldSlot slot, @Nullable Duration closed);

    /** Nothing was sent. */
    void returned(HeldSlot slot);
}
