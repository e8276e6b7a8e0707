package io.frontugateway.history;

import io.frontugateway.upstream.Attempt;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Reply.Failed;
import io.frontugateway.upstream.Slot;
import io.smallrye.mutiny.Uni;

/** Counts every request that left, or may have left, by the client and the class for which it was sent. */
public final class CountedAttempt implements Attempt {
    private final Attempt attempt;
    private final SentRequests sent;

    public CountedAttempt(Attempt attempt, SentRequests sent) {
        this.attempt = attempt;
        this.sent = sent;
    }

    @Override
    public Uni<Reply> attempt(Call call, Slot slot) {
        return attempt.attempt(call, slot)
                .invoke(reply -> {
                    if (!(reply instanceof Failed failed) || failed.sent() == Reply.Sent.PERHAPS) {
                        count(call);
                    }
                })
                .onCancellation()
                .invoke(() -> count(call));
    }

    private void count(Call call) {
        sent.count(call.client(), call.priority());
    }
}
