package io.frontugateway.upstream;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers a 401 by looking at the account's key at once: where it has changed, the call is sent once more with the new
 * one. A 401 without a new key is passed on. Also remembers for each account whether its key was accepted last.
 */
public final class RekeyingUpstream implements Upstream {
    private static final int UNAUTHORIZED = 401;

    private final Upstream next;
    private final Keys keys;
    private final Map<String, Boolean> accepted = new ConcurrentHashMap<>();

    public RekeyingUpstream(Upstream next, Keys keys) {
        this.next = next;
        this.keys = keys;
    }

    /** Whether Frontu accepted the account's key the last time it said so; empty before the first answer. */
    public Optional<Boolean> keyAccepted(String account) {
        return Optional.ofNullable(accepted.get(account));
    }

    @Override
    public Uni<Reply> send(Call call) {
        return Uni.createFrom().deferred(() -> {
            long before = keys.generation(call.account());
            return sendOnce(call).chain(reply -> isUnauthorized(reply) ? rekey(call, reply, before) : same(reply));
        });
    }

    private Uni<Reply> rekey(Call call, Reply refused, long before) {
        return keys.reread(call.account())
                .onCancellation()
                .invoke(() -> Replies.discard(refused))
                .chain(() -> keys.generation(call.account()) == before ? same(refused) : again(call, refused));
    }

    private Uni<Reply> again(Call call, Reply refused) {
        Replies.discard(refused);
        return sendOnce(call);
    }

    private Uni<Reply> sendOnce(Call call) {
        return next.send(call).invoke(reply -> remember(call.account(), reply));
    }

    private void remember(String account, Reply reply) {
        if (isUnauthorized(reply)) {
            accepted.put(account, false);
        } else if (reply instanceof Reply.Answer answer && answer.isSuccess()) {
            accepted.put(account, true);
        }
    }

    private static boolean isUnauthorized(Reply reply) {
        return reply instanceof Reply.Answer answer && answer.status() == UNAUTHORIZED;
    }

    private static Uni<Reply> same(Reply reply) {
        return Uni.createFrom().item(reply);
    }
}
