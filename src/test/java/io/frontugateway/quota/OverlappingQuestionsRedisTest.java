package io.frontugateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.quota.LedgerScripts.Told;
import io.frontugateway.redis.EmbeddedRedis;
import io.frontugateway.redis.RedisKeys;
import io.frontugateway.redis.Session;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to the ledger are sent without waiting for the answers to those before. */
class OverlappingQuestionsRedisTest {
    private static final Terms TEN = new Terms(10, 60_000, 0, 0, 0, 0, 3000, false, 0);
    private static final String REPLICA = "0123456789ab";
    private static final long LATER = Long.MAX_VALUE / 1_000_000;

    @TempDir
    Path data;

    private final Vertx vertx = Vertx.vertx();
    private final LedgerScripts scripts = new LedgerScripts("test", REPLICA, TEN);
    private EmbeddedRedis redis;
    private Session session;

    @BeforeEach
    void joinTheLedger() {
        redis = EmbeddedRedis.start(data);
        var client = Redis.createClient(vertx, redis.uri().toString());
        session = done(Session.open(vertx, client, Duration.ofSeconds(10)));
        done(scripts.restore(session, "", "first", 0, List.of(), TEN.window(), Map.of()));
        done(scripts.beat(session, "first", LATER, 0, Map.of(), Map.of()));
    }

    @AfterEach
    void stop() {
        session.close();
        done(vertx.close());
        redis.close();
    }

    @Test
    void callThatIsToldOfAgain_beforeItsGrantIsHeardOf_isGrantedOnce() {
        var first = done(take(new Told(waiting(1), 1000)));
        var alone = done(take(new Told(waiting(1), -1)));
        var amongOthers = done(take(new Told(waiting(1), -1), new Told(waiting(2), 1000)));

        assertThat(first.granted()).extracting(Answer.Granted::id).containsExactly(id(1));
        assertThat(alone.granted()).isEmpty();
        assertThat(amongOthers.granted()).extracting(Answer.Granted::id).containsExactly(id(2));
        assertThat(held()).isEqualTo(2);
        assertThat(done(take(new Told(waiting(3), 1000))).answer().isOk()).isTrue();
    }

    private Future<Answer.Take> take(Told... told) {
        return scripts.take(session, "first", LATER, List.of(told));
    }

    private int held() {
        var slots = RedisKeys.quota("test", "slots");
        return done(session.send(Request.cmd(Command.ZCARD).arg(slots))).toInteger();
    }

    private static String waiting(int number) {
        return String.join("\u001f", "0", "a", "%014d".formatted(number), REPLICA, id(number));
    }

    private static String id(int number) {
        return REPLICA + "-" + number;
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
