package io.frontugateway.cache;

/**
 * What decides between two results of the same question.
 *
 * @param generation the resource's generation before Frontu was asked; empty where it could not be found out
 * @param ticket when Frontu was asked, in microseconds of Redis' clock: of two results that of the later ask counts
 */
public record Stamp(String generation, long ticket) {
    /** A generation that could not be found out; equal to none. */
    static final String UNKNOWN = "";
}
