import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends requests to two targets and prints their latency side by side, and what the second adds to the first.
 *
 * <pre>java src/bench/Load.java SECONDS RATE URL_A URL_B KEY_A KEY_B
 * java src/bench/Load.java SECONDS CONNECTIONS URL KEY</pre>
 *
 * <p>The environment variable LOAD_HEADER holds one more header for every request, for example {@code Cache-Control: no-cache}.
 *
 * <p>The first form is an open loop: requests are due at fixed times, in turn to A and to B, and a latency counts from
 * the moment a request was due, so that a pause of the target is not hidden by requests that were never sent. The second
 * form is a closed loop: each connection sends as fast as it is answered; it prints answers a second.
 */
class Load {
    private static final String MORE =
            System.getenv("LOAD_HEADER") == null ? "" : System.getenv("LOAD_HEADER") + "\r\n";

    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            System.err.println("stopped, since the figures would mean nothing: " + failure.getMessage());
            Runtime.getRuntime().halt(1);
        });
        var seconds = Integer.parseInt(arguments[0]);
        var number = Integer.parseInt(arguments[1]);
        if (arguments.length == 6) {
            compare(seconds, number, arguments);
        } else {
            saturate(seconds, number, arguments[2], arguments[3]);
        }
    }

    private static void compare(int seconds, int rate, String[] arguments) throws Exception {
        var targets = List.of(new Target(arguments[2], arguments[4]), new Target(arguments[3], arguments[5]));
        for (var target : targets) {
            openLoop(List.of(target), Math.min(10, seconds), rate);
        }
        var latencies = openLoop(targets, seconds, rate * 2);
        System.out.printf("%-10s %8s %10s %10s %10s%n", "", "answers", "p50 ms", "p99 ms", "max ms");
        for (var name : List.of("direct", "gateway")) {
            var sorted = latencies.get(name.equals("direct") ? 0 : 1);
            System.out.printf(
                    "%-10s %8d %10.3f %10.3f %10.3f%n",
                    name, sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        }
        var direct = latencies.get(0);
        var gateway = latencies.get(1);
        System.out.printf(
                "%-10s %8s %10.3f %10.3f   (ratio p50 %.2f, p99 %.2f)%n",
                "added",
                "",
                at(gateway, 0.5) - at(direct, 0.5),
                at(gateway, 0.99) - at(direct, 0.99),
                at(gateway, 0.5) / at(direct, 0.5),
                at(gateway, 0.99) / at(direct, 0.99));
    }

    /** Latencies in nanoseconds, sorted, by index of the target. */
    private static Map<Integer, long[]> openLoop(List<Target> targets, int seconds, int rate) throws Exception {
        var total = seconds * rate;
        var latencies = new long[total];
        var due = new ArrayBlockingQueue<Integer>(total);
        var start = System.nanoTime() + 100_000_000;
        var gap = 1_000_000_000L / rate;
        var workers = IntStream.range(0, 16)
                .mapToObj(worker -> new Thread(() -> {
                    var connections = targets.stream().map(Target::connect).toList();
                    try {
                        for (var index = due.take(); index >= 0; index = due.take()) {
                            connections.get(index % targets.size()).exchange();
                            latencies[index] = System.nanoTime() - (start + index * gap);
                        }
                    } catch (InterruptedException | IOException failed) {
                        throw new IllegalStateException(failed);
                    }
                }))
                .toList();
        workers.forEach(Thread::start);
        for (var index = 0; index < total; index++) {
            for (var wait = start + index * gap - System.nanoTime();
                    wait > 0;
                    wait = start + index * gap - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            due.put(index);
        }
        for (var worker : workers) {
            due.put(-1);
        }
        for (var worker : workers) {
            worker.join();
        }
        return Map.of(0, every(latencies, 0, targets.size()), 1, every(latencies, targets.size() - 1, targets.size()));
    }

    private static void saturate(int seconds, int connections, String url, String key) throws Exception {
        var target = new Target(url, key);
        var answers = new AtomicLong();
        var end = System.nanoTime() + seconds * 1_000_000_000L;
        var latencies = new long[connections][];
        var workers = IntStream.range(0, connections)
                .mapToObj(worker -> new Thread(() -> {
                    var mine = new long[4_000_000];
                    var count = 0;
                    var connection = target.connect();
                    try {
                        while (System.nanoTime() < end && count < mine.length) {
                            var sent = System.nanoTime();
                            connection.exchange();
                            mine[count++] = System.nanoTime() - sent;
                        }
                    } catch (IOException failed) {
                        throw new IllegalStateException(failed);
                    }
                    answers.addAndGet(count);
                    latencies[worker] = Arrays.copyOf(mine, count);
                }))
                .toList();
        workers.forEach(Thread::start);
        for (var worker : workers) {
            worker.join();
        }
        var sorted =
                Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "answers %d, a second %.0f, p50 ms %.3f, p99 ms %.3f%n",
                answers.get(), answers.get() / (double) seconds, at(sorted, 0.5), at(sorted, 0.99));
    }

    private static long[] every(long[] latencies, int first, int step) {
        return IntStream.range(0, latencies.length)
                .filter(index -> index % step == first)
                .mapToLong(index -> latencies[index])
                .sorted()
                .toArray();
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] / 1e6;
    }

    /** Where requests go, and with which key. */
    private record Target(String url, String key) {
        Connection connect() {
            try {
                var uri = URI.create(url);
                var socket = new Socket(uri.getHost(), uri.getPort());
                socket.setTcpNoDelay(true);
                var path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
                var request = "GET " + path + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nAuthorization: Bearer "
                        + key + "\r\nAccept: application/json\r\n" + MORE + "\r\n";
                return new Connection(
                        socket.getOutputStream(),
                        new BufferedInputStream(socket.getInputStream(), 65_536),
                        request.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException failed) {
                throw new IllegalStateException("cannot reach " + url, failed);
            }
        }
    }

    /** One connection that is kept. Answers need a {@code Content-Length} or are chunked, and must be 200. */
    private record Connection(OutputStream out, InputStream in, byte[] request) {
        void exchange() throws IOException {
            out.write(request);
            out.flush();
            var status = line();
            if (!status.contains(" 200 ")) {
                throw new IOException("answered " + status);
            }
            long length = 0;
            var chunked = false;
            for (var header = line(); !header.isEmpty(); header = line()) {
                var lower = header.toLowerCase(java.util.Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Long.parseLong(lower.substring(15).strip());
                }
                chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            }
            if (!chunked) {
                in.skipNBytes(length);
                return;
            }
            for (var size = Long.parseLong(line(), 16); size > 0; size = Long.parseLong(line(), 16)) {
                in.skipNBytes(size + 2);
            }
            line();
        }

        private String line() throws IOException {
            var text = new StringBuilder(64);
            for (var next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the connection was closed");
                }
                if (next != '\r') {
                    text.append((char) next);
                }
            }
            return text.toString();
        }
    }
}
