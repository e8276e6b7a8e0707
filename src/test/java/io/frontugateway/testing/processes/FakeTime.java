package io.frontugateway.testing.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock of one redis-server, steered by libfaketime. The embedded server is linked statically and cannot be steered,
 * so this needs Debian's packages {@code redis-server} and {@code faketime}.
 */
public final class FakeTime implements RedisProcess.Executable {
    private final Path file;

    /** A clock that is right until it is stepped. */
    public FakeTime(Path folder) {
        file = folder.resolve("faketime");
        write(Duration.ZERO);
    }

    /** What is not installed, or nothing. */
    public static Optional<String> missing() {
        if (!RedisProcess.isInstalled()) {
            return Optional.of("Debian's package redis-server is not installed");
        }
        return library().isPresent() ? Optional.empty() : Optional.of("Debian's package faketime is not installed");
    }

    /** Sets the wall clock off by this much against the true one; the monotonic clock stays true. */
    public void offset(Duration offset) {
        write(offset);
    }

    @Override
    public List<String> command() {
        return RedisProcess.installed().command();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library().orElseThrow() + " " + allocator(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    /** Debian's server brings an allocator that asks for the time while the library looks for the true clock. */
    private static Path allocator() {
        var folder = library().orElseThrow().getParent().getParent();
        return folder.resolve("libc.so.6");
    }

    private static Optional<Path> library() {
        var lib = Path.of("/usr/lib");
        try (var folders = Files.isDirectory(lib) ? Files.list(lib) : Stream.<Path>empty()) {
            return folders.map(folder -> folder.resolve("faketime").resolve("libfaketime.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moved into place, so that the server never reads half of it. */
    private void write(Duration offset) {
        var next = file.resolveSibling("faketime.next");
        try {
            Files.writeString(next, "%+.3f".formatted(offset.toMillis() / 1000.0));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
