package io.frontugateway.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One refusal, as a value.
 *
 * @param reason which of the known cases it is
 * @param detail what was wrong this time and what is allowed instead; never holds a secret or a body
 * @param members further members of the problem document by name, in order; values that Jackson can write
 * @param retryAfter after which time the same request can succeed; null where waiting does not help
 */
public record Problem(
        Reason reason,
        String detail,
        Map<String, Object> members,
        @Nullable Duration retryAfter) {

    public Problem {
        members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** A problem without further members, for which waiting does not help. */
    public static Problem of(Reason reason, String detail) {
        return new Problem(reason, detail, Map.of(), null);
    }

    /** The same problem with one more member. */
    public Problem with(String member, Object value) {
        var more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(reason, detail, more, retryAfter);
    }

    /** The same problem, which can be overcome by asking again after the given time. */
    public Problem retryAfter(Duration wait) {
        return new Problem(reason, detail, members, wait);
    }

    /** This problem as the failure of a {@code Uni}. */
    public ProblemException asException() {
        return new ProblemException(this);
    }
}
