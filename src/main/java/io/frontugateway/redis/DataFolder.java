package io.frontugateway.redis;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one embedded server, held by one program at a time. The operating system lets the lock go when the
 * program dies, however it dies.
 */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder where it is missing, and takes it.
     *
     * @throws EmbeddedRedisException when another program holds it, or it cannot be written
     */
    static DataFolder take(Path wanted) {
        try {
            var folder = Files.createDirectories(wanted).toRealPath();
            var lockFile =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new EmbeddedRedisException("gateway.redis.data: the folder " + folder
                        + " is in use by another running gateway; stop that one, or give this one a folder of its own,"
                        + " for example gateway.redis.data=.data/redis-2");
            }
            return new DataFolder(folder, lockFile);
        } catch (IOException e) {
            throw new EmbeddedRedisException(
                    "gateway.redis.data: the folder " + wanted.toAbsolutePath() + " cannot be written (" + e
                            + "); for example gateway.redis.data=.data/redis",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very program
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path path() {
        return folder;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new EmbeddedRedisException("the lock of " + folder + " cannot be released (" + e + ")", e);
        }
    }
}
