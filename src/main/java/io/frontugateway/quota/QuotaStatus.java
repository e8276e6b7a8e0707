package io.frontugateway.quota;

import io.frontugateway.problem.Degradation;
import io.frontugateway.problem.StatusPart;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Why the quota serves less than it could. */
@Singleton
public final class QuotaStatus implements StatusPart {
    private final SharedSlots slots;

    /** Tells of these. */
    QuotaStatus(SharedSlots slots) {
        this.slots = slots;
    }

    @Override
    public List<Degradation> degradations() {
        var found = new ArrayList<Degradation>();
        var standing = slots.standing();
        var fault = slots.fault();
        if (fault != null) {
            found.add(new Degradation(
                    "quota-store-refused",
                    fault
                            + ". No request goes to Frontu until Redis lets the gateway run its scripts (EVALSHA, EVAL and"
                            + " what they call)."));
        } else if (!slots.isInReach()) {
            found.add(new Degradation(
                    "quota-ledger-unreachable",
                    "The quota's ledger in Redis is out of reach: only a small reserve goes to Frontu."));
        }
        var evicting = slots.evictionPolicy();
        if (evicting != null) {
            found.add(new Degradation(
                    "quota-store-evicts",
                    "Redis' maxmemory-policy is " + evicting + ", which may throw away the quota's ledger: it is then"
                            + " restored, and slots are held back meanwhile. Set volatile-lru or noeviction."));
        }
        if (standing.isGateClosed()) {
            found.add(new Degradation(
                    "frontu-limited",
                    "Frontu answered 429 although the count here was within gateway.quota.limit: something else sends"
                            + " requests from this address, or Frontu's limit is stricter than configured. Requests wait"
                            + " until it takes them again."));
        } else if (standing.workingLimit() < standing.limit()) {
            found.add(new Degradation(
                    "working-limit-reduced",
                    "After a 429 of Frontu, " + standing.workingLimit() + " of " + standing.limit()
                            + " requests a window are used; this climbs back step by step."));
        }
        if (standing.unknown() > 0) {
            found.add(new Degradation(
                    "quota-partly-unknown",
                    "Redis forgot the quota's ledger; " + standing.unknown() + " slots count as spent until every"
                            + " replica has told what it sent."));
        }
        if (standing.settingsDiffer()) {
            found.add(new Degradation(
                    "quota-settings-differ",
                    "Replicas have different gateway.quota.limit or .window; the smaller limit (" + standing.limit()
                            + ") and the longer window (" + standing.window().toMillis() + " ms) hold."));
        }
        return found;
    }
}
