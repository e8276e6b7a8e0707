package io.frontugateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.CannedBody;
import io.frontugateway.testing.RecordingSlot;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final List<String> told = new ArrayList<>();

    private final Progress progress = new Progress() {
        @Override
        public void sent() {
            told.add("sent");
        }

        @Override
        public void answered(int status, MultiMap headers) {
            told.add("answered " + status);
        }
    };

    /** Slots without end. */
    private static final class FreeSlots implements Slots {
        @Override
        public Uni<Grant> take(Call call, Room room) {
            return Uni.createFrom().item(new Grant.Taken(RecordingSlot.fresh()));
        }

        @Override
        public void roomFreed() {}
    }

    @Test
    void whoFollowsACall_isToldWhenItLeavesAndWhenItIsAnswered() {
        Attempt attempt = (call, slot) -> {
            slot.markSent();
            slot.settle(200, MultiMap.caseInsensitiveMultiMap());
            Reply reply = new Reply.Answer(200, MultiMap.caseInsensitiveMultiMap(), CannedBody.empty(), Instant.EPOCH);
            return Uni.createFrom().item(reply);
        };
        var upstream = new SlottedUpstream(new FreeSlots(), attempt, Map.of("default", 1));

        upstream.send(call()).await().atMost(Duration.ofSeconds(10));

        assertThat(told).containsExactly("sent", "answered 200");
    }

    private Call call() {
        return new Call(
                "default",
                "tasks",
                "billing",
                Priority.INTERACTIVE,
                Call.Method.GET,
                "/tasks",
                Map.of(),
                null,
                Call.Shape.DOCUMENT,
                Duration.ZERO,
                progress);
    }
}
