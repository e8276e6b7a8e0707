package io.frontugateway.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One mapping of a catalogue file while it is read: typed access by key, where every fault says its place. */
final class Section {
    private final Tree.Branch branch;
    private final String path;
    private final Faults faults;

    Section(Tree tree, String path, Faults faults) {
        this.path = path;
        this.faults = faults;
        if (tree instanceof Tree.Branch given) {
            this.branch = given;
        } else {
            faults.add(tree.place(), path, tree.isNull() ? nothing(tree) : "a mapping is expected");
            this.branch = new Tree.Branch(tree.place(), Map.of());
        }
    }

    private static String nothing(Tree tree) {
        return (tree.place().override() ? "there is nothing to remove" : "is empty") + "; {} is one with every default";
    }

    String path() {
        return path;
    }

    Set<String> keys() {
        return branch.children().keySet();
    }

    /** A fault of the whole section. */
    void fault(String what) {
        faults.add(branch.place(), path, what);
    }

    /** A fault of what stands under a key; of the section where nothing does. */
    void fault(String key, String what) {
        var child = branch.children().get(key);
        faults.add(child == null ? branch.place() : child.place(), below(key), what);
    }

    /** Notes every key that is not among those allowed. */
    Section only(String... allowed) {
        var known = List.of(allowed);
        for (var key : keys()) {
            if (!known.contains(key)) {
                fault(key, "is not known here; allowed: " + String.join(", ", known));
            }
        }
        return this;
    }

    boolean has(String key) {
        return branch.children().containsKey(key);
    }

    @Nullable
    String text(String key) {
        var child = branch.children().get(key);
        if (child == null) {
            return null;
        }
        if (child instanceof Tree.Leaf leaf && leaf.text() != null) {
            return leaf.text();
        }
        fault(key, child.isNull() ? nothing(child) : "one value is expected");
        return null;
    }

    String text(String key, String otherwise) {
        var text = text(key);
        return text == null ? otherwise : text;
    }

    /** The text under a key that must be there. */
    String demanded(String key) {
        if (!has(key)) {
            fault("\"" + key + "\" is missing");
        }
        return text(key, "");
    }

    boolean flag(String key, boolean otherwise) {
        var text = text(key);
        if (text == null) {
            return otherwise;
        }
        if (!text.equals("true") && !text.equals("false")) {
            fault(key, "\"" + text + "\" is not a flag; allowed: true, false");
        }
        return text.equals("true");
    }

    List<String> texts(String key) {
        var child = branch.children().get(key);
        if (child == null) {
            return List.of();
        }
        if (!(child instanceof Tree.Items items)) {
            fault(key, child.isNull() ? nothing(child) : "a list is expected");
            return List.of();
        }
        var texts = new ArrayList<String>();
        for (var item : items.items()) {
            if (item instanceof Tree.Leaf leaf && leaf.text() != null) {
                texts.add(leaf.text());
            } else {
                faults.add(item.place(), below(key), "plain values are expected");
            }
        }
        return texts;
    }

    <E extends Enum<E>> E choice(String key, String what, E otherwise, E[] allowed) {
        var text = text(key);
        var found = text == null ? otherwise : parse(text, allowed);
        if (found == null) {
            fault(key, "\"" + text + "\" is not " + what + "; allowed: " + names(allowed));
            return otherwise;
        }
        return found;
    }

    static <E extends Enum<E>> @Nullable E parse(String text, E[] allowed) {
        for (var one : allowed) {
            if (name(one).equals(text)) {
                return one;
            }
        }
        return null;
    }

    /** How a constant is spelt in the file: {@code page-and-items}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Section::name).collect(Collectors.joining(", "));
    }

    @Nullable
    Section section(String key) {
        var child = branch.children().get(key);
        return child == null ? null : new Section(child, below(key), faults);
    }

    /** The sections that stand by name under a key, in their order. */
    Map<String, Section> sections(String key) {
        var parent = section(key);
        if (parent == null) {
            return Map.of();
        }
        var sections = new LinkedHashMap<String, Section>();
        parent.branch
                .children()
                .forEach((name, tree) -> sections.put(name, new Section(tree, parent.below(name), faults)));
        return sections;
    }

    /** The sections of a list. */
    List<Section> items(String key) {
        var child = branch.children().get(key);
        if (child == null) {
            return List.of();
        }
        if (!(child instanceof Tree.Items items)) {
            fault(key, child.isNull() ? nothing(child) : "a list is expected");
            return List.of();
        }
        var sections = new ArrayList<Section>();
        for (int i = 0; i < items.items().size(); i++) {
            sections.add(new Section(items.items().get(i), below(key) + "[" + i + "]", faults));
        }
        return sections;
    }

    /** This section changed by one of the same form. */
    Tree changedBy(@Nullable Tree change) {
        return change == null ? branch : branch.changedBy(change);
    }

    Tree.@Nullable Branch branch(String key) {
        return branch.children().get(key) instanceof Tree.Branch child ? child : null;
    }

    /** Whether what stands under the key was set by the operator. */
    boolean overridden(String key) {
        var child = branch.children().get(key);
        return branch.place().override() || child != null && child.place().override();
    }

    /** On what this section rests: what it says; overridden where the operator set any of its values and did not say. */
    Source source() {
        var said = choice("source", "a source", Source.DOCUMENTED, Source.values());
        if (has("source") && overridden("source")) {
            return said;
        }
        return branch.place().override() || keys().stream().anyMatch(this::changesMeaning) ? Source.OVERRIDDEN : said;
    }

    private boolean changesMeaning(String key) {
        var child = branch.children().get(key);
        return child != null
                && child.place().override()
                && !(child instanceof Tree.Branch)
                && !key.equals("description");
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
