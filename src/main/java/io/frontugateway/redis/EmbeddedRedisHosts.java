package io.frontugateway.redis;

import io.quarkus.redis.client.RedisHostsProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells Quarkus' Redis client where the embedded server listens, and starts it when first asked. Quarkus asks only where no
 * {@code quarkus.redis.hosts} are set.
 */
public final class EmbeddedRedisHosts implements RedisHostsProvider, AutoCloseable {
    private final Path data;
    private final boolean forgetful;
    private @Nullable EmbeddedRedis server;

    private EmbeddedRedisHosts(Path data, boolean forgetful) {
        this.data = data;
        this.forgetful = forgetful;
    }

    /** A server that keeps its data in the folder. */
    public static EmbeddedRedisHosts keeping(Path data) {
        return new EmbeddedRedisHosts(data, false);
    }

    /** A server that begins empty and leaves nothing behind, for tests. */
    public static EmbeddedRedisHosts forgetful() {
        try {
            return new EmbeddedRedisHosts(Files.createTempDirectory("frontu-gateway-redis"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized Set<URI> getHosts() {
        if (server == null) {
            server = EmbeddedRedis.start(data);
        }
        return Set.of(server.uri());
    }

    /** Ends the server if it runs. */
    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
        if (forgetful) {
            delete(data);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
