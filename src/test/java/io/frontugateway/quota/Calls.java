package io.frontugateway.quota;

import io.frontugateway.problem.Problem;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Room;
import io.frontugateway.upstream.Slot;
import io.frontugateway.upstream.Slots;
import io.frontugateway.upstream.Slots.Grant;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asking for slots, in few words. */
final class Calls {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Calls() {}

    static Call read(String client, Duration wait) {
        return call(client, Priority.INTERACTIVE, wait);
    }

    static Call call(String client, Priority priority, Duration wait) {
        return Call.get("default", "tasks", client, priority, "/client/api/v2/tasks", wait);
    }

    static Grant ask(Slots slots, Call call) {
        return slots.take(call, new Room(1000, () -> {})).await().atMost(PATIENCE);
    }

    static CompletableFuture<Grant> asking(Slots slots, Call call) {
        return slots.take(call, new Room(1000, () -> {})).subscribeAsCompletionStage();
    }

    static Slot take(Slots slots, String client) {
        return slot(ask(slots, read(client, Duration.ofSeconds(10))));
    }

    static Slot slot(Grant grant) {
        if (grant instanceof Grant.Taken taken) {
            return taken.slot();
        }
        throw new AssertionError("refused: " + ((Grant.Refused) grant).problem());
    }

    static Problem refusal(Grant grant) {
        if (grant instanceof Grant.Refused refused) {
            return refused.problem();
        }
        throw new AssertionError("granted");
    }

    /** Takes, sends and settles at once. */
    static void use(Slots slots, String client) {
        var slot = take(slots, client);
        if (!slot.markSent()) {
            throw new AssertionError("too old to be sent");
        }
        slot.settle(200, MultiMap.caseInsensitiveMultiMap());
    }
}
