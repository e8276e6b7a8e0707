package io.frontugateway.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The merged document → resource types; what is wrong goes to the faults. */
final class ResourceReader {
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PASCAL = Pattern.compile("[A-Z][A-Za-z0-9]*");
    /** Paths of the gateway's own that a resource of the same name would hide. */
    private static final List<String> TAKEN =
            List.of("resources", "operations", "quota", "status", "changes", "doctor");

    private final Section root;
    private final List<String> gone;
    private final Faults faults;
    private final Map<String, Section> sections;
    private final Map<String, String> titles = new HashMap<>();

    /**
     * @param root the whole document
     * @param gone resources that the operator removed
     */
    ResourceReader(Section root, List<String> gone, Faults faults) {
        this.root = root;
        this.gone = gone;
        this.faults = faults;
        this.sections = root.sections("resources");
    }

    List<ResourceType> read() {
        var resources = new ArrayList<ResourceType>();
        var byName = new HashMap<String, ResourceType>();
        sections.forEach((name, section) -> {
            var resource = resource(name, section, byName::get);
            byName.put(name, resource);
            resources.add(resource);
        });
        if (resources.isEmpty()) {
            root.fault("resources", "there is no resource");
        }
        return resources;
    }

    private ResourceType resource(String name, Section section, Function<String, @Nullable ResourceType> related) {
        section.only(
                "title", "description", "list", "single", "full", "content", "upsert", "uploads", "copy", "fields");
        if (!KEBAB.matcher(name).matches() || name.length() > 64) {
            section.fault("the name of a resource is in kebab-case, for example task-types");
        } else if (TAKEN.contains(name)) {
            section.fault("this name is the gateway's own");
        }
        var operations = new OperationsReader(section, this::isKnown, gone).read();
        return new ResourceType(
                name, title(section), section.text("description", ""), operations, fields(section), related);
    }

    private String title(Section section) {
        var title = section.demanded("title");
        if (!title.isEmpty() && !PASCAL.matcher(title).matches()) {
            section.fault("title", "\"" + title + "\" is not a title; expected is PascalCase, for example TaskType");
        }
        var other = titles.putIfAbsent(title, section.path());
        if (other != null && !title.isEmpty()) {
            section.fault("title", "\"" + title + "\" is also the title of " + other);
        }
        return title;
    }

    private Map<String, Field> fields(Section section) {
        var common = root.branch("common");
        var own = section.branch("fields");
        if (section.has("fields") && own == null) {
            section.section("fields"); // notes the fault
        }
        Tree all = common == null ? own == null ? empty() : own : own == null ? common : common.changedBy(own);
        var reader = new FieldReader(this::isKnown, gone);
        var fields = new LinkedHashMap<String, Field>();
        if (all instanceof Tree.Branch branch) {
            branch.children()
                    .forEach((name, tree) -> fields.put(
                            name, reader.read(name, new Section(tree, section.path() + ".fields." + name, faults))));
        }
        return fields;
    }

    private static Tree.Branch empty() {
        return new Tree.Branch(new Tree.Place("", 1, false), Map.of());
    }

    private @Nullable String isKnown(String resource) {
        return sections.containsKey(resource)
                ? null
                : "\"" + resource + "\" is not a resource; allowed: " + String.join(", ", sections.keySet());
    }
}
