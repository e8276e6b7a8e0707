package io.frontugateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.testing.processes.Processes;
import io.frontugateway.testing.processes.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three replicas under more load than there are slots, while Redis forgets, hangs, fails over or is cut off. */
class LostLedgerRedisTest {
    private static final int LIMIT = 20;
    private static final int WINDOW_MS = 1000;
    private static final int LATENCY_MS = 400;
    private static final Terms TERMS = new Terms(LIMIT, WINDOW_MS, 0, 1000, 3000, 3, 2500, false, 0);

    @RegisterExtension
    final Processes processes = new Processes();

    private final Arrivals arrivals = new Arrivals(WINDOW_MS);
    private final List<SharedSlots> replicas = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test begins on a Redis of its own choice
    private Ledgers ledgers;

    @AfterEach
    void stop() {
        if (ledgers != null) {
            ledgers.close();
        }
    }

    @Test
    void nothingIsOverrun_whenRedisIsFlushed_againAndAgain() {
        var redis = processes.redis();
        begin(redis);
        try (var traffic = traffic()) {
            for (int i = 0; i < 3; i++) {
                arrive(15);
                redis.command("FLUSHALL");
            }
            goesOn();
            redis.command("SCRIPT", "FLUSH");
            goesOn();
        }
    }

    @Test
    void nothingIsOverrun_whenRedisIsKilled_andStartsEmpty_orWithItsData() {
        var redis = processes.redis();
        begin(redis);
        try (var traffic = traffic()) {
            arrive(40);
            redis.restartEmpty();
            goesOn();
            redis.kill();
            redis.start();
            goesOn();
        }
    }

    @Test
    void nothingIsOverrun_whenRedisHangs_orOneReplicaIsCutOff() {
        var redis = processes.redis();
        var relay = processes.relay(redis.port());
        begin(redis);
        replicas.add(ledgers.replica(TERMS, "redis://127.0.0.1:" + relay.port()));
        try (var traffic = traffic()) {
            arrive(40);
            redis.suspend();
            wait(Duration.ofSeconds(3));
            redis.resume();
            goesOn();
            relay.cut();
            wait(Duration.ofSeconds(3));
            redis.command("FLUSHALL");
            wait(Duration.ofSeconds(1));
            relay.restore();
            goesOn();
        }
    }

    @Test
    void nothingIsOverrun_whenALaggingReplicaTakesOver() {
        var master = processes.redis();
        var replication = processes.relay(master.port());
        var replica = processes.redis();
        replica.replicaOf(replication.port());
        var relay = processes.relay(master.port());
        begin("redis://127.0.0.1:" + relay.port());
        try (var traffic = traffic()) {
            arrive(40);
            replication.cut();
            arrive(20);
            replica.promote();
            relay.leadTo(replica.port());
            master.kill();
            goesOn();
        }
    }

    @Test
    void whatANewcomerSent_isMissed_whenRedisIsFlushedAtOnce_andTheNewcomerCannotTell() {
        var redis = processes.redis();
        var relay = processes.relay(redis.port());
        ledgers = new Ledgers(redis.url());
        var other = ledgers.replica(TERMS);
        var newcomer = ledgers.replica(TERMS, "redis://127.0.0.1:" + relay.port());
        for (int i = 0; i < 10; i++) {
            assertThat(Calls.take(newcomer, "a").markSent()).isTrue();
        }
        relay.cut();
        redis.command("FLUSHALL");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> other.isInReach() && other.standing().unknown() > 0);
        Calls.refusal(Calls.ask(other, Calls.read("a", Duration.ofMillis(100))));
    }

    @Test
    void aNewcomerIsGrantedNothing_whileAMemberMayLiveThatDoesNotKnowIt() {
        var redis = processes.redis();
        var relay = processes.relay(redis.port());
        ledgers = new Ledgers(redis.url());
        var unaware = ledgers.replica(TERMS, "redis://127.0.0.1:" + relay.port());
        relay.cut();
        await().atMost(Duration.ofSeconds(20)).until(() -> !unaware.isInReach());
        long cut = System.nanoTime();
        ledgers.replica(TERMS);
        // Its last heartbeat was at most a second and a timeout before it was seen to be away, and counts for three.
        assertThat(Duration.ofNanos(System.nanoTime() - cut)).isGreaterThan(Duration.ofMillis(900));
    }

    private void begin(RedisProcess redis) {
        begin(redis.url());
    }

    private void begin(String url) {
        ledgers = new Ledgers(url);
        for (int i = 0; i < 3; i++) {
            replicas.add(ledgers.replica(TERMS));
        }
        // A newcomer is known to the others with their next heartbeat; see what the room says of losses before that.
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        replicas.stream().allMatch(replica -> replica.standing().fact("alive") == replicas.size()));
    }

    private Traffic traffic() {
        return new Traffic(ledgers.vertx(), replicas, arrivals, 60, LATENCY_MS, 7);
    }

    /** So many more requests arrive. */
    private void arrive(int more) {
        long from = arrivals.all();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(arrivals.all())
                        .as(() -> "arrivals; " + said())
                        .isGreaterThanOrEqualTo(from + more));
        assertThat(arrivals.worst()).isLessThanOrEqualTo(LIMIT);
    }

    /** All replicas find the ledger again, and slots are granted as before. */
    private void goesOn() {
        await().atMost(Duration.ofSeconds(20)).until(() -> replicas.stream().allMatch(SharedSlots::isInReach));
        arrive(30);
    }

    private String said() {
        return replicas.stream()
                .map(replica -> (replica.isInReach() ? "in reach: " : "away: ") + replica)
                .collect(Collectors.joining("; "));
    }

    private static void wait(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().atMost(Duration.ofMinutes(1)).until(() -> System.nanoTime() - until > 0);
    }
}
