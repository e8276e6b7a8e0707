package io.frontugateway.clients;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The clients file: {@code clients:} with one entry a client, whose names and defaults are those of {@link ClientConfig}.
 *
 * <p>Values are taken as the text that stands there, so that a digest that happens to look like a number stays what it is.
 */
final class ClientsFile {
    private static final long MAX_BYTES = 4 << 20;
    private static final String EXAMPLE = "for example clients: {billing: {key-sha256: [<64 hexadecimal digits>]}}";

    private final Path file;
    private final List<String> faults = new ArrayList<>();

    private ClientsFile(Path file) {
        this.file = file;
    }

    /** What a file says: its clients as far as they can be read, and one line a fault. */
    record Content(List<ClientSettings> clients, List<String> faults) {}

    /** Reads the file. Never throws; blocks. */
    static Content read(Path file) {
        var reading = new ClientsFile(file);
        var clients = reading.clients();
        return new Content(clients, reading.faults);
    }

    private List<ClientSettings> clients() {
        var root = root();
        if (root == null) {
            return List.of();
        }
        var top = entries(root, "");
        top.keySet().stream()
                .filter(name -> !name.equals("clients"))
                .forEach(name -> fault(root, name, "no such setting; " + EXAMPLE));
        var clients = top.get("clients");
        if (clients == null) {
            fault(root, "clients", "missing; " + EXAMPLE);
            return List.of();
        }
        return entries(clients, "clients").entrySet().stream()
                .map(client -> client(client.getKey(), client.getValue()))
                .toList();
    }

    private @Nullable Node root() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                faults.add("gateway.clients-file: " + file + " has more than " + MAX_BYTES + " bytes; " + EXAMPLE);
                return null;
            }
            var root = new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(file)));
            if (root == null) {
                faults.add("gateway.clients-file: " + file + " is empty; " + EXAMPLE);
            }
            return root;
        } catch (MarkedYAMLException e) {
            faults.add(file + ":" + line(e) + ": no YAML (" + e.getProblem() + "); " + EXAMPLE);
        } catch (YAMLException e) {
            faults.add("gateway.clients-file: " + file + " is no YAML; " + EXAMPLE);
        } catch (IOException e) {
            faults.add("gateway.clients-file: " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); for example gateway.clients-file=config/clients.yaml");
        }
        return null;
    }

    private static int line(MarkedYAMLException e) {
        var mark = e.getProblemMark();
        return mark == null ? 1 : mark.getLine() + 1;
    }

    private ClientSettings client(String name, Node node) {
        var path = "clients." + name;
        var fields = new ClientFields(this, path, entries(node, path));
        return fields.settings(name, place(node) + path);
    }

    /** The entries of a mapping by name, in order; a fault where there is none, or a name stands twice. */
    private Map<String, Node> entries(Node node, String path) {
        var entries = new LinkedHashMap<String, Node>();
        if (!(node instanceof MappingNode mapping)) {
            fault(node, path, "must hold names and values; " + EXAMPLE);
            return entries;
        }
        for (var entry : mapping.getValue()) {
            var name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            if (entries.putIfAbsent(name, entry.getValueNode()) != null) {
                fault(entry.getKeyNode(), path.isEmpty() ? name : path + "." + name, "stands twice; keep one of them");
            }
        }
        return entries;
    }

    void fault(Node node, String path, String wrong) {
        faults.add(place(node) + path + ": " + wrong);
    }

    private String place(Node node) {
        return file + ":" + (node.getStartMark().getLine() + 1) + ": ";
    }
}
