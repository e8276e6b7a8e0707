package io.frontugateway.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.frontugateway.catalogue.ExactJson;
import io.frontugateway.queue.Operation.DeadReason;
import io.frontugateway.queue.Operation.State;
import io.frontugateway.queue.Operation.WaitingFor;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Operation} of what {@code writes-view} shows, and says what it waits for and for how long. */
final class OperationReader {
    private final String account;
    private final Pace pace;

    OperationReader(String account, Pace pace) {
        this.account = account;
        this.pace = pace;
    }

    /** What the view shows, without Frontu's answer as it came. */
    Operation read(Response view) {
        var fields = fields(view.get(0));
        var state = State.of(fields.getOrDefault("state", "")).orElse(State.QUEUED);
        var waiting = state == State.QUEUED ? new Waiting(fields, view) : null;
        var problem = fields.get("problem");
        var reason = fields.get("reason");
        return new Operation(
                fields.getOrDefault("id", ""),
                account,
                state,
                fields.getOrDefault("res", ""),
                Operation.Action.of(fields.getOrDefault("action", "")),
                first(fields, "guid", "knownguid"),
                first(fields, "sid", "knownsid"),
                fields.getOrDefault("client", ""),
                (int) number(fields, "att"),
                Instant.ofEpochMilli(number(fields, "created")),
                Instant.ofEpochMilli(number(fields, "updated")),
                waiting == null ? null : waiting.nextAttempt(),
                waiting == null ? null : waiting.estimate(),
                waiting == null ? null : waiting.reason(),
                fields.get("into"),
                reason == null ? null : DeadReason.of(reason).orElse(null),
                json(view.get(1).toString()),
                problem == null ? null : StoredProblem.read(problem),
                null);
    }

    /** The id under which Frontu's answer is kept as it came; null where it is not. */
    static @Nullable String answeredUnder(Operation operation, Response view) {
        if (!fields(view.get(0)).containsKey("head")) {
            return null;
        }
        var into = operation.mergedInto();
        return into == null ? operation.id() : into;
    }

    static String head(Response view) {
        return fields(view.get(0)).getOrDefault("head", "");
    }

    /** A write that has just been accepted. */
    Operation accepted(Arrival arrival, Response receipt) {
        var write = arrival.write();
        var now = receipt.get(2).toLong();
        boolean first = receipt.get(3).toInteger() == 0;
        return new Operation(
                arrival.id(),
                account,
                State.QUEUED,
                write.resource(),
                write.action(),
                write.guid(),
                write.systemId(),
                write.submitter().client(),
                0,
                Instant.ofEpochMilli(now),
                Instant.ofEpochMilli(now),
                null,
                estimate(now, 0, receipt.get(4).toLong() - 1),
                first ? null : WaitingFor.EARLIER_WRITE,
                null,
                null,
                null,
                null,
                null);
    }

    private Instant estimate(long now, long notBefore, long ahead) {
        var queue = Duration.ofMillis((long) ((ahead + 1) * 1000 / Math.max(0.001, pace.perSecond(account))));
        var byQuota = Instant.ofEpochMilli(now).plus(pace.untilNext(account)).plus(queue);
        var due = Instant.ofEpochMilli(notBefore);
        return byQuota.isAfter(due) ? byQuota : due;
    }

    /** What a queued operation waits for. */
    private final class Waiting {
        private final long now;
        private final long due;
        private final long held;
        private final boolean behind;
        private final boolean paused;
        private final String why;
        private final long ahead;

        Waiting(Map<String, String> fields, Response view) {
            due = number(fields, "due");
            behind = view.get(2).toInteger() == 1 || view.get(3).toInteger() == 1;
            held = view.get(4).toLong();
            paused = view.get(5).toInteger() == 1;
            why = view.get(6).toString();
            ahead = view.get(7).toLong();
            now = view.get(8).toLong();
        }

        @Nullable
        WaitingFor reason() {
            if (behind || held > now) {
                return WaitingFor.EARLIER_WRITE;
            }
            if (paused) {
                return WaitingFor.ACCOUNT_PAUSED;
            }
            if (due > now) {
                return WaitingFor.BACKOFF;
            }
            return switch (why) {
                case "quota" -> WaitingFor.QUOTA;
                case "breaker" -> WaitingFor.BREAKER;
                default -> null;
            };
        }

        @Nullable
        Instant nextAttempt() {
            return due > now ? Instant.ofEpochMilli(due) : null;
        }

        Instant estimate() {
            return OperationReader.this.estimate(now, Math.max(due, held), ahead);
        }
    }

    private static Map<String, String> fields(Response flat) {
        var fields = new HashMap<String, String>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return fields;
    }

    private static @Nullable String first(Map<String, String> fields, String given, String known) {
        var value = fields.getOrDefault(given, "");
        return value.isEmpty() ? fields.get(known) : value;
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    private static @Nullable JsonNode json(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return ExactJson.ANSWERS.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result in Redis is no JSON", e);
        }
    }
}
