import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends writes to the gateway and prints how many are accepted a second, and how long acceptance takes.
 *
 * <pre>java src/bench/Accept.java SECONDS CONNECTIONS RATE URL KEY</pre>
 *
 * <p>Each write is a PUT to an item of its own below the URL. With a rate above 0 writes are due at fixed times, and a
 * latency counts from the moment a write was due; with 0 each connection sends as fast as it is answered. The first fifth of
 * the time is warm-up and not counted.
 */
class Accept {
    private static final byte[] BODY =
            "{\"title\":\"Bench\",\"city\":\"Vilnius\",\"note\":\"A note of usual length, as they are written.\",\"phone\":\"1\"}"
                    .getBytes(StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        int connections = Integer.parseInt(arguments[1]);
        int rate = Integer.parseInt(arguments[2]);
        var url = URI.create(arguments[3]);
        var key = arguments[4];
        var next = new AtomicLong();
        long began = System.nanoTime();
        long counted = began + seconds * 200_000_000L;
        long end = began + seconds * 1_000_000_000L;
        var latencies = IntStream.range(0, connections)
                .mapToObj(i -> new Sender(url, key, rate, began, counted, end, next))
                .toList();
        for (var sender : latencies) {
            sender.start();
        }
        for (var sender : latencies) {
            sender.join();
        }
        var all = latencies.stream().flatMapToLong(Sender::taken).sorted().toArray();
        var refused = latencies.stream().mapToLong(sender -> sender.refused).sum();
        System.out.printf(
                "%d accepted, %d refused, %.0f a second; p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
                all.length, refused, all.length / (seconds * 0.8), at(all, 0.5), at(all, 0.99), at(all, 1));
    }

    private static double at(long[] sorted, double quantile) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6;
    }

    private static final class Sender extends Thread {
        private final URI url;
        private final String key;
        private final int rate;
        private final long began;
        private final long counted;
        private final long end;
        private final AtomicLong next;
        private long[] taken = new long[1 << 16];
        private int answers;
        private long refused;

        Sender(URI url, String key, int rate, long began, long counted, long end, AtomicLong next) {
            this.url = url;
            this.key = key;
            this.rate = rate;
            this.began = began;
            this.counted = counted;
            this.end = end;
            this.next = next;
        }

        java.util.stream.LongStream taken() {
            return Arrays.stream(taken, 0, answers);
        }

        @Override
        public void run() {
            try (var socket = new Socket(url.getHost(), url.getPort())) {
                socket.setTcpNoDelay(true);
                var in = new BufferedInputStream(socket.getInputStream());
                for (long due = due(); due < end; due = due()) {
                    LockSupport.parkNanos(due - System.nanoTime());
                    socket.getOutputStream().write(request());
                    boolean accepted = status(in) == 202;
                    note(due, accepted);
                }
            } catch (IOException e) {
                System.err.println("stopped, since the figures would mean nothing: " + e);
                Runtime.getRuntime().halt(1);
            }
        }

        private long due() {
            return rate == 0 ? System.nanoTime() : began + next.getAndIncrement() * 1_000_000_000L / rate;
        }

        private void note(long due, boolean accepted) {
            if (due < counted) {
                return;
            }
            if (!accepted) {
                refused++;
                return;
            }
            if (answers == taken.length) {
                taken = Arrays.copyOf(taken, answers * 2);
            }
            taken[answers++] = System.nanoTime() - due;
        }

        private byte[] request() {
            var head = "PUT " + url.getPath() + "/by-system-id/bench-" + Long.toHexString(System.nanoTime()) + "-"
                    + getId()
                    + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + key
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length + "\r\n\r\n";
            var bytes = head.getBytes(StandardCharsets.US_ASCII);
            var whole = Arrays.copyOf(bytes, bytes.length + BODY.length);
            System.arraycopy(BODY, 0, whole, bytes.length, BODY.length);
            return whole;
        }

        private static int status(BufferedInputStream in) throws IOException {
            int status = Integer.parseInt(line(in).split(" ")[1]);
            int length = 0;
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            in.skipNBytes(length);
            return status;
        }

        private static String line(BufferedInputStream in) throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the connection was closed");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }
}
