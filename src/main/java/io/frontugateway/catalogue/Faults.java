package io.frontugateway.catalogue;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong in catalogue files, so that an operator sees all of it at once. */
final class Faults {
    /** More than this helps nobody, and a file of 1 MiB could hold very many. */
    private static final int SHOWN = 50;

    private final List<String> lines = new ArrayList<>();
    private int more;

    void add(Tree.Place place, String path, String what) {
        add(place + ": " + (path.isEmpty() ? "" : path + ": ") + what);
    }

    void add(String line) {
        if (lines.size() < SHOWN) {
            lines.add(line);
        } else {
            more++;
        }
    }

    void throwIfAny() {
        if (lines.isEmpty()) {
            return;
        }
        if (more > 0) {
            lines.add("and " + more + " more");
        }
        throw new CatalogueException(lines);
    }
}
