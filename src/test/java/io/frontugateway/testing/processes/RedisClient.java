package io.frontugateway.testing.processes;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to a Redis, one command at a time, so that tests share no client with the program. */
public final class RedisClient implements AutoCloseable {
    private static final int PATIENCE_MS = 5000;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** Connects to a port of this machine. */
    RedisClient(int port) throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Runs one command.
     *
     * @return text, a {@link Long}, a list of such, or null for nil
     * @throws RedisRefused where Redis answers with an error
     */
    public @Nullable Object command(String... words) throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (String word : words) {
            var bytes = word.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(bytes);
            out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        socket.getOutputStream().write(out.toByteArray());
        return answer();
    }

    private @Nullable Object answer() throws IOException {
        var line = line();
        var rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+':
                return rest;
            case '-':
                throw new RedisRefused(rest);
            case ':':
                return Long.valueOf(rest);
            case '$':
                return text(Integer.parseInt(rest));
            case '*':
                return list(Integer.parseInt(rest));
            default:
                throw new IOException("not understood: " + line);
        }
    }

    private @Nullable String text(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        var bytes = in.readNBytes(length);
        in.readNBytes(2);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private @Nullable List<@Nullable Object> list(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        var items = new ArrayList<@Nullable Object>();
        for (int i = 0; i < length; i++) {
            items.add(answer());
        }
        return items;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.write(next);
        }
        var text = line.toString(StandardCharsets.UTF_8);
        return text.substring(0, text.length() - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Redis' own refusal. */
    public static final class RedisRefused extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        RedisRefused(String message) {
            super(message);
        }
    }
}
