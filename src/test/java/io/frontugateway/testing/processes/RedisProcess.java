package io.frontugateway.testing.processes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/**
 * A redis-server in a process of its own, on a port that it keeps over restarts. It starts as the embedded one does: each
 * change is synced before its answer, and only what has a TTL is evicted; options given later win.
 */
public final class RedisProcess implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/bin/redis-server");
    private static final Path EMBEDDED = Processes.root().resolve("redis-server");

    /** Which redis-server, and what it is started with. */
    interface Executable {
        List<String> command();

        Map<String, String> environment();
    }

    private final int port = Ports.free();
    private final Executable executable;
    private final List<String> options;
    private final Path folder;
    private final Path log;
    private @Nullable OwnProcess process;

    RedisProcess(Processes processes, Executable executable, List<String> options) {
        this.executable = executable;
        this.options = options;
        this.folder = processes.folder("redis-" + port);
        this.log = processes.log("redis-" + port);
        start();
    }

    /** Whether Debian's package redis-server is installed. */
    public static boolean isInstalled() {
        return Files.isExecutable(INSTALLED);
    }

    static Executable installed() {
        return new Executable() {
            @Override
            public List<String> command() {
                return List.of(INSTALLED.toString());
            }

            @Override
            public Map<String, String> environment() {
                return Map.of();
            }
        };
    }

    /** The server that the program embeds, unpacked once. */
    static Executable embedded() {
        return new Executable() {
            @Override
            public List<String> command() {
                unpack();
                return List.of(EMBEDDED.toString());
            }

            @Override
            public Map<String, String> environment() {
                return Map.of();
            }
        };
    }

    private static synchronized void unpack() {
        if (Files.exists(EMBEDDED)) {
            return;
        }
        try {
            var unpacked = RedisExecProvider.defaultProvider().get().toPath();
            Files.createDirectories(EMBEDDED.getParent());
            Files.move(unpacked, EMBEDDED, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(unpacked.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** For {@code quarkus.redis.hosts}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it on what is in its folder, and waits until it answers. */
    public void start() {
        process = OwnProcess.start(command(), executable.environment(), log);
        await("redis-server answers; its log is " + log)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(this::answers);
    }

    /** Ends it in good order, with its data kept. */
    public void stop() {
        running().terminate(10);
    }

    /** {@code kill -9}, with its data kept as far as they were written. */
    public void kill() {
        running().kill();
    }

    /** {@code kill -9}, and all data lost; {@link #start()} then begins empty. */
    public void killAndForget() {
        kill();
        Processes.delete(folder);
    }

    /** Ends it in good order and starts it on its data. */
    public void restart() {
        stop();
        start();
    }

    /** Kills it and starts it empty. */
    public void restartEmpty() {
        killAndForget();
        start();
    }

    /** SIGSTOP: connections stay open and nothing answers. */
    public void suspend() {
        running().signal("STOP");
    }

    /** SIGCONT after {@link #suspend()}. */
    public void resume() {
        running().signal("CONT");
    }

    /** Makes it a replica of another and waits until it has that one's data. */
    public void replicaOf(RedisProcess other) {
        replicaOf(other.port);
    }

    /** The same, by the port of the other or of a relay to it. */
    public void replicaOf(int masterPort) {
        command("REPLICAOF", "127.0.0.1", Integer.toString(masterPort));
        await().atMost(Duration.ofSeconds(20)).until(() -> info("replication").contains("master_link_status:up"));
    }

    /** Makes a replica a master of its own, with what it has got so far. */
    public void promote() {
        command("REPLICAOF", "NO", "ONE");
    }

    /** A section of {@code INFO}. */
    public String info(String section) {
        return String.valueOf(command("INFO", section));
    }

    /** Runs one command on a connection of its own; see {@link RedisClient#command}. */
    public @Nullable Object command(String... words) {
        try (var client = client()) {
            return client.command(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new connection. */
    public RedisClient client() throws IOException {
        return new RedisClient(port);
    }

    private boolean answers() {
        if (!running().isAlive()) {
            throw new IllegalStateException(
                    "redis-server ended with " + running().exitValue() + "; see " + log);
        }
        try {
            return "PONG".equals(command("PING"));
        } catch (UncheckedIOException | RedisClient.RedisRefused notYet) {
            return false;
        }
    }

    private OwnProcess running() {
        if (process == null) {
            throw new IllegalStateException("Redis was not started");
        }
        return process;
    }

    private List<String> command() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var command = new ArrayList<>(executable.command());
        command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port), "--dir", folder.toString()));
        command.addAll(List.of("--save", "", "--appendonly", "yes", "--appendfsync", "always"));
        command.addAll(List.of("--no-appendfsync-on-rewrite", "no", "--maxmemory-policy", "volatile-lru"));
        command.addAll(options);
        return command;
    }

    @Override
    public void close() {
        running().kill();
    }

    @Override
    public String toString() {
        return "Redis on port " + port;
    }
}
