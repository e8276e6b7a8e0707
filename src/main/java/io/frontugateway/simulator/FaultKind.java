package io.frontugateway.simulator;

import java.util.Locale;

/** What can go wrong with a request. */
enum FaultKind {
    /** Waits before the effect. */
    LATENCY(Phase.DELAY),
    /** Waits between the effect and the answer. */
    SLOW_ANSWER(Phase.DELAY),
    /** Answers with a status of its own and has no effect. */
    STATUS(Phase.INSTEAD),
    /** Accepts the request, has no effect and never answers. */
    HANG(Phase.INSTEAD),
    /** Cuts the connection and has no effect. */
    DROP_BEFORE(Phase.INSTEAD),
    /** Has its effect some time later, whether or not the caller is still there, and never answers. */
    LATE_EFFECT(Phase.INSTEAD),
    /** Has its effect, then answers with a status of its own. */
    STATUS_AFTER(Phase.ANSWER),
    /** Has its effect, then cuts the connection without an answer. */
    DROP_AFTER(Phase.ANSWER),
    /** Sends the first half of the answer as if it were whole. */
    HALF_BODY(Phase.ANSWER),
    /** Announces the whole answer, sends half of it and cuts the connection. */
    CUT_BODY(Phase.ANSWER),
    /** Sends an HTML page with status 200. */
    HTML(Phase.ANSWER),
    /** Sends an error object with status 200. */
    ERROR_BODY(Phase.ANSWER),
    /** Sends 204 without a body. */
    NO_CONTENT(Phase.ANSWER),
    /** Sends an array of rows that never ends, as fast as it is read. */
    ENDLESS_BODY(Phase.ANSWER),
    /** Sends a well-formed JSON object of a given size. */
    HUGE_BODY(Phase.ANSWER);

    /** Whether a fault delays, stands in place of the effect, or spoils the answer after it. */
    enum Phase {
        DELAY,
        INSTEAD,
        ANSWER
    }

    final Phase phase;

    FaultKind(Phase phase) {
        this.phase = phase;
    }

    String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
