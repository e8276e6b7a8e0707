package io.frontugateway.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script in a file of its own, whose head says what it does, its keys, its arguments and what it returns. Redis knows
 * it by its digest, so that its text travels once.
 */
public final class Script {
    private final String name;
    private final String text;
    private final String digest;

    private Script(String name, String text) {
        this.name = name;
        this.text = text;
        this.digest = sha1(text);
    }

    /**
     * The script in {@code /redis/<name>.lua} on the class path.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Script named(String name) {
        return new Script(name, read(name));
    }

    /**
     * The same, after what several scripts share: the files are put one behind the other.
     *
     * @param shared name of the file that stands before it
     */
    public static Script named(String name, String shared) {
        return new Script(name, read(shared) + "\n" + read(name));
    }

    private static String read(String name) {
        try (var file = Script.class.getResourceAsStream("/redis/" + name + ".lua")) {
            if (file == null) {
                throw new IllegalArgumentException("there is no script redis/" + name + ".lua");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's name without its ending. */
    public String name() {
        return name;
    }

    /** The Lua text. */
    public String text() {
        return text;
    }

    /** SHA-1 of the text, 40 hexadecimal digits in lower case: what {@code EVALSHA} takes. */
    public String digest() {
        return digest;
    }

    private static String sha1(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }
}
