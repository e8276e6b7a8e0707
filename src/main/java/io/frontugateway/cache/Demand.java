package io.frontugateway.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a request demands of a kept answer (the request directives of RFC 9111, section 5.2.1).
 *
 * @param noCache Frontu is to be asked; nothing kept is served, not even when the ask fails
 * @param noStore the answer is not to be kept
 * @param onlyIfCached Frontu is not to be asked
 * @param maxAge oldest answer that is wanted; null for no bound
 * @param minFresh how long the answer is to stay fresh; null for no demand
 * @param maxStale how long ago the answer may have ceased to be fresh, {@link #ANY} for however long; null where the
 *     request does not say, and the gateway's own grace decides
 */
public record Demand(
        boolean noCache,
        boolean noStore,
        boolean onlyIfCached,
        @Nullable Duration maxAge,
        @Nullable Duration minFresh,
        @Nullable Duration maxStale) {

    /** A staleness that no answer reaches. */
    public static final Duration ANY = Duration.ofSeconds(Integer.MAX_VALUE);

    /** A request that demands nothing. */
    public static final Demand NONE = new Demand(false, false, false, null, null, null);

    /**
     * Whether a kept answer may be served without asking Frontu.
     *
     * @param age how long ago Frontu was asked
     * @param left how long the answer stays fresh; negative once it is stale
     * @param grace how long a stale answer is served to those who do not say what they take; such an answer is then
     *     refreshed behind the scenes
     */
    public boolean admits(Duration age, Duration left, Duration grace) {
        if (noCache || isLess(maxAge, age) || minFresh != null && left.compareTo(minFresh) < 0) {
            return false;
        }
        return !left.isNegative() || left.negated().compareTo(toleratedStaleness(grace)) <= 0;
    }

    /**
     * Whether something that another has just brought will do in place of asking oneself. What is told in whole seconds is
     * compared in whole seconds, so that those who want it new can share what is.
     */
    boolean admitsBrought(Duration age, Duration left) {
        return admits(Duration.ofSeconds(age.toSeconds()), left, Duration.ZERO);
    }

    /**
     * Whether a kept answer may be served because Frontu could not be asked, or did not answer. It then says how old it is,
     * which is more use to those who wished for a fresher one than a refusal; only {@code noCache} and an explicit
     * {@code maxStale} are held to.
     *
     * @param left how long the answer stays fresh; negative once it is stale
     */
    public boolean admitsAfterFailure(Duration left) {
        return !noCache && (maxStale == null || left.negated().compareTo(maxStale) <= 0);
    }

    /** Who asks for a certain freshness and says nothing of staleness wants none (RFC 9111, section 5.2.1.1). */
    private Duration toleratedStaleness(Duration grace) {
        if (maxStale != null) {
            return maxStale;
        }
        return maxAge == null && minFresh == null ? grace : Duration.ZERO;
    }

    private static boolean isLess(@Nullable Duration bound, Duration value) {
        return bound != null && bound.compareTo(value) < 0;
    }
}
