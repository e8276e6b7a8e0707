package io.frontugateway.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import redis.embedded.RedisExecProvider;

/**
 * A redis-server of our own on a free port of the loopback address. It writes every change to disk before it answers, and
 * dies with this program; where this program was killed, the next start finds the server by its executable, which stands
 * in the data folder, ends it in good order and starts anew on the same data. Blocks while it starts and stops.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DataFolder folder;
    private final Process process;
    private final int port;

    private EmbeddedRedis(DataFolder folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server on the data of this folder and waits until it answers.
     *
     * @throws EmbeddedRedisException when another running program holds the folder, or the server does not start
     */
    public static EmbeddedRedis start(Path data) {
        var folder = DataFolder.take(data);
        try {
            var executable = folder.file("redis-server");
            endLeftover(executable);
            install(executable);
            return launch(folder, executable);
        } catch (IOException e) {
            folder.close();
            throw new EmbeddedRedisException(
                    "gateway.redis.embedded: redis-server cannot be started (" + e
                            + "); for example use a Redis of your own by quarkus.redis.hosts=redis://localhost:6379",
                    e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** The server's process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Ends the server in good order, and lets the folder go. */
    @Override
    public void close() {
        end(process.toHandle());
        folder.close();
    }

    private static void endLeftover(Path executable) {
        ProcessHandle.allProcesses()
                .filter(process -> runs(process, executable))
                .forEach(EmbeddedRedis::end);
    }

    /** The system marks an executable whose file was replaced, so the path is a prefix. */
    private static boolean runs(ProcessHandle process, Path executable) {
        return process.info()
                .command()
                .filter(command -> command.equals(executable.toString()) || command.equals(executable + " (deleted)"))
                .isPresent();
    }

    private static void end(ProcessHandle server) {
        server.destroy();
        try {
            server.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            server.destroyForcibly();
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void install(Path executable) throws IOException {
        var unpacked = RedisExecProvider.defaultProvider().get().toPath();
        Files.move(unpacked, executable, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(unpacked.getParent());
    }

    private static EmbeddedRedis launch(DataFolder folder, Path executable) throws IOException {
        var port = freePort();
        var process = new ProcessBuilder(command(executable, folder.path(), port))
                .redirectErrorStream(true)
                .redirectOutput(folder.file("redis-server.log").toFile())
                .start();
        var server = new EmbeddedRedis(folder, process, port);
        try {
            server.awaitAnswer();
            return server;
        } catch (EmbeddedRedisException e) {
            end(process.toHandle());
            throw e;
        }
    }

    /** As durable as Redis gets: the file is synced before an answer, also while it is rewritten, and only cache is evicted. */
    private static List<String> command(Path executable, Path folder, int port) {
        return List.of(
                executable.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--no-appendfsync-on-rewrite",
                "no",
                "--maxmemory-policy",
                "volatile-lru");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (hasEnded() || System.nanoTime() - deadline > 0) {
                throw new EmbeddedRedisException(
                        "gateway.redis.data: redis-server does not start on the data in " + folder.path()
                                + "; it says why in " + folder.file("redis-server.log")
                                + "; for example move the folder away, or set gateway.redis.data=.data/redis-2");
            }
        }
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.setSoTimeout(1000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
            return answer.equals("+PONG"); // and not -LOADING
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits a moment for it, so that the next look at the server is not too early. */
    private boolean hasEnded() {
        try {
            return process.waitFor(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedRedisException("the start was interrupted", e);
        }
    }
}
