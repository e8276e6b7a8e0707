package io.frontugateway.simulator;

import java.time.Duration;

/**
 * What a simulator begins with, and returns to when it is reset.
 *
 * @param apiKey the key that is accepted
 * @param limit requests granted to one source address in any window, at least 1
 * @param window length of that window, at least one millisecond
 * @param clients clients of the seeded company, at least 1
 * @param workspaces workspaces of the seeded company, at least 1
 * @param tasks tasks of the seeded company, at least 0
 */
public record SimulatorSettings(String apiKey, int limit, Duration window, int clients, int workspaces, int tasks) {
    /** Refuses values outside the ranges named above with an {@link IllegalArgumentException}. */
    public SimulatorSettings {
        require(!apiKey.isBlank(), "the API key is blank");
        require(limit >= 1, "the limit is below 1");
        require(window.toMillis() >= 1, "the window is shorter than a millisecond");
        require(
                clients >= 1 && workspaces >= 1 && tasks >= 0,
                "a company has a client, a workspace and no fewer than 0 tasks");
    }

    /** 1000 requests in 5 minutes, key {@code simulator-key}, 300 clients, 600 workspaces, 5000 tasks. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings("simulator-key", 1000, Duration.ofMinutes(5), 300, 600, 5000);
    }

    /** The same as {@code config} says. */
    public static SimulatorSettings from(SimulatorConfig config) {
        return new SimulatorSettings(
                config.apiKey(),
                config.limit(),
                config.window(),
                config.clients(),
                config.workspaces(),
                config.tasks());
    }

    /** These settings with another limit and window. */
    public SimulatorSettings withLimit(int newLimit, Duration newWindow) {
        return new SimulatorSettings(apiKey, newLimit, newWindow, clients, workspaces, tasks);
    }

    /** These settings with a company of another size. */
    public SimulatorSettings withCompany(int newClients, int newWorkspaces, int newTasks) {
        return new SimulatorSettings(apiKey, limit, window, newClients, newWorkspaces, newTasks);
    }

    private static void require(boolean met, String fault) {
        if (!met) {
            throw new IllegalArgumentException(fault);
        }
    }
}
