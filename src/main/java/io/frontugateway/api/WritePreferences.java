package io.frontugateway.api;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller of a write prefers (RFC 7240). What is not understood is no preference.
 *
 * @param patience how long the outcome is waited for; null where it is not
 * @param mayMerge whether the write may become one request with others; {@code no-merge} says no
 */
record WritePreferences(@Nullable Duration patience, boolean mayMerge) {
    private static final Pattern NO_MERGE = Pattern.compile("(?i)(^|,)\\s*no-merge\\s*(?=$|[,;])");

    static WritePreferences of(HttpServerRequest request) {
        var said = String.join(",", request.headers().getAll("Prefer"));
        return new WritePreferences(
                Preferences.longestWait(request).orElse(null),
                !NO_MERGE.matcher(said).find());
    }

    /** The same where no outcome is waited for. */
    WritePreferences withoutWait() {
        return new WritePreferences(null, mayMerge);
    }

    /** Says what was honoured. */
    void tell(MultiMap headers) {
        List<String> applied = new ArrayList<>();
        if (patience != null) {
            applied.add("wait=" + patience.toSeconds());
        }
        if (!mayMerge) {
            applied.add("no-merge");
        }
        if (!applied.isEmpty()) {
            headers.set("Preference-Applied", String.join(", ", applied));
        }
    }
}
