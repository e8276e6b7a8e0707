package io.frontugateway.cache;

import io.frontugateway.upstream.Progress;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Takes down what Frontu's clock shows when a read begins, and tells another follower everything. */
final class FrontusClock implements Progress {
    /** How far two clocks may lie apart of which one does not say what it shows. */
    private static final Duration DISAGREEMENT = Duration.ofSeconds(60);

    private final Progress other;
    private volatile @Nullable Long first;
    private volatile boolean asked;

    FrontusClock(Progress other) {
        this.other = other;
    }

    @Override
    public void sent() {
        other.sent();
    }

    @Override
    public void answered(int status, MultiMap headers) {
        if (!asked) {
            asked = true;
            first = seconds(headers.get("Date"));
        }
        other.answered(status, headers);
    }

    /** Unix seconds at the start of the read; by our own clock, with a margin, where Frontu does not say. */
    long atStart(Instant asked) {
        var seen = first;
        return seen != null ? seen : asked.minus(DISAGREEMENT).getEpochSecond();
    }

    private static @Nullable Long seconds(@Nullable String date) {
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toEpochSecond();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
