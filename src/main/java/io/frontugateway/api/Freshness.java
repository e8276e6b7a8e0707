package io.frontugateway.api;

import io.frontugateway.cache.Answered;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;

/** Header fields that tell how fresh an answer is, to people and to caches on the caller's side. */
final class Freshness {
    private static final CharSequence ETAG = HttpHeaders.createOptimized("ETag");
    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");
    private static final CharSequence VARY = HttpHeaders.createOptimized("Vary");
    private static final CharSequence CACHE_CONTROL = HttpHeaders.createOptimized("Cache-Control");
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");

    /** What beside the path an answer depends on. */
    private static final CharSequence WHAT_COUNTS =
            HttpHeaders.createOptimized("Authorization, X-Api-Key, Frontu-Account, Accept, Accept-Encoding");

    private Freshness() {}

    /** Sets the fields that an answer with a body and one without (304) have in common. */
    static void tell(Answered answered, String etag, MultiMap headers) {
        headers.set(ETAG, etag);
        headers.set(CACHE_CONTROL, "private, max-age=" + seconds(answered.ttl()));
        headers.set(AGE, seconds(answered.age()));
        headers.set(VARY, WHAT_COUNTS);
        headers.set(CACHE_STATUS, CacheStatus.of(answered.provenance()));
    }

    /** The same in a map of their own. */
    static MultiMap headers(Answered answered, String etag) {
        var headers = HttpHeaders.headers();
        tell(answered, etag, headers);
        return headers;
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(0, duration.toSeconds()));
    }
}
