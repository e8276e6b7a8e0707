package io.frontugateway.testing.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own, with all that it prints in a file. Ends with this JVM, however that ends. */
final class OwnProcess {
    /** What holds a living process holds the pipe whose end its watcher waits for. */
    private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

    private static final String WATCHED = "exec 3<&0;"
            + " (read -r end <&3; kill -TERM $$ && sleep 5 && kill -KILL $$) >/dev/null 2>&1 &"
            + " exec \"$@\" 3<&- </dev/null";

    private final Process process;

    private OwnProcess(Process process) {
        this.process = process;
    }

    /** Starts a program. What it prints is added to the file. */
    static OwnProcess start(List<String> command, Map<String, String> environment, Path log) {
        var watched = new ArrayList<>(List.of("/bin/sh", "-c", WATCHED, "sh"));
        watched.addAll(command);
        try {
            Files.createDirectories(log.getParent());
            var builder = new ProcessBuilder(watched)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            var process = builder.start();
            LIVING.add(process);
            process.onExit().thenRun(() -> LIVING.remove(process));
            return new OwnProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Ends it at once, as {@code kill -9} does, also while it is suspended; returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(20);
    }

    /** Asks it to end and waits; kills it where it does not end in the seconds given. */
    void terminate(int seconds) {
        process.destroy();
        if (!awaitEnd(seconds)) {
            kill();
        }
    }

    /** Sends a signal such as {@code STOP}. */
    void signal(String name) {
        try {
            var kill = new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + kill.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for it to end by itself. */
    boolean awaitEnd(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The status that it ended with. */
    int exitValue() {
        return process.exitValue();
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }
}
