package io.frontugateway.testing.processes;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The simulated Frontu in a process of its own, with a small company, so that it starts quickly. */
public final class SimulatorProcess implements AutoCloseable {
    /** The key that it accepts. */
    public static final String KEY = "simulator-key";

    private static final Path PROGRAM = Path.of("target", "quarkus-app");
    private static final String CLASS_PATH = Stream.of("app", "lib/main", "lib/boot")
            .map(folder -> PROGRAM.resolve(folder).resolve("*").toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));

    private final int port = Ports.free();
    private final Http http = new Http(port);
    private final OwnProcess process;

    SimulatorProcess(Processes processes, int limit, Duration window) {
        var log = processes.log("simulator-" + port);
        process = OwnProcess.start(command(limit, window), Map.of(), log);
        await("the simulator answers; its log is " + log)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private List<String> command(int limit, Duration window) {
        return Stream.of(
                        Java.quickStart("256m"),
                        List.of("-cp", CLASS_PATH, "io.frontugateway.simulator.SimulatorMain"),
                        List.of("--port", Integer.toString(port), "--key", KEY),
                        List.of("--limit", Integer.toString(limit), "--window", window.toString()),
                        List.of("--clients", "60", "--workspaces", "120", "--tasks", "500"))
                .flatMap(List::stream)
                .toList();
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the simulator ended with " + process.exitValue());
        }
        try {
            return http.get("/_simulator/state").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** For {@code gateway.accounts.<name>.base-url}. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Changes switches; see {@link io.frontugateway.simulator.Simulator}. Returns all of them. */
    public JsonObject settings(JsonObject switches) {
        return read("PATCH", "/_simulator/settings", switches.encode());
    }

    /** The wait before each effect, evenly spread between these. */
    public void latency(Duration least, Duration most) {
        settings(new JsonObject().put("minLatencyMs", least.toMillis()).put("maxLatencyMs", most.toMillis()));
    }

    /** Faults from now on, in place of those before; see {@link io.frontugateway.simulator.Simulator}. */
    public void faults(JsonObject... faults) {
        settings(new JsonObject().put("faults", new JsonArray(List.of(faults))));
    }

    /** Back to the seeded company and the first settings; all records and counts are empty. */
    public void reset() {
        read("POST", "/_simulator/reset", "");
    }

    /** Counts, refusals, worst windows and settings. */
    public JsonObject state() {
        return read("GET", "/_simulator/state", "");
    }

    /** Requests that have come in since the reset. */
    public long arrivals() {
        return state().getLong("arrivals");
    }

    /** Requests that the limit has turned away. */
    public long refusals() {
        return state().getLong("refusals");
    }

    /** The most requests in any trailing window. */
    public int worstWindow() {
        return state().getInteger("worstWindow");
    }

    /** {@code mean} and {@code most} requests per trailing window between two moments, in Unix milliseconds. */
    public JsonObject usage(long fromMs, long toMs) {
        return read("GET", "/_simulator/usage?from=" + fromMs + "&to=" + toMs, "");
    }

    /** The requests that came in after the one of this number, oldest first. */
    public List<JsonObject> arrivals(long since) {
        return items(read("GET", "/_simulator/arrivals?since=" + since, ""));
    }

    /** The POSTs after the one of this number, in the order of their effects. */
    public List<JsonObject> writes(long since) {
        return items(read("GET", "/_simulator/writes?since=" + since, ""));
    }

    /** A request to the simulated Frontu itself, with its key: {@code GET /client/api/v2…}. Counted like any other. */
    public JsonObject frontu(String path) {
        return new JsonObject(http.get("/client/api/v2" + path, "Authorization", "Bearer " + KEY)
                .body());
    }

    /** SIGSTOP: Frontu hangs. */
    public void suspend() {
        process.signal("STOP");
    }

    /** SIGCONT after {@link #suspend()}. */
    public void resume() {
        process.signal("CONT");
    }

    private static List<JsonObject> items(JsonObject answer) {
        return answer.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }

    private JsonObject read(String method, String path, String body) {
        var answer = http.send(method, path, body, "Content-Type", "application/json");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    @Override
    public void close() {
        process.kill();
    }

    @Override
    public String toString() {
        return "simulator on port " + port;
    }
}
