package io.frontugateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.redis.EmbeddedRedis;
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

/** The scripts alone, where a whole replica cannot be brought to what is tried. */
class LedgerScriptsRedisTest {
    private static final Terms TERMS = new Terms(10, 60_000, 0, 0, 0, 0, 3000, false, 0);
    private static final long NEVER = Long.MAX_VALUE / 2;

    @TempDir
    Path data;

    private final Vertx vertx = Vertx.vertx();
    private final LedgerScripts scripts = new LedgerScripts("test", "boot", TERMS);
    private EmbeddedRedis redis;
    private Session session;
    private int given;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start(data);
        var client = Redis.createClient(vertx, redis.uri().toString());
        session = done(Session.open(vertx, client, Duration.ofSeconds(20)));
        scripts.load(session);
        restore("", "one", 0);
        done(scripts.beat(session, "one", NEVER, 0, Map.of(), Map.of()));
    }

    @AfterEach
    void stop() {
        session.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void lateTake_hasNoEffect() {
        var take = take("one", "boot-1", 1);

        assertThat(take.answer().verdict()).isEqualTo("late");
        assertThat(held()).isZero();
    }

    @Test
    void takeFromAnotherLedger_hasNoEffect() {
        assertThat(take("another", "boot-1", NEVER).answer().isLost()).isTrue();
        assertThat(held()).isZero();
    }

    @Test
    void reminderOfACallThatHoldsASlot_grantsNoSecond() {
        assertThat(take("one", "boot-1", NEVER).granted()).hasSize(1);

        var again = done(scripts.take(session, "one", NEVER, List.of(new LedgerScripts.Told(waiter("boot-1"), -1))));

        assertThat(again.granted()).isEmpty();
        assertThat(held()).isEqualTo(1);
    }

    @Test
    void clockThatWasSet_movesWhatIsHeld_andMakesANewLedger() {
        take("one", "boot-1", NEVER);
        double before = frees();

        var restored = restore("one", "two", 60_000);

        assertThat(restored.incarnation()).isEqualTo("two");
        assertThat(restored.loss()).contains("clock");
        assertThat(frees() - before).isEqualTo(60_000);
        assertThat(take("one", "boot-2", NEVER).answer().isLost()).isTrue();
    }

    @Test
    void slotThatVanished_isALoss() {
        take("one", "boot-1", NEVER);
        done(session.send(Request.cmd(Command.DEL).arg("fg:{q:test}:slots")));

        assertThat(take("one", "boot-2", NEVER).answer().isLost()).isTrue();
        assertThat(restore("one", "two", 0).loss()).isNotEmpty();
    }

    @Test
    void turnLeftForAnotherReplica_isNotLostByWhatThisOneTakes() {
        var other = new LedgerScripts("test", "other", TERMS);
        for (int i = 0; i < TERMS.limit(); i++) {
            take("one", "boot-" + i, NEVER);
        }
        tell(other, waiter("heavy", "other", "other-a"));
        for (var id : List.of("b", "c", "d", "e", "f", "g")) {
            tell(scripts, waiter("light", "boot", "boot-" + id));
            tell(other, waiter("heavy", "other", "other-" + id));
        }

        giveBack(3);
        assertThat(granted(scripts)).as("one in turn, two left for the other").hasSize(1);
        giveBack(2);
        assertThat(granted(scripts)).as("one in turn, three left for the other").hasSize(1);
        assertThat(granted(other)).hasSize(3);

        giveBack(2);
        assertThat(granted(scripts)).as("three each").hasSize(1);
    }

    private void tell(LedgerScripts replica, String waiter) {
        done(replica.take(session, "one", NEVER, List.of(new LedgerScripts.Told(waiter, 10 * TERMS.window()))));
    }

    private List<Answer.Granted> granted(LedgerScripts replica) {
        // However slow this machine is: the other replica was heard of just now, so it is not passed over.
        done(session.send(Request.cmd(Command.HDEL).arg("fg:{q:test}:state").arg("c:other")));
        return done(replica.take(session, "one", NEVER, List.of())).granted();
    }

    /** Gives slots of the first client back. */
    private void giveBack(int count) {
        for (int i = 0; i < count; i++) {
            done(scripts.giveBack(
                    session, "one", List.of(new SlotKey("boot-" + given++, SlotKey.SHARED, "client")), List.of()));
        }
    }

    private Answer.Restore restore(String known, String next, long shift) {
        return done(scripts.restore(session, known, next, shift, List.of(), TERMS.window(), Map.of()));
    }

    private Answer.Take take(String incarnation, String id, long notAfter) {
        return done(scripts.take(session, incarnation, notAfter, List.of(new LedgerScripts.Told(waiter(id), 0))));
    }

    private static String waiter(String id) {
        return waiter("client", "boot", id);
    }

    private static String waiter(String client, String replica, String id) {
        return String.join(String.valueOf(SlotKey.SEPARATOR), "0", client, "00000000000001", replica, id);
    }

    private int held() {
        return done(session.send(Request.cmd(Command.ZCARD).arg("fg:{q:test}:slots")))
                .toInteger();
    }

    private double frees() {
        var all = done(session.send(Request.cmd(Command.ZRANGE)
                .arg("fg:{q:test}:slots")
                .arg(0)
                .arg(-1)
                .arg("WITHSCORES")));
        return (all.get(0).size() == 2 ? all.get(0).get(1) : all.get(1)).toDouble();
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }
}
