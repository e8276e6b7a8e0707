package io.frontugateway.testing.processes;

import java.nio.file.Path;
import java.util.List;

/** The Java that runs this JVM, for others. */
final class Java {
    private Java() {}

    /** A JVM of this heap that is up soon rather than fast later. */
    static List<String> quickStart(String heap) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC");
    }
}
