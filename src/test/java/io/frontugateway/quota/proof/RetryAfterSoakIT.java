package io.frontugateway.quota.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.testing.processes.GatewayProcess;
import io.frontugateway.testing.processes.Processes;
import io.frontugateway.testing.processes.SimulatorProcess;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A caller that is refused, waits exactly as long as it was told and asks again, is served. */
@Tag("soak")
class RetryAfterSoakIT {
    private static final int CLIENTS = 60;
    private static final int ROUNDS = 20;
    private static final int GATEWAYS = 4;
    private static final int REFUSALS_EACH = 60;
    private static final Duration WINDOW = Duration.ofMillis(1500);

    @RegisterExtension
    final Processes processes = new Processes();

    private final List<Integer> afterTheWait = Collections.synchronizedList(new ArrayList<>());

    @Test
    void clientsAtTheirOwnLimit_areToldTheTruth() throws Exception {
        var settings = processes
                .gateway()
                .account(simulator(), Duration.ofSeconds(5))
                .redis(processes.redis().url())
                .quota(1000, WINDOW)
                .set("gateway.accounts.default.max-concurrency", 2 * CLIENTS) // they come back in the same second
                .set("gateway.quota.min-gap", "0ms");
        for (int i = 0; i < CLIENTS; i++) {
            settings.client("c" + i, "key-" + i, "*:read").set("gateway.clients.c" + i + ".limit", 1);
        }
        var gateway = settings.start();

        sideBySide(CLIENTS, client -> {
            for (int round = 0; round < ROUNDS; round++) {
                refusedThenTold(gateway, "key-" + client);
            }
        });

        assertThat(afterTheWait).hasSizeGreaterThanOrEqualTo(CLIENTS * ROUNDS);
        assertMostlyServed();
    }

    @Test
    void theSharedLimit_tellsTheTruthToo() throws Exception {
        var redis = processes.redis();
        var simulator = simulator();
        var gateways = new ArrayList<GatewayProcess>();
        for (int i = 0; i < GATEWAYS; i++) {
            gateways.add(processes
                    .gateway()
                    .account(simulator, Duration.ofSeconds(5))
                    .redis(redis.url())
                    .quota(5, WINDOW)
                    .set("gateway.quota.min-gap", "0ms")
                    .set("gateway.quota.egress", "egress-" + i)
                    .client("c", "key-0", "*:read")
                    .launch());
        }
        gateways.forEach(GatewayProcess::awaitReady);

        sideBySide(GATEWAYS, each -> {
            for (int round = 0; round < REFUSALS_EACH; round++) {
                refusedThenTold(gateways.get(each), "key-0");
            }
        });

        assertMostlyServed();
    }

    /** Asks until it is refused, waits as told, and asks again. */
    private void refusedThenTold(GatewayProcess gateway, String key) {
        var answer = ask(gateway, key);
        while (answer.statusCode() != 429) {
            answer = ask(gateway, key);
        }
        var told = Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
        var later = CompletableFuture.delayedExecutor(told, TimeUnit.SECONDS);
        afterTheWait.add(CompletableFuture.supplyAsync(() -> ask(gateway, key), later)
                .join()
                .statusCode());
    }

    private static HttpResponse<String> ask(GatewayProcess gateway, String key) {
        return gateway.get("/v1/tasks/" + UUID.randomUUID(), key, "Prefer", "wait=0");
    }

    private void assertMostlyServed() {
        long served = afterTheWait.stream().filter(status -> status == 404).count();
        var statuses = new TreeMap<Integer, Long>();
        afterTheWait.forEach(status -> statuses.merge(status, 1L, Long::sum));
        System.out.printf(
                "Retry-After: %d of %d served after the wait; answers %s%n", served, afterTheWait.size(), statuses);
        assertThat((double) served / afterTheWait.size()).isGreaterThanOrEqualTo(0.99);
    }

    private SimulatorProcess simulator() {
        return processes.simulator(100_000, WINDOW);
    }

    private static void sideBySide(int number, IntConsumer work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            var under = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < number; i++) {
                int each = i;
                under.add(CompletableFuture.runAsync(() -> work.accept(each), threads));
            }
            CompletableFuture.allOf(under.toArray(CompletableFuture[]::new)).get(10, TimeUnit.MINUTES);
        } finally {
            threads.shutdownNow();
        }
    }
}
