package io.frontugateway.ops;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The account {@code default} as one may set it besides: by {@code FRONTU_BASE_URL}, {@code FRONTU_API_KEY} and
 * {@code FRONTU_API_KEY_FILE}; or, where no account is set at all and the simulator runs, the simulator.
 *
 * <p>Not as expressions in {@code application.properties}: these would make the account exist also where nothing is set.
 */
public final class FrontuVariables implements ConfigSourceFactory {
    /** Above files, below the gateway's own environment variables. */
    private static final int ORDINAL = 290;

    private static final String ACCOUNT = "gateway.accounts.default.";
    private static final Map<String, String> VARIABLES = Map.of(
            "FRONTU_BASE_URL", ACCOUNT + "base-url",
            "FRONTU_API_KEY", ACCOUNT + "api-key",
            "FRONTU_API_KEY_FILE", ACCOUNT + "api-key-file");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var settings = new HashMap<String, String>();
        VARIABLES.forEach((variable, setting) -> {
            var value = context.getValue(variable);
            if (isSet(value)) {
                settings.put(setting, value.getValue());
            }
        });
        if (settings.isEmpty() && simulatorRuns(context) && !accountIsSet(context)) {
            settings.put(ACCOUNT + "base-url", "http://localhost:" + valueOf(context, "port", "8090"));
            settings.put(ACCOUNT + "api-key", valueOf(context, "api-key", "simulator-key"));
        }
        return settings.isEmpty()
                ? Collections.emptyList()
                : List.of(new PropertiesConfigSource(settings, "FRONTU_ variables or the simulator", ORDINAL));
    }

    private static boolean simulatorRuns(ConfigSourceContext context) {
        return Boolean.parseBoolean(valueOf(context, "enabled", "false"));
    }

    private static String valueOf(ConfigSourceContext context, String setting, String otherwise) {
        var value = context.getValue("gateway.simulator." + setting);
        return isSet(value) ? value.getValue() : otherwise;
    }

    private static boolean isSet(@org.jspecify.annotations.Nullable ConfigValue value) {
        return value != null && value.getValue() != null && !value.getValue().isBlank();
    }

    private static boolean accountIsSet(ConfigSourceContext context) {
        for (var names = context.iterateNames(); names.hasNext(); ) {
            var name = names.next();
            if (name.startsWith("gateway.accounts.") || name.startsWith("GATEWAY_ACCOUNTS_")) {
                return true;
            }
        }
        return false;
    }
}
