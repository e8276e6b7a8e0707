package io.frontugateway.upstream.frontu;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where an account's key comes from. */
interface KeySource {
    /** Keys are short; a file that is larger than this is not one. */
    int MAX_FILE_BYTES = 4096;

    /** The key to send with the next request. Never blocks. */
    Secret current();

    /** Counts the keys so far; grows with every change. */
    long generation();

    /** Looks for a new key now. Never fails. */
    Uni<Void> reread();

    /** Stops watching. */
    void close();

    /** The key of the configuration, which never changes. */
    static KeySource fixed(Secret key) {
        return new KeySource() {
            @Override
            public Secret current() {
                return key;
            }

            @Override
            public long generation() {
                return 0;
            }

            @Override
            public Uni<Void> reread() {
                return Uni.createFrom().voidItem();
            }

            @Override
            public void close() {}
        };
    }

    /** Why a string can't be a key; empty if it can. The string is not repeated in the reason. */
    static Optional<String> faultOf(String key) {
        if (key.isBlank()) {
            return Optional.of("is empty");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return Optional.of("holds a space, a control character or a character beyond ASCII");
        }
        return Optional.empty();
    }

    /** Why a file can't give a key; empty if it can. Blocks. */
    static Optional<String> faultOf(Path file) {
        try {
            read(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The key in a file, without the white space around it. Blocks.
     *
     * @throws IOException with a message that can be shown: what is wrong, never what the file holds
     */
    static Secret read(Path file) throws IOException {
        var key = new String(bytes(file), StandardCharsets.UTF_8).strip();
        var fault = faultOf(key);
        if (fault.isPresent()) {
            throw new IOException("the key in the file " + file + " " + fault.get());
        }
        return new Secret(key);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new IOException("there is no file " + file);
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is no file");
        }
        var bytes = content(file);
        if (bytes.length > MAX_FILE_BYTES) {
            throw new IOException("the file " + file + " is larger than a key can be");
        }
        return bytes;
    }

    private static byte[] content(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_FILE_BYTES + 1);
        } catch (IOException e) {
            throw new IOException("the file " + file + " can't be read", e);
        }
    }
}
