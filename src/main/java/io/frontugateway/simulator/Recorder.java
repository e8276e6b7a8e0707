package io.frontugateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has come in: the last arrivals and the last writes, each with a number that only grows. */
final class Recorder {
    private static final int MOST_ARRIVALS = 100_000;
    private static final int MOST_WRITES = 20_000;
    private static final int LONGEST_BODY = 4096;

    private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
    private final ArrayDeque<Write> writes = new ArrayDeque<>();
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private long arrived;
    private long written;
    private long effects;

    /** One request. */
    static final class Arrival {
        final long number;
        final long timeMs = System.currentTimeMillis();
        final long nanos;
        final String method;
        final String path;
        final @Nullable String query;
        final String remote;
        /** Status of the answer; 0 while there is none, -1 if the connection was cut or the request left hanging. */
        int status;

        Arrival(long number, long nanos, String method, String path, @Nullable String query, String remote) {
            this.number = number;
            this.nanos = nanos;
            this.method = method;
            this.path = path;
            this.query = query;
            this.remote = remote;
        }

        JsonObject json() {
            return new JsonObject()
                    .put("number", number)
                    .put("time", timeMs)
                    .put("nanos", nanos)
                    .put("method", method)
                    .put("path", path)
                    .put("query", query)
                    .put("status", status)
                    .put("remote", remote);
        }
    }

    /** One POST: {@code effect} is the place of its effect among all effects, or null if it had none. */
    static final class Write {
        final long number;
        private final Arrival arrival;
        private final @Nullable Long effect;
        private final @Nullable Entity entity;
        private final @Nullable String systemId;
        private final String digest;
        private final String body;
        private final int bodyBytes;
        private long endMs;

        Write(long number, Arrival arrival, @Nullable Long effect, @Nullable Entity entity, byte[] body) {
            this.number = number;
            this.arrival = arrival;
            this.effect = effect;
            this.entity = entity;
            this.systemId = entity == null ? null : entity.current.systemId;
            this.digest = digest(body);
            this.body = new String(body, 0, Math.min(body.length, LONGEST_BODY), StandardCharsets.UTF_8);
            this.bodyBytes = body.length;
        }

        /** To be called when the answer has been sent, or the connection cut. */
        void ended() {
            endMs = System.currentTimeMillis();
        }

        JsonObject json() {
            return new JsonObject()
                    .put("number", number)
                    .put("arrival", arrival.number)
                    .put("start", arrival.timeMs)
                    .put("startNanos", arrival.nanos)
                    .put("end", endMs == 0 ? null : endMs)
                    .put("method", arrival.method)
                    .put("path", arrival.path)
                    .put("resource", entity == null ? null : entity.type.path)
                    .put("guid", entity == null ? null : entity.guid)
                    .put("systemId", systemId)
                    .put("digest", digest)
                    .put("body", body)
                    .put("bodyBytes", bodyBytes)
                    .put("status", arrival.status)
                    .put("effect", effect);
        }
    }

    Arrival arrive(long nanos, String method, String path, @Nullable String query, String remote) {
        Arrival arrival = new Arrival(++arrived, nanos, method, path, query, remote);
        arrivals.add(arrival);
        if (arrivals.size() > MOST_ARRIVALS) {
            arrivals.remove();
        }
        return arrival;
    }

    /** Records a POST at the moment of its effect, or when it is clear that it has none. */
    Write write(Arrival arrival, @Nullable Entity changed, byte[] body) {
        Write write = new Write(++written, arrival, changed == null ? null : (Long) (++effects), changed, body);
        writes.add(write);
        if (writes.size() > MOST_WRITES) {
            writes.remove();
        }
        return write;
    }

    void answered(Arrival arrival, int status) {
        arrival.status = status;
        statuses.merge(status, 1L, Long::sum);
    }

    void forgetArrivals() {
        arrivals.clear();
    }

    JsonObject arrivals(long since, int most) {
        JsonArray items = new JsonArray();
        long next = since;
        for (Arrival arrival : arrivals) {
            if (arrival.number > since && items.size() < most) {
                items.add(arrival.json());
                next = arrival.number;
            }
        }
        return new JsonObject().put("next", next).put("total", arrived).put("items", items);
    }

    JsonObject writes(long since, int most) {
        JsonArray items = new JsonArray();
        long next = since;
        for (Write write : writes) {
            if (write.number > since && items.size() < most) {
                items.add(write.json());
                next = write.number;
            }
        }
        return new JsonObject().put("next", next).put("total", written).put("items", items);
    }

    void describe(JsonObject state) {
        JsonObject byStatus = new JsonObject();
        statuses.forEach((status, count) -> byStatus.put(Integer.toString(status), count));
        state.put("arrivals", arrived)
                .put("writes", written)
                .put("effects", effects)
                .put("statuses", byStatus);
    }

    /** SHA-256 in hexadecimal digits. */
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
