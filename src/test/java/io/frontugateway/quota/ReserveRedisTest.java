package io.frontugateway.quota;

import static io.frontugateway.quota.Calls.ask;
import static io.frontugateway.quota.Calls.read;
import static io.frontugateway.quota.Calls.refusal;
import static io.frontugateway.quota.Calls.slot;
import static io.frontugateway.quota.Calls.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.frontugateway.problem.Reason;
import io.frontugateway.testing.processes.Processes;
import io.frontugateway.testing.processes.RedisProcess;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What may be spent while Redis is out of reach. */
class ReserveRedisTest {
    private static final Terms TERMS = new Terms(20, 600_000, 0, 0, 0, 4, 3000, false, 0);

    @RegisterExtension
    final Processes processes = new Processes();

    private RedisProcess redis;
    private Ledgers ledgers;

    @BeforeEach
    void start() {
        redis = processes.redis();
        ledgers = new Ledgers(redis.url());
    }

    @AfterEach
    void stop() {
        ledgers.close();
    }

    @Test
    void withoutRedis_onlyTheReserveIsSpent_andWhatWasSpentIsChargedLater() {
        var one = ledgers.replica(TERMS);
        // The first was alone and had the whole reserve; of it the second can have none before that no longer counts.
        await().atMost(Duration.ofSeconds(10)).until(() -> part(one) == 4);
        var two = ledgers.replica(TERMS);
        await().atMost(Duration.ofSeconds(10)).until(() -> part(two) == 0 && part(one) == 2);
        redis.stop();
        await().atMost(Duration.ofSeconds(10)).until(() -> !one.isInReach() && !two.isInReach());

        for (int i = 0; i < 2; i++) {
            var slot = take(one, "a");
            assertThat(slot.markSent()).isTrue();
            slot.settle(200, MultiMap.caseInsensitiveMultiMap());
        }
        for (var replica : List.of(one, two)) {
            var refused = refusal(ask(replica, read("a", Duration.ofSeconds(10))));
            assertThat(refused.reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
            assertThat(refused.retryAfter()).isPositive();
        }

        redis.start();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> one.isInReach()
                        && two.isInReach()
                        && one.look().await().atMost(Calls.PATIENCE).used() == 2);
        for (int i = 0; i < 14; i++) {
            slot(ask(one, read("a", Duration.ofSeconds(10))));
        }
        refusal(ask(two, read("a", Duration.ZERO)));
    }

    private static long part(SharedSlots replica) {
        return replica.look().await().atMost(Calls.PATIENCE).fact("mine");
    }
}
