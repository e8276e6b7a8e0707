package io.frontugateway.upstream;

import io.frontugateway.upstream.Slots.Grant;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes a slot of the shared quota for every call that passes, together with a place among the calls under way to its account,
 * and hands the slot to the one attempt behind it.
 *
 * <p>The bulkhead of SmallRye Fault Tolerance does not serve here: it lets go when the head of an answer is in, and a body
 * that is still streaming holds a connection just the same. Here a place is held until the body is released.
 */
public final class SlottedUpstream implements Upstream {
    private final Slots slots;
    private final Attempt attempt;
    private final Map<String, Room> rooms;

    /**
     * Takes slots here, for attempts of this kind.
     *
     * @param concurrency calls under way at once for each account
     */
    public SlottedUpstream(Slots slots, Attempt attempt, Map<String, Integer> concurrency) {
        this.slots = slots;
        this.attempt = attempt;
        this.rooms = concurrency.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> new Room(entry.getValue(), slots::roomFreed)));
    }

    /** Calls under way to an account, those whose bodies are still read included. */
    public int underWay(String account) {
        return roomOf(account).taken();
    }

    @Override
    public Uni<Reply> send(Call call) {
        return Uni.createFrom().deferred(() -> new Sending(call, roomOf(call.account())).send());
    }

    private Room roomOf(String account) {
        var room = rooms.get(account);
        if (room == null) {
            throw new IllegalArgumentException("no such account: " + account);
        }
        return room;
    }

    /** One call, from asking for a slot until its body is released. */
    private final class Sending {
        private final Call call;
        private final Room room;
        private @Nullable Slot slot;
        private boolean left;

        Sending(Call call, Room room) {
            this.call = call;
            this.room = room;
        }

        Uni<Reply> send() {
            return take().chain(this::use).onCancellation().invoke(this::giveUp);
        }

        private Uni<Grant> take() {
            return Uni.createFrom().deferred(() -> {
                long began = System.nanoTime();
                var spending = Spending.current();
                return Spans.around("quota.wait", span -> slots.take(call, room))
                        .eventually(() -> spending.waited(System.nanoTime() - began));
            });
        }

        private Uni<Reply> use(Grant grant) {
            if (grant instanceof Grant.Taken granted) {
                enter(granted.slot());
                return attempt.attempt(call, new WatchedSlot(granted.slot(), call.progress()))
                        .invoke(this::leaveWhenReleased)
                        .onFailure()
                        .invoke(this::leave);
            }
            var problem = ((Grant.Refused) grant).problem();
            return Uni.createFrom().item(new Reply.Failed(problem, Reply.Sent.NOT_TRIED));
        }

        private synchronized void enter(Slot granted) {
            slot = granted;
        }

        private void leaveWhenReleased(Reply reply) {
            if (reply instanceof Reply.Answer answer) {
                answer.body().onRelease(this::leave);
            } else {
                leave();
            }
        }

        // A slot that was sent ignores this; it matters where the caller left between the grant and the attempt.
        private void giveUp() {
            var granted = slot();
            if (granted != null) {
                granted.giveBack();
                leave();
            }
        }

        private synchronized @Nullable Slot slot() {
            return slot;
        }

        private void leave() {
            synchronized (this) {
                if (left) {
                    return;
                }
                left = true;
            }
            room.leave();
        }
    }
}
