package io.frontugateway.ops;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * Asks the gateway of this machine whether it is ready: what {@code frontu-gateway health} does. It is for images that hold
 * no shell and no HTTP client, and starts nothing.
 */
final class HealthProbe {
    private static final int PATIENCE_MS = 2000;
    private static final String USUAL_PORT = "9000";

    private HealthProbe() {}

    /** The exit code: 0 when the gateway answers that it is ready, else 1. */
    static int run(Map<String, String> environment) {
        var port = environment.getOrDefault("QUARKUS_MANAGEMENT_PORT", USUAL_PORT);
        try {
            var url = URI.create("http://127.0.0.1:" + port + "/q/health/ready").toURL();
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK ? 0 : 1;
        } catch (IOException | IllegalArgumentException e) {
            return 1;
        }
    }
}
