package io.frontugateway.testing.processes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports that no outgoing connection is given, so that one stays free while its server is down. */
final class Ports {
    private static final int LEAST = 12_000;
    private static final int MOST = 30_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port on which nothing listens, and which this JVM is not given again. */
    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LEAST, MOST);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
