package io.frontugateway.testing.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One Redis, one simulator that keeps a strict limit, and gateways that share both. There is one client, {@code tester},
 * whose key is {@link #KEY} and who may do everything.
 *
 * @param relays a relay to Redis for each gateway, in the same order; none where the plan did not ask for them
 */
public record Cluster(
        RedisProcess redis, SimulatorProcess simulator, List<Relay> relays, List<GatewayProcess> gateways) {
    /** The key of the client {@code tester}. */
    public static final String KEY = "key-of-tester";

    /** One of the gateways. */
    public GatewayProcess gateway(int index) {
        return gateways.get(index);
    }

    /** What a cluster is to be like, before it is started. */
    public static final class Plan {
        private final Processes processes;
        private final List<Consumer<GatewaySettings>> changes = new ArrayList<>();
        private int replicas = 1;
        private int limit = 1000;
        private Duration window = Duration.ofMinutes(5);
        private Duration timeout = Duration.ofSeconds(10);
        private boolean relayed;
        private @Nullable RedisProcess redis;

        Plan(Processes processes) {
            this.processes = processes;
        }

        /** How many gateways. */
        public Plan replicas(int number) {
            replicas = number;
            return this;
        }

        /** The limit that the simulator keeps and the gateways are told. */
        public Plan quota(int newLimit, Duration newWindow) {
            limit = newLimit;
            window = newWindow;
            return this;
        }

        /** Time until the head of an answer of Frontu must be in. */
        public Plan timeout(Duration newTimeout) {
            timeout = newTimeout;
            return this;
        }

        /** Each gateway reaches Redis through a relay of its own. */
        public Plan relayed() {
            relayed = true;
            return this;
        }

        /** A Redis that is there already, in place of a new one. */
        public Plan redis(RedisProcess given) {
            redis = given;
            return this;
        }

        /** A setting of all gateways. */
        public Plan set(String name, Object value) {
            return with(settings -> settings.set(name, value));
        }

        /** Any change of the settings of all gateways. */
        public Plan with(Consumer<GatewaySettings> change) {
            changes.add(change);
            return this;
        }

        /** Starts everything, and returns when it is ready. */
        public Cluster start() {
            var store = redis == null ? processes.redis() : redis;
            var simulator = processes.simulator(limit, window);
            var relays = new ArrayList<Relay>();
            var gateways = new ArrayList<GatewayProcess>();
            for (int i = 0; i < replicas; i++) {
                gateways.add(settings(simulator).redis(url(store, relays)).launch());
            }
            gateways.forEach(GatewayProcess::awaitReady);
            return new Cluster(store, simulator, relays, gateways);
        }

        private String url(RedisProcess store, List<Relay> relays) {
            if (!relayed) {
                return store.url();
            }
            var relay = processes.relay(store.port());
            relays.add(relay);
            return "redis://127.0.0.1:" + relay.port();
        }

        private GatewaySettings settings(SimulatorProcess simulator) {
            var settings = processes
                    .gateway()
                    .account(simulator, timeout)
                    .quota(limit, window)
                    .client("tester", KEY, "*:read,*:write,passthrough,operate");
            changes.forEach(change -> change.accept(settings));
            return settings;
        }
    }
}
