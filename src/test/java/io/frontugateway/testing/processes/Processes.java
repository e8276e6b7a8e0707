package io.frontugateway.testing.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts the processes of a test and ends them all after it, in the opposite order; the end of each log is printed where
 * the test failed. Register it with {@code @RegisterExtension}: a field of the test for processes of each test, a static
 * field for processes that all tests of a class share. Elsewhere {@link #close()} is called by hand. All files are below
 * {@code target/processes}; logs stay there.
 */
public final class Processes implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {
    private static final Path ROOT = Path.of("target", "processes").toAbsolutePath();
    private static final int SHOWN_LINES = 60;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Path> logs = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private boolean shared;

    /** A Redis that syncs every change before it answers; options as on the command line, such as {@code --maxmemory}. */
    public RedisProcess redis(String... options) {
        return opened(new RedisProcess(this, RedisProcess.embedded(), List.of(options)));
    }

    /** Debian's redis-server, which speaks TLS where the embedded one does not. Ask {@link RedisProcess#isInstalled()} first. */
    public RedisProcess installedRedis(String... options) {
        return opened(new RedisProcess(this, RedisProcess.installed(), List.of(options)));
    }

    /** A Redis whose clock can be stepped: Debian's, under libfaketime. Ask {@link FakeTime#missing()} first. */
    public RedisProcess redisWithFakeTime(FakeTime time, String... options) {
        return opened(new RedisProcess(this, time, List.of(options)));
    }

    /** A simulated Frontu with this limit for each source address; the key is {@link SimulatorProcess#KEY}. */
    public SimulatorProcess simulator(int limit, Duration window) {
        return opened(new SimulatorProcess(this, limit, window));
    }

    /** A relay to a port of this machine. */
    public Relay relay(int port) {
        return opened(new Relay(port));
    }

    /** A browser; ask {@link BrowserProcess#missing()} first. */
    public BrowserProcess browser() {
        return opened(new BrowserProcess(this));
    }

    /** The settings of a gateway, to be started once or several times. */
    public GatewaySettings gateway() {
        return new GatewaySettings(this);
    }

    /** A port on which nothing listens. */
    public int freePort() {
        return Ports.free();
    }

    /** Redis, simulator and any number of gateways, set up to work together. */
    public Cluster.Plan cluster() {
        return new Cluster.Plan(this);
    }

    <T extends AutoCloseable> T opened(T process) {
        open.push(process);
        return process;
    }

    /** A file for what a process prints. */
    Path log(String name) {
        var log = ROOT.resolve(name + ".log");
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        logs.add(log);
        return log;
    }

    /** An empty folder that is deleted in the end. */
    Path folder(String name) {
        var folder = ROOT.resolve(name);
        try {
            delete(folder);
            folders.add(Files.createDirectories(folder));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path root() {
        return ROOT;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            logs.forEach(Processes::show);
        }
        if (!shared) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            logs.forEach(Processes::show);
        }
        close();
    }

    /** Ends everything, also where something refuses. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            closeOne(open.pop());
        }
        folders.forEach(Processes::delete);
        folders.clear();
        logs.clear();
    }

    private static void closeOne(AutoCloseable process) {
        try {
            process.close();
        } catch (Exception e) {
            System.err.println("Could not close " + process + ": " + e);
        }
    }

    private static void show(Path log) {
        try {
            var lines = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
            System.err.println("---- the end of " + log + " (" + lines.size() + " lines)");
            lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()).forEach(System.err::println);
        } catch (IOException e) {
            System.err.println("Could not read " + log + ": " + e);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
