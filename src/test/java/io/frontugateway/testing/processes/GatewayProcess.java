package io.frontugateway.testing.processes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The packaged program in a process of its own: the jar, or the native program that the system property
 * {@code gateway.program} names (see {@code mvn verify -Dnative}). It keeps its ports over restarts, and its log goes on.
 */
public final class GatewayProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final Map<String, String> settings;
    private final Map<String, String> variables;
    private final String heap;
    private final Path log;
    private final Http http = new Http(port);
    private final Http management = new Http(managementPort);
    private OwnProcess process;

    GatewayProcess(Processes processes, Map<String, String> settings, Map<String, String> variables, String heap) {
        this.settings = settings;
        this.variables = variables;
        this.heap = heap;
        this.log = processes.log("gateway-" + port);
        this.process = launch();
    }

    private OwnProcess launch() {
        return OwnProcess.start(command(), variables, log);
    }

    private List<String> command() {
        var program = System.getProperty("gateway.program", "");
        var command = new ArrayList<>(program.isEmpty() ? Java.quickStart(heap) : List.of(program, "-Xmx" + heap));
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.management.port=" + managementPort);
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        if (program.isEmpty()) {
            command.addAll(List.of("-jar", JAR.toString()));
        }
        return command;
    }

    /** Waits until it says that it is ready; fails at once where it ends instead. */
    public void awaitReady() {
        await("the gateway is ready; its log is " + log)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(50))
                .until(this::isReady);
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the gateway ended with " + process.exitValue() + ": " + log());
        }
        try {
            return management.get("/q/health/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Requests to its main port. */
    public Http http() {
        return http;
    }

    /** Requests to its management port: health and metrics. */
    public Http management() {
        return management;
    }

    /** A GET on the main port with a client's key; further headers as names and values in turn. */
    public HttpResponse<String> get(String path, String key, String... headers) {
        return send("GET", path, "", key, headers);
    }

    /** Any request on the main port with a client's key. An empty body is none. */
    public HttpResponse<String> send(String method, String path, String body, String key, String... headers) {
        var all = new ArrayList<>(List.of("Authorization", "Bearer " + key));
        all.addAll(List.of(headers));
        return http.send(method, path, body, all.toArray(String[]::new));
    }

    /** One sample of the metrics by its name and, where it has any, its labels as they are printed; NaN where there is none. */
    public double metric(String sample) {
        return management
                .get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .map(line -> line.substring(sample.length() + 1).split(" ", 2)[0]) // an exemplar may follow
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Where health and metrics are. */
    public int managementPort() {
        return managementPort;
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs, suspended or not. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM: it ends as in a rollout. */
    public void terminate() {
        process.terminate(40);
    }

    /** SIGTERM, without waiting for the end. */
    public void beginToTerminate() {
        process.signal("TERM");
    }

    /** SIGSTOP: it stands still, and its connections stay open. */
    public void suspend() {
        process.signal("STOP");
    }

    /** SIGCONT after {@link #suspend()}. */
    public void resume() {
        process.signal("CONT");
    }

    /** Starts it anew on the same ports, after it has ended; does not wait. */
    public void relaunch() {
        process = launch();
    }

    /** Starts it anew on the same ports, after it has ended, and waits until it is ready. */
    public void restart() {
        relaunch();
        awaitReady();
    }

    /** Waits for it to end by itself, as it does where settings are wrong; its exit status. */
    public int awaitEnd(Duration patience) {
        if (!process.awaitEnd((int) patience.toSeconds())) {
            throw new IllegalStateException("the gateway still runs");
        }
        return process.exitValue();
    }

    /** All that it has printed. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it without ceremony; what it has embedded, in good order. */
    @Override
    public void close() {
        if ("local".equals(settings.get("quarkus.profile"))) {
            process.terminate(15);
        } else {
            process.kill();
        }
    }

    @Override
    public String toString() {
        return "gateway on port " + port;
    }
}
