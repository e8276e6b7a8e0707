package io.frontugateway.quota;

import io.frontugateway.redis.EmbeddedRedis;
import io.frontugateway.upstream.Slots;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SlotsContractRedisTest extends SlotsContract {
    @TempDir
    Path data;

    private EmbeddedRedis redis;
    private Ledgers ledgers;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start(data);
        ledgers = new Ledgers(redis.uri().toString());
    }

    @AfterEach
    void stop() {
        ledgers.close();
        redis.close();
    }

    @Override
    Slots slots(int limit, Duration window) {
        return ledgers.replica(new Terms(limit, window.toMillis(), 0, 1000, 3000, 0, 10_000, false, 0));
    }
}
