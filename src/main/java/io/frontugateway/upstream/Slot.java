package io.frontugateway.upstream;

import io.vertx.core.MultiMap;

/**
 * The right to send one request to Frontu, once. It moves from taken to sent to settled, or from taken to given back;
 * every other move is ignored, so that late or repeated signals do no harm. A slot that was sent and is never settled
 * frees itself in the ledger when its deadline, a drain time and one window have passed.
 *
 * <p>Only code that holds a slot can send: see {@code upstream.frontu.FrontuClient}.
 */
public interface Slot {
    /**
     * Uses the slot: to be called last before the first byte is written.
     *
     * @return false when the grant has become too old (the process was paused): then nothing may be sent, and the slot
     *     has been given back
     */
    boolean markSent();

    /**
     * The head of an answer is in. One window from now the slot is free again; a 429 also closes the gate.
     *
     * @param status Frontu's status
     * @param headers Frontu's head, of which {@code Retry-After} and {@code Date} are looked at
     */
    void settle(int status, MultiMap headers);

    /** Nothing was sent and nothing will be. */
    void giveBack();
}
