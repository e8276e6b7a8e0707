package io.frontugateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Names in {@code deploy/} mean something to the program. */
class DeployedNamesTest {
    private static final Pattern METRIC = Pattern.compile("\\bfrontu_[a-z0-9_]+");
    private static final Pattern METER = Pattern.compile("\"(frontu\\.[a-z0-9.]+)\"");
    private static final Pattern VARIABLE = Pattern.compile("\\b(GATEWAY_[A-Z0-9_]+)\\b");
    private static final Pattern SETTING = Pattern.compile("`(gateway\\.[a-z0-9.<>-]+)");

    private final SettingNames names = new SettingNames();

    @Test
    void settingsOfTheConfigMap_exist() throws IOException {
        Map<String, Map<String, String>> manifest =
                new Yaml().load(Files.readString(Path.of("deploy/kubernetes/base/config-map.yaml")));
        var document = Objects.requireNonNull(manifest.get("data"));
        var settings = new ArrayList<String>();
        flatten("", new Yaml().load(document.get("application.yaml")), settings);

        assertThat(settings.stream().filter(name -> name.startsWith("gateway.")))
                .isNotEmpty()
                .allMatch(names::knows);
    }

    @Test
    void environmentVariables_exist() throws IOException {
        assertThat(found(VARIABLE, "deploy")).isNotEmpty().allMatch(names::knowsVariable);
    }

    @Test
    void settingsThatTheReadmesName_exist() throws IOException {
        var named = new TreeSet<>(found(SETTING, "deploy"));
        named.addAll(found(SETTING, "README.md"));

        assertThat(named.stream().map(name -> name.replaceAll("<[a-z]+>", "x").replaceAll("\\.$", "")))
                .isNotEmpty()
                .allMatch(name -> names.knows(name) || names.hasBelow(name));
    }

    @Test
    void metricsOfDashboardAndAlerts_areRegisteredByTheProgram() throws IOException {
        var meters = found(METER, "src/main/java").stream()
                .map(name -> name.replace('.', '_'))
                .collect(Collectors.toSet());

        assertThat(found(METRIC, "deploy/monitoring"))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(meters)
                        .anyMatch(meter -> metric.matches(meter + "(_total|_seconds)?(_sum|_count|_max)?")));
    }

    private static Set<String> found(Pattern pattern, String root) throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(Path.of(root))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    found.add(matcher.group(matcher.groupCount()));
                }
            }
        }
        return found;
    }

    private static void flatten(String prefix, Object node, List<String> names) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> flatten(prefix.isEmpty() ? key.toString() : prefix + "." + key, value, names));
        } else {
            names.add(prefix);
        }
    }
}
