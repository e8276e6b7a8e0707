package io.frontugateway.upstream;

import io.frontugateway.problem.Degradation;
import io.frontugateway.problem.StatusPart;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stops asking an account's Frontu while most requests fail, so that neither callers nor Frontu wait for nothing. Failures
 * are 5xx, lost connections and timeouts; 4xx, among them 401 and 429, show that Frontu lives.
 */
public final class BreakingUpstream implements Upstream, StatusPart {
    private final Upstream next;
    private final Map<String, Breaker> breakers;

    /** What a breaker lets pass. */
    public enum State {
        /** Everything. */
        CLOSED,
        /** Nothing, until the delay is over. */
        OPEN,
        /** One trial call, whose outcome decides. */
        HALF_OPEN;

        /** As it is written in the status: {@code half-open}. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * When it opens and closes.
     *
     * @param volume how many of the last calls are looked at; it never opens before as many
     * @param ratio share of failures among them at which it opens, 0 to 1
     * @param delay how long it stays open before one call is let through as a trial
     */
    public record Settings(int volume, double ratio, Duration delay) {
        /** Half of twenty calls; five seconds. */
        public static final Settings DEFAULT = new Settings(20, 0.5, Duration.ofSeconds(5));
    }

    /** A breaker for each account, each with a gauge {@code frontu_breaker_open}: 1 while not closed. */
    public BreakingUpstream(Upstream next, Collection<String> accounts, Settings settings, MeterRegistry meters) {
        this.next = next;
        this.breakers = accounts.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> new Breaker(name, settings)));
        breakers.forEach((account, breaker) -> Gauge.builder("frontu.breaker.open", breaker, Breaker::gauge)
                .description("1 while requests to the account's Frontu are held back, or tried one at a time")
                .tag("account", account)
                .register(meters));
    }

    /** The state of an account's breaker. */
    public State state(String account) {
        return breaker(account).state();
    }

    @Override
    public Map<String, Object> account(String name) {
        return Map.of("breaker", state(name).label());
    }

    @Override
    public List<Degradation> degradations() {
        return breakers.keySet().stream()
                .filter(account -> state(account) != State.CLOSED)
                .sorted()
                .map(BreakingUpstream::heldBack)
                .toList();
    }

    private static Degradation heldBack(String account) {
        return new Degradation(
                "breaker-open",
                "Account " + account + ": most of the last requests to Frontu failed, so they are held back and tried"
                        + " one at a time until one succeeds.");
    }

    @Override
    public Uni<Reply> send(Call call) {
        return breaker(call.account()).send(call.progress(), () -> next.send(call));
    }

    private Breaker breaker(String account) {
        var breaker = breakers.get(account);
        if (breaker == null) {
            throw new IllegalArgumentException("no such account: " + account);
        }
        return breaker;
    }
}
