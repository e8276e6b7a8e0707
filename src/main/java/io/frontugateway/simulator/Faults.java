package io.frontugateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Decides what goes wrong with each request. Chance is the same after each reset. */
final class Faults {
    private final SplittableRandom random = new SplittableRandom(7);
    private long[] strikes;
    private Switches switches;

    Faults(Switches switches) {
        this.switches = switches;
        this.strikes = new long[switches.faults().size()];
    }

    /** Takes other switches; strikes are counted anew if the faults are others. */
    void use(Switches next) {
        if (!next.faults().equals(switches.faults())) {
            strikes = new long[next.faults().size()];
        }
        switches = next;
    }

    /**
     * The lot of one request: delays add up, and the first other fault that strikes is the only one.
     *
     * @param beforeMs time before the effect
     * @param afterMs time between the effect and the answer
     */
    record Lot(long beforeMs, long afterMs, @Nullable Fault fault) {}

    Lot draw(String method, String path) {
        long before = between(switches.minLatencyMs(), switches.maxLatencyMs());
        long after = 0;
        Fault striking = null;
        for (int i = 0; i < strikes.length; i++) {
            Fault fault = switches.faults().get(i);
            boolean delays = fault.kind().phase == FaultKind.Phase.DELAY;
            if ((striking != null && !delays) || !strikes(i, fault, method, path)) {
                continue;
            }
            if (fault.kind() == FaultKind.LATENCY) {
                before += delay(fault);
            } else if (fault.kind() == FaultKind.SLOW_ANSWER) {
                after += delay(fault);
            } else {
                striking = fault;
            }
        }
        return new Lot(before, after, striking);
    }

    long delay(Fault fault) {
        return between(fault.minMs(), fault.maxMs());
    }

    JsonArray counts() {
        JsonArray counts = new JsonArray();
        for (int i = 0; i < strikes.length; i++) {
            Fault fault = switches.faults().get(i);
            counts.add(new JsonObject()
                    .put("kind", fault.kind().spelling())
                    .put("path", fault.path())
                    .put("strikes", strikes[i]));
        }
        return counts;
    }

    private boolean strikes(int position, Fault fault, String method, String path) {
        if (!fault.befalls(method, path)
                || strikes[position] >= fault.times()
                || (fault.rate() < 1 && random.nextDouble() >= fault.rate())) {
            return false;
        }
        strikes[position]++;
        return true;
    }

    private long between(long least, long most) {
        return most <= least ? least : least + random.nextLong(most - least + 1);
    }
}
