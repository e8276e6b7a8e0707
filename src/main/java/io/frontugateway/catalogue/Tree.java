package io.frontugateway.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML document that remembers where each part of it stands. */
sealed interface Tree {
    /** Where it begins; for what stands under a key, where the key stands. */
    Place place();

    /** A mapping, in the order of the file. */
    record Branch(Place place, Map<String, Tree> children) implements Tree {}

    /** A sequence. */
    record Items(Place place, List<Tree> items) implements Tree {}

    /** A scalar as it is written; null for YAML's null. */
    record Leaf(Place place, @Nullable String text) implements Tree {}

    /**
     * A place in a file.
     *
     * @param file name of the file
     * @param line counted from 1
     * @param override whether it is the operator's file
     */
    record Place(String file, int line, boolean override) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** Whether this is YAML's null, which in an override removes what stands at its place. */
    default boolean isNull() {
        return this instanceof Leaf leaf && leaf.text() == null;
    }

    /**
     * This tree changed by another of the same form: mappings are united, everything else is replaced, and null removes. A
     * null that finds nothing to remove stays, for the reader to complain of.
     */
    default Tree changedBy(Tree change) {
        if (!(this instanceof Branch base) || !(change instanceof Branch over)) {
            return change;
        }
        var children = new LinkedHashMap<>(base.children());
        over.children().forEach((key, value) -> {
            var old = children.get(key);
            if (old == null) {
                children.put(key, value);
            } else if (value.isNull() && !old.isNull()) {
                children.remove(key);
            } else {
                children.put(key, old.changedBy(value));
            }
        });
        return new Branch(base.place(), children);
    }
}
