package io.frontugateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.ops.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code deploy/compose.yaml} is what Compose takes, and names nothing that is not there. */
class ComposeTest {
    private static final Path FILE = Manifests.DEPLOY.resolve("compose.yaml");

    /** Of Compose's keys those that are used here; another one is added where it is needed, a misspelt one never. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "", Set.of("name", "services", "volumes"),
            "service",
                    Set.of(
                            "image",
                            "user",
                            "command",
                            "environment",
                            "depends_on",
                            "ports",
                            "volumes",
                            "tmpfs",
                            "healthcheck",
                            "read_only",
                            "cap_drop",
                            "security_opt",
                            "stop_grace_period",
                            "mem_limit"),
            "healthcheck", Set.of("test", "interval", "timeout", "retries", "start_period"),
            "dependency", Set.of("condition"));

    private static final Pattern SECRET = Pattern.compile("KEY|SECRET|PASSWORD|TOKEN");

    static Map<String, JsonNode> services() throws IOException {
        var services = new TreeMap<String, JsonNode>();
        Manifests.tree(FILE)
                .path("services")
                .fields()
                .forEachRemaining(one -> services.put(one.getKey(), one.getValue()));
        return services;
    }

    static List<String> names() throws IOException {
        return List.copyOf(services().keySet());
    }

    @Test
    void everyKey_isOneOfComposes() throws IOException {
        assertThat(unknown(Manifests.tree(FILE))).isEmpty();
    }

    @Test
    void misspeltKey_isFound() throws IOException {
        var tree = Manifests.tree(FILE);
        ((ObjectNode) tree.at("/services/redis/healthcheck")).put("intervall", "5s");
        ((ObjectNode) tree.at("/services/gateway")).put("readonly", true);

        assertThat(unknown(tree)).containsExactlyInAnyOrder("redis/healthcheck/intervall", "gateway/readonly");
    }

    private static List<String> unknown(JsonNode tree) {
        var unknown = new ArrayList<String>();
        strange("", "", tree, unknown);
        tree.path("services").fields().forEachRemaining(service -> {
            var at = service.getKey() + "/";
            strange(at, "service", service.getValue(), unknown);
            strange(at + "healthcheck/", "healthcheck", service.getValue().path("healthcheck"), unknown);
            service.getValue()
                    .path("depends_on")
                    .forEach(one -> strange(at + "depends_on/", "dependency", one, unknown));
        });
        return unknown;
    }

    private static void strange(String at, String kind, JsonNode node, List<String> unknown) {
        node.fieldNames().forEachRemaining(key -> {
            if (!KEYS.get(kind).contains(key)) {
                unknown.add(at + key);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void image_isOfOneVersion(String name) throws IOException {
        var image = services().get(name).path("image").asText();

        if (name.equals("gateway")) {
            assertThat(Files.readString(Manifests.DEPLOY.resolve("docker/Dockerfile.jvm")))
                    .contains("docker build -f deploy/docker/Dockerfile.jvm -t " + image + " .");
        } else {
            assertThat(image).matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+(-[a-z]+)?");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void container_writesNothingButWhatIsMeantToBeWritten_andHasNoRights(String name) throws IOException {
        var service = services().get(name);

        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(texts(service.path("cap_drop"))).containsExactly("ALL");
        assertThat(texts(service.path("security_opt"))).containsExactly("no-new-privileges:true");
        assertThat(service.path("mem_limit").asText()).matches("\\d+[mg]");
    }

    @ParameterizedTest
    @MethodSource("names")
    void health_isLookedAt(String name) throws IOException {
        var test = services().get(name).at("/healthcheck/test");

        if (name.equals("gateway")) {
            assertThat(Files.readString(Manifests.DEPLOY.resolve("docker/Dockerfile.jvm")))
                    .contains("HEALTHCHECK");
            assertThat(test.isMissingNode())
                    .as("the image's own is not replaced")
                    .isTrue();
        } else {
            assertThat(texts(test)).first().isEqualTo("CMD");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyMount_isAFileThatIsThere_orADeclaredVolume(String name) throws IOException {
        var volumes = Manifests.tree(FILE).path("volumes");

        assertThat(texts(services().get(name).path("volumes"))).allSatisfy(mount -> {
            var parts = mount.split(":");
            if (parts[0].startsWith("./")) {
                assertThat(Manifests.DEPLOY.resolve(parts[0])).isRegularFile();
                assertThat(mount).endsWith(":ro");
            } else {
                assertThat(volumes.has(parts[0])).as(mount).isTrue();
            }
        });
    }

    @Test
    void everyVolume_isMounted_andEveryDependencyIsThere() throws IOException {
        var mounted = new TreeSet<String>();
        for (var service : services().values()) {
            texts(service.path("volumes")).forEach(mount -> mounted.add(mount.split(":")[0]));
            assertThat(names(service.path("depends_on"))).allMatch(names()::contains);
        }

        assertThat(mounted).containsAll(names(Manifests.tree(FILE).path("volumes")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void ports_areReachedFromThisMachineOnly(String name) throws IOException {
        assertThat(texts(services().get(name).path("ports")))
                .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"));
    }

    @Test
    void portsOfTheGateway_areThoseOfTheProgram() throws IOException {
        var program = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            program.load(file);
        }
        var simulator = Settings.of("gateway", GatewayConfig.class).stream()
                .filter(setting -> setting.name().equals("gateway.simulator.port"))
                .map(setting -> setting.fallback().replace("`", ""))
                .toList();

        assertThat(containerPorts("gateway"))
                .containsExactlyInAnyOrder(
                        program.getProperty("quarkus.http.port"),
                        program.getProperty("quarkus.management.port"),
                        simulator.get(0));
    }

    @Test
    void prometheusAndGrafana_findWhatIsMountedAndServed() throws IOException {
        var prometheus = Manifests.tree(Manifests.DEPLOY.resolve("monitoring/prometheus.yaml"));
        var target = prometheus
                .at("/scrape_configs/0/static_configs/0/targets/0")
                .asText()
                .split(":");
        var source = Manifests.tree(Manifests.DEPLOY.resolve("monitoring/grafana/data-source.yaml"))
                .at("/datasources/0");
        var folder = Manifests.tree(Manifests.DEPLOY.resolve("monitoring/grafana/dashboards.yaml"))
                .at("/providers/0/options/path")
                .asText();

        assertThat(containerPorts(target[0])).contains(target[1]);
        assertThat(mountPoints("prometheus")).containsAll(texts(prometheus.path("rule_files")));
        assertThat(source.path("url").asText())
                .isEqualTo("http://prometheus:" + containerPorts("prometheus").get(0));
        assertThat(Files.readString(Manifests.DEPLOY.resolve("monitoring/grafana/dashboard.json")))
                .contains("\"uid\": \"" + source.path("uid").asText() + "\"");
        assertThat(mountPoints("grafana")).anyMatch(mount -> mount.startsWith(folder + "/") && mount.endsWith(".json"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void noSecret_isWrittenDown(String name) throws IOException {
        assertThat(names(services().get(name).path("environment")))
                .noneMatch(variable -> SECRET.matcher(variable).find() && !variable.endsWith("_FILE"));
    }

    /** Requests under way may take the one, the queue's drain the ten seconds after it. */
    @Test
    void gateway_isGivenTheTimeThatItsEndTakes() throws IOException {
        var gateway = services().get("gateway");

        assertThat(seconds(gateway.path("stop_grace_period")))
                .isGreaterThanOrEqualTo(seconds(gateway.at("/environment/QUARKUS_SHUTDOWN_TIMEOUT")) + 10);
    }

    private static int seconds(JsonNode time) {
        return Integer.parseInt(time.asText().replace("s", ""));
    }

    private static List<String> containerPorts(String name) throws IOException {
        return texts(services().get(name).path("ports")).stream()
                .map(port -> port.substring(port.lastIndexOf(':') + 1))
                .toList();
    }

    private static List<String> mountPoints(String name) throws IOException {
        return texts(services().get(name).path("volumes")).stream()
                .map(mount -> mount.split(":")[1])
                .toList();
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode elements) {
        return StreamSupport.stream(elements.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
