package io.frontugateway.testing.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes TCP connections on to a port of this machine, and can be a bad network: cut, stalled or slow. Runs in this JVM.
 */
public final class Relay implements AutoCloseable {
    /** How the network is. */
    private enum Mode {
        OPEN,
        /** Connections are accepted and stay open, and nothing passes. */
        STALLED,
        /** Connections are reset, and so is every new one. */
        CUT
    }

    private final ServerSocket server;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private Mode mode = Mode.OPEN;
    private Duration delay = Duration.ZERO;
    private @Nullable Held toHold;

    /** What is to be held up once. */
    private record Held(String text, Duration time) {}

    Relay(int target) {
        this.target = target;
        try {
            server = new ServerSocket(Ports.free(), 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground("accept", this::acceptAll);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** Resets all connections, and every new one until {@link #restore()}. */
    public void cut() {
        change(Mode.CUT);
        pairs.forEach(Pair::reset);
    }

    /** Resets the connections that there are; new ones are passed on as before. */
    public void dropConnections() {
        pairs.forEach(Pair::reset);
    }

    /** Accepts and passes nothing until {@link #restore()}; then what was held back passes. */
    public void stall() {
        change(Mode.STALLED);
    }

    /** Passes everything this much later, in both directions, each in order. */
    public synchronized void delay(Duration each) {
        delay = each;
    }

    /** Passes the next piece on its way there in which this text is, and what comes behind it, this much later. */
    public synchronized void holdOnce(String text, Duration time) {
        toHold = new Held(text, time);
    }

    /** Whether that piece has come. */
    public synchronized boolean hasHeld() {
        return toHold == null;
    }

    private synchronized Duration holding(byte[] piece, int length) {
        var held = toHold;
        if (held == null || !new String(piece, 0, length, StandardCharsets.ISO_8859_1).contains(held.text())) {
            return Duration.ZERO;
        }
        toHold = null;
        return held.time();
    }

    /** A good network again, without delay. */
    public void restore() {
        delay(Duration.ZERO);
        change(Mode.OPEN);
    }

    /** Leads new connections to another port; those that there are stay. */
    public void leadTo(int port) {
        target = port;
    }

    private synchronized void change(Mode next) {
        mode = next;
        notifyAll();
    }

    private synchronized Mode mode() {
        return mode;
    }

    /** Waits for the moment at which what was read now may pass. */
    private void awaitPassage() throws InterruptedException {
        awaitPassage(Duration.ZERO);
    }

    private synchronized void awaitPassage(Duration more) throws InterruptedException {
        long due = System.nanoTime() + delay.plus(more).toNanos();
        while (mode == Mode.STALLED || System.nanoTime() < due) {
            if (mode == Mode.STALLED) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, due - System.nanoTime());
            }
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                accept(server.accept());
            } catch (IOException closed) {
                // Either the relay is closed, which ends the loop, or one connection was too short to matter.
            }
        }
    }

    private void accept(Socket caller) throws IOException {
        if (mode() == Mode.CUT) {
            caller.setSoLinger(true, 0);
            caller.close();
            return;
        }
        inBackground("connect", () -> connect(caller));
    }

    private void connect(Socket caller) {
        var pair = new Pair(caller, new Socket());
        pairs.add(pair);
        try {
            if (mode() == Mode.CUT) {
                pair.reset();
                return;
            }
            awaitPassage();
            pair.open(target);
        } catch (IOException refused) {
            pair.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void inBackground(String name, Runnable work) {
        var thread = new Thread(work, "relay-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    @Override
    public String toString() {
        return "relay on port " + port();
    }

    /** Two connections that belong together. */
    private final class Pair {
        private final Socket caller;
        private final Socket callee;

        Pair(Socket caller, Socket callee) {
            this.caller = caller;
            this.callee = callee;
        }

        void open(int port) throws IOException {
            callee.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
            caller.setTcpNoDelay(true);
            callee.setTcpNoDelay(true);
            inBackground("there", () -> pump(caller, callee));
            inBackground("back", () -> pump(callee, caller));
        }

        /** A delay holds up what comes after it too: enough for a slow network, and it needs no clock for each piece. */
        private void pump(Socket from, Socket to) {
            var piece = new byte[64 * 1024];
            try {
                var in = from.getInputStream();
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    awaitPassage(from == caller ? holding(piece, read) : Duration.ZERO);
                    to.getOutputStream().write(piece, 0, read);
                }
                awaitPassage();
                close();
            } catch (IOException gone) {
                reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void reset() {
            pairs.remove(this);
            abort(caller);
            abort(callee);
        }

        private void abort(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException alreadyClosed) {
                // That is what was wanted.
            }
        }

        private void close() throws IOException {
            pairs.remove(this);
            caller.close();
            callee.close();
        }
    }
}
