package io.frontugateway.simulator;

import io.frontugateway.simulator.Members.BadSetting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that goes wrong, and when.
 *
 * @param path prefix of the paths it befalls, below {@code /client/api/v2}; empty for all
 * @param method the only method it befalls; none for all
 * @param rate share of the requests it befalls, 0 to 1
 * @param times how often it strikes at most
 * @param status status of the answer, for the kinds that have one
 * @param retryAfter seconds of a {@code Retry-After} header; below 0 for none
 * @param dated that header holds a date instead
 * @param minMs least delay, for the kinds that wait
 * @param maxMs greatest delay, for the kinds that wait
 * @param bytes size of a huge body
 */
record Fault(
        FaultKind kind,
        String path,
        @Nullable String method,
        double rate,
        long times,
        int status,
        long retryAfter,
        boolean dated,
        long minMs,
        long maxMs,
        long bytes) {
    private static final long LONGEST_MS = 86_400_000;

    static Fault read(Members members) throws BadSetting {
        FaultKind kind = members.choice("kind", List.of(FaultKind.values()), FaultKind::spelling, null);
        String path = members.text("path");
        long minMs = members.number("minMs", 0, 0, LONGEST_MS);
        return new Fault(
                kind,
                path == null ? "" : path,
                members.text("method"),
                members.rate("rate", 1),
                members.number("times", Long.MAX_VALUE, 0, Long.MAX_VALUE),
                (int) members.number("status", 503, 200, 599),
                members.number("retryAfter", -1, -1, 86_400),
                members.flag("retryAfterDate", false),
                minMs,
                Math.max(minMs, members.number("maxMs", minMs, 0, LONGEST_MS)),
                members.number("bytes", 64L << 20, 2, 1L << 40));
    }

    boolean befalls(String requestMethod, String requestPath) {
        return requestPath.startsWith(path) && (method == null || method.equals(requestMethod));
    }
}
