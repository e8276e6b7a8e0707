package io.frontugateway.simulator;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a simulator as a process of its own. */
public final class SimulatorMain {
    private static final String USAGE =
            "Options: --port 8090 --key simulator-key --limit 1000 --window PT5M --clients 300 --workspaces 600 --tasks 5000";

    private SimulatorMain() {}

    /** Starts on the port given, prints it once it listens, and runs until the process is ended. See the usage text. */
    public static void main(String[] arguments) {
        Map<String, String> options = options(arguments);
        if (options == null) {
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        SimulatorSettings usual = SimulatorSettings.defaults();
        SimulatorSettings settings = new SimulatorSettings(
                options.getOrDefault("key", usual.apiKey()),
                number(options, "limit", usual.limit()),
                Duration.parse(options.getOrDefault("window", usual.window().toString())),
                number(options, "clients", usual.clients()),
                number(options, "workspaces", usual.workspaces()),
                number(options, "tasks", usual.tasks()));
        new Simulator(Vertx.vertx(), settings)
                .start(number(options, "port", 8090))
                .onSuccess(port -> System.out.println("Simulated Frontu listens on port " + port))
                .onFailure(SimulatorMain::fail);
    }

    private static void fail(Throwable cause) {
        System.err.println("The simulator did not start: " + cause.getMessage());
        System.exit(1);
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        String value = options.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    private static @Nullable Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
                return null;
            }
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        return options;
    }
}
