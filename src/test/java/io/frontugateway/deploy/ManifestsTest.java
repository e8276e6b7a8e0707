package io.frontugateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {
    static List<Path> manifests() throws IOException {
        return Manifests.files(Manifests.KUBERNETES);
    }

    static List<Path> kustomizations() throws IOException {
        try (var files = Files.walk(Manifests.KUBERNETES)) {
            return files.filter(file -> file.endsWith("kustomization.yaml")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void manifest_hasNoFieldThatKubernetesDoesNotKnow(Path file) throws IOException {
        var manifest = Manifests.load(file);

        assertThat(Manifests.unknownMembers(manifest)).isEmpty();
        assertThat(manifest.getMetadata().getName()).isNotBlank();
    }

    @Test
    void unknownField_isFound() throws IOException {
        var tree = Manifests.tree(Manifests.KUBERNETES.resolve("base/deployment.yaml"));
        var container = (com.fasterxml.jackson.databind.node.ObjectNode) tree.at("/spec/template/spec/containers/0");
        container.put("readynessProbe", "misspelt");
        var file = Files.createTempFile("manifest", ".yaml");
        Files.writeString(file, tree.toString());

        assertThat(Manifests.unknownMembers(Manifests.load(file))).anyMatch(path -> path.endsWith("/readynessProbe"));
        Files.delete(file);
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void kustomization_namesFilesThatExist(Path file) throws IOException {
        var folder = file.getParent();

        assertThat(named(Manifests.tree(file)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(folder.resolve(name)).exists());
    }

    @Test
    void everyManifest_isNamedByAKustomization() throws IOException {
        var reached = new HashSet<Path>();
        for (var kustomization : kustomizations()) {
            named(Manifests.tree(kustomization))
                    .forEach(name ->
                            reached.add(kustomization.getParent().resolve(name).normalize()));
        }

        assertThat(reached).containsAll(manifests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "ha"})
    void overlay_patchesOnlyWhatIsThere(String overlay) throws IOException {
        var folder = Manifests.KUBERNETES.resolve("overlays").resolve(overlay);
        var there = new HashSet<String>();
        var patches = new ArrayList<String>();
        collect(folder, there, patches);

        assertThat(patches).isNotEmpty();
        assertThat(there).containsAll(patches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "ha"})
    void overlay_isRenderedByKustomize_whereThatIsInstalled(String overlay) throws Exception {
        var kustomize = Stream.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"))
                .filter(command -> isInstalled(command.get(0)))
                .findFirst();
        assumeTrue(kustomize.isPresent(), "neither kustomize nor kubectl is installed");
        var command = new ArrayList<>(kustomize.get());
        command.add(Manifests.KUBERNETES.resolve("overlays").resolve(overlay).toString());

        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    @Test
    void services_leadToPortsOfTheirPods() throws IOException {
        var pods = new ArrayList<JsonNode>();
        for (var file : manifests()) {
            if (Manifests.load(file) instanceof Deployment || Manifests.load(file) instanceof StatefulSet) {
                pods.add(Manifests.tree(file).at("/spec/template"));
            }
        }
        for (var file : manifests()) {
            var service = Manifests.tree(file);
            if (service.path("kind").asText().equals("Service")) {
                var selector = service.at("/spec/selector");
                var ports = pods.stream()
                        .filter(pod -> selector.equals(pod.at("/metadata/labels")))
                        .flatMap(pod -> texts(pod.at("/spec/containers/0/ports"), "name"))
                        .toList();
                assertThat(ports)
                        .as(file.toString())
                        .containsAll(
                                texts(service.at("/spec/ports"), "targetPort").toList());
            }
        }
    }

    @Test
    void alerts_areTheSameForTheOperatorAndWithoutIt() throws IOException {
        var operator = Manifests.tree(Manifests.KUBERNETES.resolve("base/prometheus-rule.yaml"));
        var plain = Manifests.tree(Manifests.DEPLOY.resolve("monitoring/alerts.yaml"));

        assertThat(operator.at("/spec/groups")).isEqualTo(plain.path("groups"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"check rules monitoring/alerts.yaml", "check config --syntax-only monitoring/prometheus.yaml"})
    void monitoring_isTakenByPrometheus_whereItsToolIsInstalled(String words) throws Exception {
        assumeTrue(isInstalled("promtool"), "promtool is not installed (Debian: apt-get install prometheus)");

        var checked = promtool(words.split(" "));

        assertThat(checked.exitValue()).as(output(checked)).isZero();
    }

    @Test
    void alertThatDoesNotParse_isRefusedByPrometheus_whereItsToolIsInstalled() throws Exception {
        assumeTrue(isInstalled("promtool"), "promtool is not installed (Debian: apt-get install prometheus)");
        var rules = Files.readString(Manifests.DEPLOY.resolve("monitoring/alerts.yaml"));
        var file = Files.createTempFile("alerts", ".yaml");
        Files.writeString(file, rules.replaceFirst("max\\(frontu_quota_used\\)", "max(frontu_quota_used"));

        var checked = promtool("check", "rules", file.toString());

        assertThat(checked.exitValue()).as(output(checked)).isNotZero();
        Files.delete(file);
    }

    @Test
    void alerts_goOffWhenTheyShould_andOnlyThen_whereItsToolIsInstalled() throws Exception {
        assumeTrue(isInstalled("promtool"), "promtool is not installed (Debian: apt-get install prometheus)");

        var checked = promtool("test", "rules", "../src/test/resources/prometheus/alerts-test.yaml");

        assertThat(checked.exitValue()).as(output(checked)).isZero();
    }

    private static Process promtool(String... words) throws Exception {
        var command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command)
                .directory(Manifests.DEPLOY.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process;
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void everyAlert_hasAnEntryInTheRunbook() throws IOException {
        var runbook = Files.readString(Manifests.DEPLOY.resolve("README.md"));
        var rules = Manifests.tree(Manifests.DEPLOY.resolve("monitoring/alerts.yaml"))
                .at("/groups/0/rules");

        assertThat(texts(rules, "alert"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(runbook).contains("### " + name));
    }

    private static void collect(Path folder, Set<String> there, List<String> patches) throws IOException {
        var kustomization = Manifests.tree(folder.resolve("kustomization.yaml"));
        for (var member : List.of("resources", "components")) {
            for (var name : kustomization.path(member)) {
                var path = folder.resolve(name.asText());
                if (Files.isDirectory(path)) {
                    collect(path, there, patches);
                } else {
                    there.add(Manifests.identity(Manifests.tree(path)));
                }
            }
        }
        for (var patch : kustomization.path("patches")) {
            patches.add(Manifests.identity(
                    Manifests.tree(folder.resolve(patch.path("path").asText()))));
        }
    }

    private static List<String> named(JsonNode kustomization) {
        return Stream.of(
                        texts(kustomization.path("resources"), ""),
                        texts(kustomization.path("components"), ""),
                        texts(kustomization.path("patches"), "path"))
                .flatMap(names -> names)
                .toList();
    }

    private static Stream<String> texts(JsonNode elements, String member) {
        return StreamSupport.stream(elements.spliterator(), false)
                .map(element -> member.isEmpty()
                        ? element.asText()
                        : element.path(member).asText());
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
