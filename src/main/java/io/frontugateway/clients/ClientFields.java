package io.frontugateway.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The fields of one client in the clients file, with the names and the defaults of {@link ClientConfig}. */
final class ClientFields {
    private static final List<String> NAMES =
            List.of("key-sha256", "account", "accounts", "permissions", "weight", "guaranteed", "limit", "max-queued");

    private final ClientsFile file;
    private final String path;
    private final Map<String, Node> fields;

    ClientFields(ClientsFile file, String path, Map<String, Node> fields) {
        this.file = file;
        this.path = path;
        this.fields = fields;
    }

    ClientSettings settings(String name, String where) {
        fields.forEach((field, node) -> {
            if (!NAMES.contains(field)) {
                file.fault(node, path + "." + field, "no such setting; there is " + String.join(", ", NAMES));
            }
        });
        return new ClientSettings(
                name,
                where,
                texts("key-sha256", List.of()),
                text("account", "default"),
                texts("accounts", List.of()),
                texts("permissions", List.of("*:read")),
                number("weight", 1),
                number("guaranteed", 0),
                fields.containsKey("limit") ? OptionalInt.of(number("limit", 1)) : OptionalInt.empty(),
                number("max-queued", 20000));
    }

    private void fault(String field, String wrong) {
        var node = fields.get(field);
        if (node != null) {
            file.fault(node, path + "." + field, wrong);
        }
    }

    private String text(String field, String otherwise) {
        var node = fields.get(field);
        if (node == null) {
            return otherwise;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().strip();
        }
        fault(field, "must be one value; for example " + field + ": " + otherwise);
        return otherwise;
    }

    private int number(String field, int otherwise) {
        try {
            return Integer.parseInt(text(field, Integer.toString(otherwise)));
        } catch (NumberFormatException e) {
            fault(field, "must be a whole number; for example " + field + ": " + otherwise);
            return otherwise;
        }
    }

    /** A list, or one value as configuration has it, where a comma parts several. */
    private List<String> texts(String field, List<String> otherwise) {
        var node = fields.get(field);
        if (node == null) {
            return otherwise;
        }
        if (node instanceof SequenceNode sequence) {
            return texts(field, sequence);
        }
        var texts = new ArrayList<String>();
        for (var part : text(field, "").split(",", -1)) {
            if (!part.isBlank()) {
                texts.add(part.strip());
            }
        }
        return texts;
    }

    private List<String> texts(String field, SequenceNode sequence) {
        var texts = new ArrayList<String>();
        for (var item : sequence.getValue()) {
            if (item instanceof ScalarNode scalar) {
                texts.add(scalar.getValue().strip());
            } else {
                file.fault(item, path + "." + field, "must be a list of values; for example " + field + ": [a, b]");
            }
        }
        return texts;
    }
}
