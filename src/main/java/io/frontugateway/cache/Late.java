package io.frontugateway.cache;

import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.StoreUnavailable;
import io.smallrye.mutiny.Uni;

/** One answer of Redis that is late is a hiccup, and not worth a request to Frontu. */
final class Late {
    private Late() {}

    /**
     * Asks again what was not answered in time, as long as Redis is not known to be out of reach. What is asked must do no
     * harm when it is done twice.
     *
     * @param times how often at most
     */
    static <T> Uni<T> again(RedisConnection redis, int times, Uni<T> asked) {
        return asked.onFailure(failure -> failure instanceof StoreUnavailable && redis.isUp())
                .retry()
                .atMost(times);
    }
}
