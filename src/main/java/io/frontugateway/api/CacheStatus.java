package io.frontugateway.api;

import io.frontugateway.cache.Provenance;

/** Spells the provenance of an answer as {@code Cache-Status} (RFC 9211). */
final class CacheStatus {
    private static final String NAME = "frontu-gateway";

    private CacheStatus() {}

    static String of(Provenance provenance) {
        var text = new StringBuilder(64).append(NAME);
        var forward = provenance.forward();
        if (forward == null) {
            text.append("; hit");
        } else {
            text.append("; fwd=").append(forward.word());
        }
        if (provenance.forwardStatus() != null) {
            text.append("; fwd-status=").append(provenance.forwardStatus());
        }
        if (provenance.left() != null) {
            // Rounded down, so that it is negative as soon as the answer is stale.
            text.append("; ttl=").append(provenance.left().toSeconds());
        }
        if (provenance.stored()) {
            text.append("; stored");
        }
        if (provenance.collapsed()) {
            text.append("; collapsed");
        }
        if (provenance.detail() != null) {
            text.append("; detail=").append(provenance.detail().word());
        }
        return text.toString();
    }
}
