package io.frontugateway.upstream;

import io.frontugateway.problem.Degradation;
import io.frontugateway.problem.StatusPart;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Answers a 401 by looking at the account's key at once: where it has changed, the call is sent once more with the new
 * one. A 401 without a new key is passed on, and so is that of a body that flowed and is gone. Also remembers for each account
 * whether its key was accepted last. That is forgotten when the key changes, and a refusal after a while: a replica that is
 * not asked for anything would report it long after it was put right.
 */
public final class RekeyingUpstream implements Upstream, StatusPart {
    private static final int UNAUTHORIZED = 401;
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Upstream next;
    private final Keys keys;
    private final List<String> accounts;
    private final Map<String, Word> words = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /**
     * What Frontu said of a key.
     *
     * @param generation which of the account's keys
     * @param at when, by {@link System#nanoTime()}
     */
    private record Word(boolean accepted, long generation, long at) {}

    /** A gauge {@code frontu_key_accepted} for each account: 0 while Frontu refuses its key, else 1. */
    public RekeyingUpstream(Upstream next, Keys keys, Collection<String> accounts, MeterRegistry meters) {
        this(next, keys, accounts, meters, System::nanoTime);
    }

    RekeyingUpstream(
            Upstream next, Keys keys, Collection<String> accounts, MeterRegistry meters, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.next = next;
        this.keys = keys;
        this.accounts = List.copyOf(accounts);
        accounts.forEach(account -> Gauge.builder("frontu.key.accepted", this, all -> all.isRefused(account) ? 0 : 1)
                .description("0 while Frontu refuses the account's key, else 1")
                .tag("account", account)
                .register(meters));
    }

    /**
     * Whether Frontu accepted the account's present key the last time it said so; empty before the first answer, and when a
     * refusal is minutes old.
     */
    public Optional<Boolean> keyAccepted(String account) {
        return Optional.ofNullable(words.get(account))
                .filter(word -> word.generation() == keys.generation(account))
                .filter(word -> word.accepted() || nanoTime.getAsLong() - word.at() < REMEMBERED.toNanos())
                .map(Word::accepted);
    }

    @Override
    public Map<String, Object> account(String name) {
        var state = keyAccepted(name).map(yes -> yes ? "accepted" : "refused").orElse("unknown");
        return Map.of("key", Map.of("state", state, "changes", keys.generation(name)));
    }

    @Override
    public List<Degradation> degradations() {
        return accounts.stream()
                .filter(this::isRefused)
                .sorted()
                .map(RekeyingUpstream::refused)
                .toList();
    }

    private boolean isRefused(String account) {
        return !keyAccepted(account).orElse(true);
    }

    private static Degradation refused(String account) {
        return new Degradation(
                "key-refused",
                "Account " + account + ": Frontu answers 401, so its key is wrong or expired; put a valid one in place,"
                        + " in the key file also while the gateway runs.");
    }

    @Override
    public Uni<Reply> send(Call call) {
        return Uni.createFrom().deferred(() -> {
            long before = keys.generation(call.account());
            return sendOnce(call, before)
                    .chain(reply -> isUnauthorized(reply) ? rekey(call, reply, before) : same(reply));
        });
    }

    private Uni<Reply> rekey(Call call, Reply refused, long before) {
        return keys.reread(call.account())
                .onCancellation()
                .invoke(() -> Replies.discard(refused))
                .chain(() -> mayRepeat(call, before) ? again(call, refused) : same(refused));
    }

    private boolean mayRepeat(Call call, long before) {
        return keys.generation(call.account()) != before && call.isRepeatable();
    }

    private Uni<Reply> again(Call call, Reply refused) {
        Replies.discard(refused);
        return sendOnce(call, keys.generation(call.account()));
    }

    private Uni<Reply> sendOnce(Call call, long generation) {
        return next.send(call).invoke(reply -> remember(call.account(), reply, generation));
    }

    private void remember(String account, Reply reply, long generation) {
        boolean refused = isUnauthorized(reply);
        if (refused || reply instanceof Reply.Answer answer && answer.isSuccess()) {
            words.put(account, new Word(!refused, generation, nanoTime.getAsLong()));
        }
    }

    private static boolean isUnauthorized(Reply reply) {
        return reply instanceof Reply.Answer answer && answer.status() == UNAUTHORIZED;
    }

    private static Uni<Reply> same(Reply reply) {
        return Uni.createFrom().item(reply);
    }
}
