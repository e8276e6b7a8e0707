package io.frontugateway.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML text → {@link Tree}. Nothing is constructed by reflection, so that it works in a native image. */
final class TreeReader {
    /** The built-in file has a fiftieth of it. */
    static final int LARGEST = 1024 * 1024;

    private static final int DEEPEST = 20;

    private final String file;
    private final boolean override;
    private final Faults faults;

    TreeReader(String file, boolean override, Faults faults) {
        this.file = file;
        this.override = override;
        this.faults = faults;
    }

    /** The document; null when it is empty, or so broken that nothing can be read: then the fault is noted. */
    Tree.@Nullable Branch read(String yaml) {
        if (yaml.length() > LARGEST) {
            faults.add(file + ": larger than 1 MiB");
            return null;
        }
        try {
            return root(yaml);
        } catch (MarkedYAMLException broken) {
            faults.add(place(broken.getProblemMark()), "", "not valid YAML: " + oneLine(broken.getProblem()));
        } catch (YAMLException broken) {
            faults.add(file + ": not valid YAML: " + oneLine(broken.getMessage()));
        }
        return null;
    }

    private Tree.@Nullable Branch root(String yaml) {
        if (override && isBomb(yaml)) {
            return null;
        }
        var composer = new Composer(new ParserImpl(new StreamReader(yaml), options()), new Resolver(), options());
        var root = composer.getSingleNode();
        if (root == null) {
            return null;
        }
        var tree = tree(root, place(root.getStartMark()), "");
        if (tree instanceof Tree.Branch branch) {
            return branch;
        }
        if (!tree.isNull()) {
            faults.add(tree.place(), "", "a mapping is expected");
        }
        return null;
    }

    /**
     * Whether the text holds what must not even be composed. Aliases serve nothing here, and a few lines of them can stand
     * for gigabytes; the time to read a nesting grows with the square of its depth.
     */
    private boolean isBomb(String yaml) {
        var parser = new ParserImpl(new StreamReader(yaml), options());
        int depth = 0;
        for (var event = parser.getEvent(); event != null; event = parser.getEvent()) {
            if (event instanceof AliasEvent) {
                faults.add(place(event.getStartMark()), "", "aliases are not allowed; write the value out");
                return true;
            }
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                faults.add(place(event.getStartMark()), "", "nested deeper than " + DEEPEST + " levels");
                return true;
            }
        }
        return false;
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setNestingDepthLimit(DEEPEST);
        return options;
    }

    private Tree tree(Node node, Tree.Place place, String path) {
        if (node instanceof MappingNode mapping) {
            return branch(mapping, place, path);
        }
        if (node instanceof SequenceNode sequence) {
            var items = new ArrayList<Tree>();
            for (var item : sequence.getValue()) {
                items.add(tree(item, place(item.getStartMark()), path));
            }
            return new Tree.Items(place, items);
        }
        var scalar = (ScalarNode) node;
        return new Tree.Leaf(place, scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue());
    }

    private Tree.Branch branch(MappingNode mapping, Tree.Place place, String path) {
        var children = new LinkedHashMap<String, Tree>();
        for (NodeTuple tuple : mapping.getValue()) {
            var at = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(at, path, "a key has to be a plain name");
                continue;
            }
            var below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (children.containsKey(key.getValue())) {
                faults.add(at, below, "stands here for the second time");
                continue;
            }
            children.put(key.getValue(), tree(tuple.getValueNode(), at, below));
        }
        return new Tree.Branch(place, children);
    }

    private Tree.Place place(@Nullable Mark mark) {
        return new Tree.Place(file, mark == null ? 1 : mark.getLine() + 1, override);
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "unreadable" : text.replaceAll("\\s+", " ").strip();
    }
}
