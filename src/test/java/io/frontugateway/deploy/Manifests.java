package io.frontugateway.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Reads manifests the way Kubernetes does, but takes no field that it does not know. */
final class Manifests {
    static final Path DEPLOY = Path.of("deploy");
    static final Path KUBERNETES = DEPLOY.resolve("kubernetes");

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Service", Service.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "apps/v1/Deployment", Deployment.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class);

    private Manifests() {}

    /** Every YAML file below a folder but kustomizations. */
    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** A YAML document as JSON; keys that stand twice are refused. */
    static ObjectNode tree(Path file) throws IOException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return JSON.valueToTree(new Yaml(options).load(Files.readString(file)));
    }

    /** The manifest in Kubernetes' own type. */
    static HasMetadata load(Path file) throws IOException {
        var tree = tree(file);
        tree.remove("$patch");
        var kind = kind(tree);
        var type = KINDS.get(kind);
        if (type == null) {
            throw new AssertionError(file + " has the kind " + kind + ", which is none of " + KINDS.keySet());
        }
        return JSON.convertValue(tree, type);
    }

    static String kind(JsonNode manifest) {
        return manifest.path("apiVersion").asText() + "/"
                + manifest.path("kind").asText();
    }

    /** What names a manifest within a cluster. */
    static String identity(JsonNode manifest) {
        return kind(manifest) + "/" + manifest.path("metadata").path("name").asText();
    }

    /**
     * Paths of the members of a manifest that the type let fall: it keeps what it does not know aside, and what it writes
     * back then differs in nothing, so that the types themselves have to be asked.
     */
    static List<String> unknownMembers(Object value) {
        var unknown = new ArrayList<String>();
        collectUnknown("", value, unknown);
        return unknown;
    }

    private static void collectUnknown(String at, Object value, List<String> unknown) {
        if (value instanceof Iterable<?> elements) {
            int i = 0;
            for (var element : elements) {
                collectUnknown(at + "[" + i++ + "]", element, unknown);
            }
        } else if (value != null
                && value.getClass().getName().startsWith("io.fabric8.")
                && !value.getClass().isEnum()) {
            for (var method : value.getClass().getMethods()) {
                var name = method.getName();
                if (name.startsWith("get") && method.getParameterCount() == 0 && !name.equals("getClass")) {
                    member(at + "/" + name.substring(3), name, call(method, value), unknown);
                }
            }
        }
    }

    private static void member(String at, String getter, Object member, List<String> unknown) {
        if (getter.equals("getAdditionalProperties")) {
            ((Map<?, ?>) member).keySet().forEach(key -> unknown.add(at + "/" + key));
        } else {
            collectUnknown(at, member, unknown);
        }
    }

    private static Object call(java.lang.reflect.Method method, Object target) {
        try {
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
