package io.frontugateway.ops;

import io.frontugateway.redis.EmbeddedRedisException;
import io.frontugateway.upstream.frontu.InvalidAccountException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

/** What an operator is told when the gateway does not start: one line a fault, or all there is where it is a bug. */
final class StartFailure {
    private StartFailure() {}

    static List<String> lines(Throwable failure) {
        if (has(failure, ConfigValidationException.class)
                || has(failure, StartFault.class)
                || has(failure, ConfigurationException.class)) {
            var lines = SettingsReport.lines();
            return lines.isEmpty() ? messages(failure) : lines;
        }
        if (has(failure, EmbeddedRedisException.class) || has(failure, InvalidAccountException.class)) {
            return messages(failure);
        }
        return causes(failure)
                .filter(QuarkusBindException.class::isInstance)
                .findFirst()
                .map(taken -> taken((QuarkusBindException) taken))
                .orElseGet(() -> List.of(trace(failure)));
    }

    private static List<String> taken(QuarkusBindException taken) {
        return List.of("quarkus.http.port or quarkus.management.port: port " + taken.getPort()
                + " is taken by another program; for example quarkus.http.port=" + (taken.getPort() + 1));
    }

    private static List<String> messages(Throwable failure) {
        return causes(failure)
                .filter(cause -> cause instanceof ConfigValidationException
                        || cause instanceof StartFault
                        || cause instanceof ConfigurationException
                        || cause instanceof EmbeddedRedisException
                        || cause instanceof InvalidAccountException)
                .findFirst()
                .map(cause -> String.valueOf(cause.getMessage()).lines().toList())
                .orElse(List.of());
    }

    private static boolean has(Throwable failure, Class<?> type) {
        return causes(failure).anyMatch(type::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }

    private static String trace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
