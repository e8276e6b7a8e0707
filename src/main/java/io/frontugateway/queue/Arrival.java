package io.frontugateway.queue;

import io.frontugateway.upstream.Spans;

/**
 * A write on its way into the queue.
 *
 * @param id of the operation that it becomes
 * @param trace under which it arrived, as {@link Spans#traceparent} gives it
 */
record Arrival(String id, Submission write, String trace) {
    /** One that has just arrived, on the current context. */
    static Arrival of(Submission write) {
        return new Arrival(Ulid.next(), write, Spans.traceparent());
    }

    int bytes() {
        return write.request().body().length();
    }
}
