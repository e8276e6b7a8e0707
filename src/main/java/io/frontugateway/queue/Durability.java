package io.frontugateway.queue;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether what Redis has acknowledged can still be lost, by its own settings: looked at at the start and every minute, said
 * in the log when it changes, and waited for where replicas are to have it.
 */
final class Durability {
    private static final Logger LOG = Logger.getLogger(Durability.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration UNTIL_KNOWN = Duration.ofSeconds(1);
    private static final int WAIT_MILLIS = 100;
    private static final List<String> SETTINGS = List.of(
            "appendonly", "appendfsync", "no-appendfsync-on-rewrite", "maxmemory-policy", "min-replicas-to-write");

    private final Vertx vertx;
    private final RedisConnection redis;
    private final boolean strict;
    private volatile @Nullable List<String> faults;
    private volatile int replicas;

    Durability(Vertx vertx, RedisConnection redis, WritesConfig.Durability demanded) {
        this.vertx = vertx;
        this.redis = redis;
        this.strict = demanded == WritesConfig.Durability.STRICT;
    }

    /** Looks at once and then every minute; every second as long as nothing is known. */
    void start() {
        look();
        vertx.setPeriodic(EVERY.toMillis(), timer -> look());
        vertx.setPeriodic(UNTIL_KNOWN.toMillis(), timer -> {
            if (faults == null) {
                look();
            }
        });
    }

    /** What could lose an acknowledged write; empty where nothing could, or nothing is known yet. */
    List<String> faults() {
        var known = faults;
        return known == null ? List.of() : known;
    }

    /** Whether Redis has shown its settings since the start. */
    boolean isKnown() {
        return faults != null;
    }

    /** 1 where an acknowledged write stays whatever happens to the server, else 0. */
    double gauge() {
        var known = faults;
        return known != null && known.isEmpty() ? 1 : 0;
    }

    /** Why no write is taken now, where the operator demands more than Redis promises. */
    Optional<Problem> refusal() {
        var known = faults;
        if (!strict || known != null && known.isEmpty()) {
            return Optional.empty();
        }
        var why = known == null ? "Redis' settings are not known yet." : String.join(" ", known);
        return Optional.of(Problem.of(
                        Reason.STORE_UNAVAILABLE,
                        "gateway.writes.durability is strict, and an acknowledged write could be lost: " + why)
                .retryAfter(EVERY));
    }

    /** Waits until as many replicas of Redis as have to have it have what was just written on this connection. */
    Uni<Void> confirmed() {
        int wanted = replicas;
        if (wanted == 0) {
            return Uni.createFrom().voidItem();
        }
        return redis.send(Request.cmd(Command.WAIT).arg(wanted).arg(WAIT_MILLIS))
                .chain(had -> {
                    boolean enough = had != null && had.toInteger() >= wanted;
                    return enough
                            ? Uni.createFrom().voidItem()
                            : Uni.createFrom()
                                    .failure(new StoreUnavailable("too few replicas of Redis have the write"));
                });
    }

    private void look() {
        settings()
                .chain(settings -> replication().map(attached -> faults(settings, attached)))
                .onFailure(ErrorType.class)
                .recoverWithItem(List.of("It does not show its settings, so nothing is known of what it keeps."))
                .subscribe()
                .with(this::note, failure -> LOG.debugf("Redis' settings were not read: %s", failure));
    }

    private Uni<Map<String, String>> settings() {
        Uni<Map<String, String>> all = Uni.createFrom().item(new HashMap<>());
        for (var setting : SETTINGS) {
            all = all.chain(
                    so -> redis.send(Request.cmd(Command.CONFIG).arg("GET").arg(setting))
                            .invoke(answer -> put(so, setting, answer))
                            .replaceWith(so));
        }
        return all;
    }

    /** As name and value in turn (RESP2), or as a map (RESP3). */
    private static void put(Map<String, String> settings, String setting, @Nullable Response answer) {
        if (answer == null || answer.size() == 0) {
            return;
        }
        var value = answer.getKeys().isEmpty() ? answer.get(1) : answer.get(setting);
        if (value != null) {
            settings.put(setting, value.toString());
        }
    }

    private Uni<Integer> replication() {
        return redis.send(Request.cmd(Command.INFO).arg("replication"))
                .map(info -> String.valueOf(info)
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("connected_slaves:"))
                        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1)))
                        .findFirst()
                        .orElse(0));
    }

    private List<String> faults(Map<String, String> settings, int attached) {
        var found = new java.util.ArrayList<String>();
        if (settings.size() < SETTINGS.size()) {
            found.add("It does not show all of its settings, so nothing is known of what it keeps.");
        }
        demand(found, settings, "appendonly", "yes", "what is in memory only is lost when the server stops");
        demand(found, settings, "appendfsync", "always", "what was written last is lost when the machine stops");
        demand(found, settings, "no-appendfsync-on-rewrite", "no", "while the file is rewritten nothing is synced");
        if (settings.getOrDefault("maxmemory-policy", "").startsWith("allkeys")) {
            found.add("maxmemory-policy is " + settings.get("maxmemory-policy")
                    + ": queued writes may be evicted; volatile-lru evicts cache only.");
        }
        int least = Integer.parseInt(settings.getOrDefault("min-replicas-to-write", "0"));
        if (attached > 0 && least == 0) {
            found.add("min-replicas-to-write is 0 although there are replicas: a fail-over may lose what was written"
                    + " last; 1 or more lets the gateway wait for them.");
        }
        replicas = attached > 0 ? least : 0;
        return List.copyOf(found);
    }

    private static void demand(
            List<String> found, Map<String, String> settings, String setting, String wanted, String otherwise) {
        var value = settings.get(setting);
        if (value != null && !value.equals(wanted)) {
            found.add(setting + " is " + value + ", not " + wanted + ": " + otherwise + ".");
        }
    }

    private void note(List<String> now) {
        if (!now.equals(faults)) {
            if (now.isEmpty()) {
                LOG.info("Redis keeps every acknowledged write.");
            } else {
                LOG.warnf("Redis may lose acknowledged writes: %s", String.join(" ", now));
            }
        }
        faults = now;
    }
}
