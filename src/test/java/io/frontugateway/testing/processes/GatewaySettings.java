package io.frontugateway.testing.processes;

import io.frontugateway.testing.TestFrontu;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What gateways are started with. Without further words: the profile {@code prod}, plain log lines, no account, no client
 * and no Redis. Each start takes ports of its own.
 */
public final class GatewaySettings {
    private final Processes processes;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private String heap = "256m";

    GatewaySettings(Processes processes) {
        this.processes = processes;
        set("quarkus.log.console.json.enabled", "false");
    }

    private GatewaySettings(GatewaySettings other) {
        this.processes = other.processes;
        this.settings.putAll(other.settings);
        this.variables.putAll(other.variables);
        this.heap = other.heap;
    }

    /** The same settings, to be changed without changing these. */
    public GatewaySettings copy() {
        return new GatewaySettings(this);
    }

    /** Any setting. */
    public GatewaySettings set(String name, Object value) {
        settings.put(name, String.valueOf(value));
        return this;
    }

    /** An environment variable. */
    public GatewaySettings variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** The heap, as {@code -Xmx} takes it. */
    public GatewaySettings heap(String size) {
        heap = size;
        return this;
    }

    /** The account {@code default} is this simulator; its requests are given up after the time given. */
    public GatewaySettings account(SimulatorProcess simulator, Duration timeout) {
        return set("gateway.accounts.default.base-url", simulator.url())
                .set("gateway.accounts.default.api-key", SimulatorProcess.KEY)
                .set("gateway.accounts.default.timeout", milliseconds(timeout));
    }

    /** The store is this one, or a relay to it. */
    public GatewaySettings redis(String url) {
        return set("quarkus.redis.hosts", url);
    }

    /** The quota. */
    public GatewaySettings quota(int limit, Duration window) {
        return set("gateway.quota.limit", limit).set("gateway.quota.window", milliseconds(window));
    }

    /** A client with this key and these permissions, separated by commas. */
    public GatewaySettings client(String name, String key, String permissions) {
        return set("gateway.clients." + name + ".key-sha256", TestFrontu.digest(key))
                .set("gateway.clients." + name + ".permissions", permissions);
    }

    /** Starts a gateway, and does not wait for it. */
    public GatewayProcess launch() {
        return processes.opened(new GatewayProcess(processes, Map.copyOf(settings), Map.copyOf(variables), heap));
    }

    /** Starts a gateway and waits until it is ready. */
    public GatewayProcess start() {
        return start(1).get(0);
    }

    /** Starts several side by side, and waits until all are ready. */
    public List<GatewayProcess> start(int replicas) {
        var started = IntStream.range(0, replicas).mapToObj(each -> launch()).toList();
        started.forEach(GatewayProcess::awaitReady);
        return started;
    }

    static String milliseconds(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
