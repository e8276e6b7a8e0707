package io.frontugateway.queue;

import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the queue gave out.
 *
 * @param paused whether the account is paused, so that nothing is given out
 * @param claims what is to be sent, without order among them
 * @param nextDue time until more is due, as far as that is known
 */
record Claims(boolean paused, List<Claim> claims, @Nullable Duration nextDue) {
    /** @return null when the lease is lost */
    static @Nullable Claims of(String owner, Response answer) {
        var kind = answer.get(0).toString();
        if (kind.equals("fenced")) {
            return null;
        }
        if (kind.equals("paused")) {
            return new Claims(true, List.of(), null);
        }
        var claims = new ArrayList<Claim>();
        for (int i = 1; i < answer.size() - 1; i++) {
            claims.add(Claim.of(owner, answer.get(i)));
        }
        long due = answer.get(answer.size() - 1).toLong();
        return new Claims(false, List.copyOf(claims), due < 0 ? null : Duration.ofMillis(due));
    }
}
