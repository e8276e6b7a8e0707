package io.frontugateway.api;

import io.frontugateway.quota.Note;
import io.vertx.core.MultiMap;
import java.time.Duration;

/** {@code RateLimit-Policy} and {@code RateLimit}, on answers that used or were refused the quota. */
final class RateHeaders {
    private RateHeaders() {}

    /** Adds both where the present request had to do with the quota. */
    static void add(MultiMap headers) {
        Note.ofThisRequest()
                .ifPresent(note -> headers.set("RateLimit-Policy", policy(note))
                        .set(
                                "RateLimit",
                                "\"frontu\";r=" + note.remaining() + ";t=" + ceilingSeconds(note.resetsIn())));
    }

    private static String policy(Note note) {
        return "\"frontu\";q=" + note.limit() + ";w=" + ceilingSeconds(note.window());
    }

    private static long ceilingSeconds(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }
}
