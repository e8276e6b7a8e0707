package io.frontugateway.api;

import io.frontugateway.cache.Demand;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's {@code Cache-Control} (RFC 9111, section 5.2.1). A directive that is not known or whose value makes no
 * sense is as if it were not there, since the other reading, asking Frontu for every nonsense, would cost quota. Of a
 * directive that is given twice the stricter one counts. {@code Pragma: no-cache} counts where there is no
 * {@code Cache-Control}.
 */
final class Demands {
    /** The longest duration that is told apart (RFC 9111, section 1.2.2); whoever says more means for ever. */
    private static final long MOST_SECONDS = Integer.MAX_VALUE;

    private boolean noCache;
    private boolean noStore;
    private boolean onlyIfCached;
    private @Nullable Duration maxAge;
    private @Nullable Duration minFresh;
    private @Nullable Duration maxStale;

    private Demands() {}

    static Demand of(MultiMap headers) {
        if (headers.contains("Cache-Control")) {
            return of(headers, "Cache-Control");
        }
        return headers.contains("Pragma")
                ? new Demand(of(headers, "Pragma").noCache(), false, false, null, null, null)
                : Demand.NONE;
    }

    /** For what is never kept: only-if-cached cannot be met. */
    static void requireAsking(MultiMap headers) {
        if (of(headers).onlyIfCached()) {
            throw Problem.of(Reason.NOT_CACHED, "This is never cached, and Cache-Control rules out to ask Frontu.")
                    .asException();
        }
    }

    private static Demand of(MultiMap headers, String field) {
        var demands = new Demands();
        Elements.of(headers.getAll(field)).forEach(demands::take);
        return new Demand(
                demands.noCache,
                demands.noStore,
                demands.onlyIfCached,
                demands.maxAge,
                demands.minFresh,
                demands.maxStale);
    }

    private void take(String directive) {
        var equals = directive.indexOf('=');
        var name = (equals < 0 ? directive : directive.substring(0, equals)).toLowerCase(Locale.ROOT);
        var value = equals < 0 ? null : seconds(directive.substring(equals + 1));
        switch (name) {
            case "no-cache" -> noCache = true;
            case "no-store" -> noStore = true;
            case "only-if-cached" -> onlyIfCached = true;
            case "max-age" -> maxAge = stricter(maxAge, value, Demands::shorter);
            case "min-fresh" -> minFresh = stricter(minFresh, value, Demands::longer);
            case "max-stale" -> maxStale = stricter(maxStale, equals < 0 ? Demand.ANY : value, Demands::shorter);
            default -> {
                // What is not known is passed over (RFC 9111, section 5.2.3).
            }
        }
    }

    private static @Nullable Duration stricter(
            @Nullable Duration one, @Nullable Duration other, BinaryOperator<Duration> choice) {
        if (one == null) {
            return other;
        }
        return other == null ? one : choice.apply(one, other);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Whole seconds, also where they are quoted (RFC 9111, section 5.2); null for anything else. */
    private static @Nullable Duration seconds(String text) {
        var quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
        var digits = quoted ? text.substring(1, text.length() - 1) : text;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        var significant = digits.replaceFirst("^0+(?=.)", "");
        return Duration.ofSeconds(
                significant.length() > 10 ? MOST_SECONDS : Math.min(MOST_SECONDS, Long.parseLong(significant)));
    }
}
