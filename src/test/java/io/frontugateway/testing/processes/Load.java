package io.frontugateway.testing.processes;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at a steady pace, whether or not those before were answered, to several gateways in turn, from the moment
 * it is made until it is closed. Cached answers are not asked for.
 */
public final class Load implements AutoCloseable {
    /** How one request ended: 0 where it got no answer. */
    public record Outcome(long startedNanos, long tookNanos, int status) {}

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "load");
        thread.setDaemon(true);
        return thread;
    });
    private final List<GatewayProcess> gateways;
    private final String key;
    private final LongFunction<String> paths;
    private final ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    private final long began = System.nanoTime();
    private final double perSecond;

    /**
     * Begins to send.
     *
     * @param paths the path of the request with a number that counts from 0
     */
    public Load(List<GatewayProcess> gateways, double perSecond, String key, LongFunction<String> paths) {
        this.gateways = List.copyOf(gateways);
        this.perSecond = perSecond;
        this.key = key;
        this.paths = paths;
        clock.scheduleAtFixedRate(this::sendDue, 0, 2, TimeUnit.MILLISECONDS);
    }

    /** Sends what is due by now, so that a pause of this JVM changes the pace for a moment only. */
    private void sendDue() {
        long due = (long) ((System.nanoTime() - began) / 1e9 * perSecond);
        while (sent.get() < due) {
            send(sent.getAndIncrement());
        }
    }

    private void send(long number) {
        var gateway = gateways.get((int) (number % gateways.size()));
        long started = System.nanoTime();
        gateway.http()
                .sendAsync(
                        "GET", paths.apply(number), "", "Authorization", "Bearer " + key, "Cache-Control", "no-cache")
                .whenComplete((answer, failure) ->
                        outcomes.add(new Outcome(started, System.nanoTime() - started, status(answer))));
    }

    private static int status(@Nullable HttpResponse<String> answer) {
        return answer == null ? 0 : answer.statusCode();
    }

    /** What has been answered so far. */
    public List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** How often each status was answered; 0 stands for no answer. */
    public Map<Integer, Long> statuses() {
        var counts = new TreeMap<Integer, Long>();
        outcomes.forEach(outcome -> counts.merge(outcome.status, 1L, Long::sum));
        return counts;
    }

    /** Answers of this status to requests that started from then on. */
    public long answered(int status, long sinceNanos) {
        return outcomes.stream()
                .filter(outcome -> outcome.status == status && outcome.startedNanos >= sinceNanos)
                .count();
    }

    /** The time below which this part (0 to 1) of all answers of a status came. */
    public Duration quantile(int status, double part) {
        var times = new ArrayList<>(outcomes.stream()
                .filter(outcome -> outcome.status == status)
                .map(Outcome::tookNanos)
                .sorted()
                .toList());
        return times.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(times.get((int) Math.min(times.size() - 1, Math.floor(times.size() * part))));
    }

    /** Sends no more. Answers may still come. */
    @Override
    public void close() {
        clock.shutdownNow();
    }
}
