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
import io.vertx.core.MultiMap;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What may be spent while Redis is out of reach. */
class ReserveRedisTest {
    private static final Terms TERMS = new Terms(20, 600_000, 0, 0, 0, 4, 3000, false, 0);

    @RegisterExtension
    final Processes processes = new Processes();

    private Ledgers ledgers;

    @AfterEach
    void stop() {
        ledgers.close();
    }

    @Test
    void withoutRedis_onlyTheReserveIsSpent_andWhatWasSpentIsChargedLater() {
        var redis = processes.redis();
        ledgers = new Ledgers(redis.url());
        var one = ledgers.replica(TERMS);
        var two = ledgers.replica(TERMS);
        await().atMost(Duration.ofSeconds(10)).until(() -> part(one) == 2 && part(two) == 2);
        redis.stop();
        await().atMost(Duration.ofSeconds(10)).until(() -> !one.isInReach() && !two.isInReach());

        for (var replica : new SharedSlots[] {one, two}) {
            for (int i = 0; i < 2; i++) {
                var slot = take(replica, "a");
                assertThat(slot.markSent()).isTrue();
                slot.settle(200, MultiMap.caseInsensitiveMultiMap());
            }
            var refused = refusal(ask(replica, read("a", Duration.ofSeconds(10))));
            assertThat(refused.reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
            assertThat(refused.retryAfter()).isPositive();
        }

        redis.start();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> one.isInReach()
                        && two.isInReach()
                        && one.look().await().atMost(Calls.PATIENCE).used() == 4);
        for (int i = 0; i < 12; i++) {
            slot(ask(one, read("a", Duration.ofSeconds(10))));
        }
        refusal(ask(two, read("a", Duration.ZERO)));
    }

    private static long part(SharedSlots replica) {
        return replica.look().await().atMost(Calls.PATIENCE).fact("mine");
    }
}
