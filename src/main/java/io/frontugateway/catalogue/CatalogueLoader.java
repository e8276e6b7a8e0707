package io.frontugateway.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the catalogue: the built-in {@code catalogue.yaml}, changed by the operator's override file. */
public final class CatalogueLoader {
    private static final String BUILTIN = "catalogue.yaml";

    private CatalogueLoader() {}

    /** Read once: a start wants it to check the settings and to serve; a native image holds it ready. */
    private static final class Builtin {
        static final Catalogue CATALOGUE = parse(builtin(), null, "");
    }

    /**
     * The effective catalogue. Reads files, so it belongs to the start and not on the event loop.
     *
     * @throws CatalogueException with every fault found
     */
    public static Catalogue load(CatalogueConfig config) {
        var file = config.overrides().orElse(null);
        return file == null
                ? Builtin.CATALOGUE
                : parse(builtin(), overrides(file), file.getFileName().toString());
    }

    /**
     * The same from texts.
     *
     * @param builtinYaml the whole catalogue
     * @param overridesYaml what changes it; null for none
     * @param overridesName what the second is called in faults
     * @throws CatalogueException with every fault found
     */
    public static Catalogue parse(String builtinYaml, @Nullable String overridesYaml, String overridesName) {
        var faults = new Faults();
        var builtin = rootOf(new TreeReader(BUILTIN, false, faults).read(builtinYaml), BUILTIN, faults, true);
        var over = overridesYaml == null ? null : new TreeReader(overridesName, true, faults).read(overridesYaml);
        var overrides = rootOf(over, overridesName, faults, false);
        faults.throwIfAny();
        var root = new Section(builtin.changedBy(overrides), "", faults);
        var resources = new ResourceReader(root, gone(builtin, root), faults).read();
        faults.throwIfAny();
        return new Catalogue(root.demanded("base"), resources);
    }

    private static Tree.Branch rootOf(Tree.@Nullable Branch root, String file, Faults faults, boolean builtin) {
        if (root == null) {
            return new Tree.Branch(new Tree.Place(file, 1, !builtin), Map.of());
        }
        var section = new Section(root, "", faults);
        if (builtin) {
            section.only("base", "common", "resources");
        } else {
            section.only("common", "resources");
        }
        return root;
    }

    /** Resources that the operator took away: what the built-in file says of them elsewhere goes with them. */
    private static List<String> gone(Tree.Branch builtin, Section root) {
        var before = builtin.children().get("resources") instanceof Tree.Branch branch
                ? branch.children()
                : new LinkedHashMap<String, Tree>();
        var now = root.branch("resources");
        return before.keySet().stream()
                .filter(name -> now == null || !now.children().containsKey(name))
                .toList();
    }

    private static String builtin() {
        try (InputStream in = CatalogueLoader.class.getResourceAsStream("/" + BUILTIN)) {
            if (in == null) {
                throw new IllegalStateException(BUILTIN + " is not part of the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(BUILTIN + " cannot be read", unreadable);
        }
    }

    private static String overrides(Path file) {
        try {
            if (Files.size(file) > TreeReader.LARGEST) {
                throw unusable(file, "is larger than 1 MiB");
            }
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return decoder.decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
        } catch (NoSuchFileException missing) {
            throw unusable(file, "does not exist");
        } catch (CharacterCodingException notText) {
            throw unusable(file, "is not UTF-8");
        } catch (IOException unreadable) {
            throw unusable(file, "cannot be read (" + unreadable.getClass().getSimpleName() + ")");
        }
    }

    private static CatalogueException unusable(Path file, String why) {
        return new CatalogueException(List.of("the file " + file + " " + why
                + "; expected is a YAML file, for example /etc/frontu-gateway/catalogue.yaml"));
    }
}
