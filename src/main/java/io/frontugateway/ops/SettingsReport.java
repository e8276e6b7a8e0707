package io.frontugateway.ops;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.annotation.Priority;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * All that is wrong with the settings, in one go. Drawn up only when the start has failed because of one fault: it reads
 * the configuration once more, passes over what is misspelt or of the wrong type, and goes on to the rest.
 */
final class SettingsReport {
    private static final Pattern NOT_CONVERTED = Pattern.compile(
            "The config property (gateway\\.\\S+) with the config value \"(.*)\" threw an Exception"
                    + " whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("SRCFG\\d+: ");
    private static final Pattern PROPERTY = Pattern.compile("gateway\\.[\\w.\\-\"\\[\\]]+");

    private final SettingNames names = new SettingNames();
    private final Set<String> lines = new TreeSet<>();
    private final Set<String> passedOver = new HashSet<>();

    private SettingsReport() {}

    /** One line a fault, in order of the settings; empty when nothing is wrong. */
    static List<String> lines() {
        var report = new SettingsReport();
        report.draw();
        return new ArrayList<>(report.lines);
    }

    private void draw() {
        unknownNames(builder().build());
        // Each round passes over at least one setting more, so this ends.
        while (true) {
            try {
                var config = builder().withMapping(GatewayConfig.class).build();
                lines.addAll(SettingsRules.faults(config.getConfigMapping(GatewayConfig.class), Store.of(config)));
                return;
            } catch (ConfigValidationException e) {
                if (!passOver(e)) {
                    return;
                }
            }
        }
    }

    private SmallRyeConfigBuilder builder() {
        return ConfigUtils.configBuilder().withValidateUnknown(false).withInterceptors(new PassOver(passedOver, names));
    }

    private void unknownNames(SmallRyeConfig config) {
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(SettingNames::isOurs)
                .filter(name -> !names.knows(name))
                .filter(name -> !isVariable(config.getConfigValue(name)))
                .forEach(name -> lines.add(names.unknown(name)));
    }

    /** Environment variables that map to nothing are only warned of: Kubernetes sets some that nobody asked for. */
    private static boolean isVariable(ConfigValue value) {
        return value.getConfigSourceName() != null
                && value.getConfigSourceName().startsWith("EnvConfigSource");
    }

    private boolean passOver(ConfigValidationException e) {
        var before = passedOver.size();
        for (int i = 0; i < e.getProblemCount(); i++) {
            var message = CODE.matcher(e.getProblem(i).getMessage()).replaceAll("");
            var property = PROPERTY.matcher(message);
            if (property.find()) {
                passedOver.add(property.group());
                lines.add(line(property.group(), message));
            } else {
                lines.add(message.replace('\n', ' '));
            }
        }
        return passedOver.size() > before;
    }

    private String line(String property, String message) {
        Matcher conversion = NOT_CONVERTED.matcher(message);
        var wrong = conversion.find()
                ? "cannot be read from \"" + conversion.group(2) + "\": " + plain(conversion.group(3))
                : plain(message);
        return property + ": " + wrong + names.example(property);
    }

    private static String plain(String message) {
        return message.replaceAll("(?:[a-z]\\w*\\.)+[A-Z]\\w*(?:Exception|Error): ", "")
                .replace('\n', ' ');
    }

    /** Makes a setting that is at fault look as if it were not set. */
    @Priority(Priorities.APPLICATION)
    private record PassOver(Set<String> passedOver, SettingNames names) implements ConfigSourceInterceptor {
        @Override
        @SuppressWarnings("NullAway") // null means not set, as the interface says
        public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
            if (!passedOver.contains(name)) {
                return context.proceed(name);
            }
            return names.valueWhenUnset(name)
                    .map(value -> ConfigValue.builder()
                            .withName(name)
                            .withValue(value)
                            .build())
                    .orElse(null);
        }
    }
}
