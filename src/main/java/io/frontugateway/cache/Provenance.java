package io.frontugateway.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an answer came about, as {@code Cache-Status} tells it (RFC 9211) and as it is counted.
 *
 * @param forward why Frontu was asked; null for a hit, where it was not
 * @param stored whether the answer was kept for others
 * @param collapsed whether the ask was somebody else's, who asked for the same at the same time
 * @param forwardStatus HTTP status of Frontu's answer; null where it gave none, or was not asked
 * @param left of a hit, how long it stays fresh, negative once it is stale; null where Frontu was asked
 * @param detail what else is to be said of it; null for nothing
 * @param result what it is counted as
 */
public record Provenance(
        @Nullable Forward forward,
        boolean stored,
        boolean collapsed,
        @Nullable Integer forwardStatus,
        @Nullable Duration left,
        @Nullable Detail detail,
        Result result) {

    /** Why Frontu was asked. */
    public enum Forward {
        /** Nothing was kept under this key. */
        URI_MISS("uri-miss"),
        /** What was kept was too old. */
        STALE("stale"),
        /** What was kept did not meet the request's own demands. */
        REQUEST("request");

        private final String word;

        Forward(String word) {
            this.word = word;
        }

        /** The token of RFC 9211. */
        public String word() {
            return word;
        }
    }

    /** What else is to be said of an answer. */
    public enum Detail {
        /** It is stale, and served because Frontu could not be asked or failed. */
        STALE_IF_ERROR("stale-if-error"),
        /** A write has been done since that it may not reflect. */
        INVALIDATED("invalidated"),
        /** Whether a write has been done since could not be found out. */
        STORE_UNREACHABLE("store-unreachable");

        private final String word;

        Detail(String word) {
            this.word = word;
        }

        /** The token that callers see. */
        public String word() {
            return word;
        }
    }

    /** What an answer is counted as: the label {@code result} of {@code frontu_cache_requests_total}. */
    public enum Result {
        /** Kept and fresh; no request to Frontu. */
        HIT("hit"),
        /** Kept and stale; no request, or one that failed. */
        STALE("stale"),
        /** Read from Frontu for this request. */
        MISS("miss"),
        /** Read from Frontu for another request at the same time. */
        COLLAPSED("collapsed"),
        /** Taken from a kept list that holds more; no request. */
        SUBSUMED("subsumed"),
        /** A kept list, brought up to date by asking for what has changed. */
        DELTA("delta");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        /** The value of the label. */
        public String word() {
            return word;
        }
    }

    /**
     * Served without asking Frontu.
     *
     * @param left how long it stays fresh; negative once it is stale
     */
    public static Provenance hit(Duration left) {
        return new Provenance(null, false, false, null, left, null, left.isNegative() ? Result.STALE : Result.HIT);
    }

    /** Read from Frontu for this request, which answered 200. */
    public static Provenance asked(Forward why) {
        return new Provenance(why, false, false, 200, null, null, Result.MISS);
    }

    /**
     * Stale, and served after Frontu failed.
     *
     * @param status what Frontu answered, or what the failure is told to callers as
     */
    public static Provenance staleAfter(int status) {
        return new Provenance(Forward.STALE, false, false, status, null, Detail.STALE_IF_ERROR, Result.STALE);
    }

    /** The same, kept for others. */
    public Provenance asStored() {
        return new Provenance(forward, true, collapsed, forwardStatus, left, detail, result);
    }

    /** The same, but asked by somebody else. */
    public Provenance asCollapsed() {
        return new Provenance(forward, stored, true, forwardStatus, left, detail, Result.COLLAPSED);
    }

    /** The same with something else to say. */
    public Provenance with(Detail more) {
        return new Provenance(forward, stored, collapsed, forwardStatus, left, more, result);
    }

    /** The same, counted as something else. */
    public Provenance as(Result other) {
        return new Provenance(forward, stored, collapsed, forwardStatus, left, detail, other);
    }

    /** Whether it was served without asking Frontu. */
    public boolean isHit() {
        return forward == null;
    }
}
