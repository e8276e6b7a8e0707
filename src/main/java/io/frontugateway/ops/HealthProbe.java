package io.frontugateway.ops;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Set;

/**
 * Asks the gateway of this machine whether it is ready: what {@code frontu-gateway health} does. It is for images that hold
 * no shell and no HTTP client, and starts nothing. Where to ask, it reads from wherever the gateway does: the environment,
 * {@code config/} and, in {@code JAVA_TOOL_OPTIONS}, system properties; not from the command line of another process. It speaks
 * plain HTTP: a management port with TLS wants a probe that knows its certificate.
 */
final class HealthProbe {
    private static final int PATIENCE_MS = 2000;
    private static final String USUAL_PORT = "9000";
    private static final String THIS_MACHINE = "127.0.0.1";
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");

    private HealthProbe() {}

    /** The exit code: 0 when the gateway answers that it is ready, else 1. */
    static int run() {
        try {
            var url = url(ConfigUtils.configBuilder().build());
            var connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK ? 0 : 1;
        } catch (IOException | RuntimeException unreadableOrUnreachable) {
            return 1;
        }
    }

    private static URI url(SmallRyeConfig config) {
        var port =
                config.getOptionalValue("quarkus.management.port", String.class).orElse(USUAL_PORT);
        var host = config.getOptionalValue("quarkus.management.host", String.class)
                .filter(address -> !EVERY_ADDRESS.contains(address))
                .orElse(THIS_MACHINE);
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/q/health/ready");
    }
}
