package io.frontugateway.upstream;

import static io.frontugateway.upstream.FakeUpstream.READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.testing.RecordingSlot;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlottedUpstreamTest {
    private final FakeSlots slots = new FakeSlots();
    private final List<Slot> sentWith = new ArrayList<>();
    private Uni<Reply> outcome = Uni.createFrom().nothing();
    private final SlottedUpstream slotted = new SlottedUpstream(
            slots,
            (call, slot) -> {
                sentWith.add(slot);
                return outcome;
            },
            Map.of("acme", 1));

    @Test
    void place_isKeptWhileTheCallIsUnderWay() {
        var underWay = slotted.send(READ).subscribe().with(ignored -> {});
        assertThat(sentWith).hasSize(1);
        assertThat(slotted.underWay("acme")).isEqualTo(1);

        underWay.cancel();

        assertThat(slotted.underWay("acme")).isZero();
        assertThat(slots.slot.moves()).containsExactly("given back");
        assertThat(slots.freed).isEqualTo(1);
    }

    @Test
    void place_isGivenBackWhenTheAttemptHasFailed() {
        var failed = new Reply.Failed(Problem.of(Reason.FRONTU_TIMEOUT, "late"), Reply.Sent.PERHAPS);
        outcome = Uni.createFrom().item(failed);

        assertThat(slotted.send(READ).await().indefinitely()).isEqualTo(failed);

        assertThat(slotted.underWay("acme")).isZero();
    }

    @Test
    void refusal_isNoAttempt() {
        slotted.send(READ).subscribe().with(ignored -> {});

        var refused = (Reply.Failed) slotted.send(READ).await().indefinitely();

        assertThat(refused.sent()).isEqualTo(Reply.Sent.NOT_TRIED);
        assertThat(sentWith).hasSize(1);
    }

    /** Grants at once while there is a place, else refuses. */
    private static final class FakeSlots implements Slots {
        private final RecordingSlot slot = RecordingSlot.fresh();
        private int freed;

        @Override
        public Uni<Grant> take(Call call, Room room) {
            return Uni.createFrom()
                    .item(
                            room.enter()
                                    ? new Grant.Taken(slot)
                                    : new Grant.Refused(Problem.of(Reason.QUOTA_EXHAUSTED, "no place")));
        }

        @Override
        public void roomFreed() {
            freed++;
        }
    }
}
