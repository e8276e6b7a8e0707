package io.frontugateway.deploy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * Every setting of a configuration interface and of those nested in it, with what its Javadoc says. Javadoc is not in class
 * files, so it is read from the sources.
 */
final class Settings {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Map<Class<?>, String> TYPES = Map.of(
            Duration.class, "time, `10s`",
            MemorySize.class, "size, `64M`",
            Path.class, "file",
            boolean.class, "`true` or `false`",
            Boolean.class, "`true` or `false`",
            int.class, "whole number",
            Integer.class, "whole number",
            long.class, "whole number",
            Long.class, "whole number",
            String.class, "text");

    private final List<Setting> found = new ArrayList<>();

    /** One setting. */
    record Setting(String name, String type, String fallback, String meaning) {}

    private Settings() {}

    /** The settings in the order in which they are written down. */
    static List<Setting> of(String prefix, Class<?> root) {
        var settings = new Settings();
        settings.walk(prefix, root);
        return settings.found;
    }

    private void walk(String prefix, Class<?> group) {
        documented(group).forEach((name, meaning) -> {
            var method = Arrays.stream(group.getMethods())
                    .filter(candidate -> candidate.getName().equals(name) && candidate.getParameterCount() == 0)
                    .filter(candidate -> !candidate.isDefault())
                    .findFirst();
            method.ifPresent(its -> setting(name(prefix, its), its, its.getGenericReturnType(), meaning));
        });
    }

    private void setting(String name, Method method, Type type, String meaning) {
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            setting(name + "." + keyOf(method), method, map.getActualTypeArguments()[1], meaning);
        } else if (type instanceof Class<?> group && group.isInterface() && isOurs(group)) {
            walk(name, group);
        } else {
            found.add(new Setting(name, type(type), fallback(method), meaning));
        }
    }

    private static String keyOf(Method method) {
        return method.getName().equals("resources") ? "<resource>" : "<name>";
    }

    private static String name(String prefix, Method method) {
        if (method.isAnnotationPresent(WithParentName.class)) {
            return prefix;
        }
        var given = method.getAnnotation(WithName.class);
        return prefix + "." + (given == null ? dashed(method.getName()) : given.value());
    }

    private static String fallback(Method method) {
        var given = method.getAnnotation(WithDefault.class);
        return given == null ? "none" : "`" + given.value() + "`";
    }

    private static String type(Type type) {
        if (type instanceof ParameterizedType generic) {
            var inner = type(generic.getActualTypeArguments()[0]);
            return Collection.class.isAssignableFrom((Class<?>) generic.getRawType()) ? "list of " + inner : inner;
        }
        var plain = (Class<?>) type;
        if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants())
                    .map(one -> "`" + one.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                    .collect(Collectors.joining(" or "));
        }
        if (plain.getSimpleName().startsWith("Optional")) {
            return "whole number";
        }
        return TYPES.getOrDefault(plain, plain.getSimpleName().toLowerCase(Locale.ROOT));
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("io.frontugateway.");
    }

    private static String dashed(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Methods of an interface by name, as written, with their Javadoc in one line of Markdown. */
    private static Map<String, String> documented(Class<?> type) {
        var outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var source = SOURCES.resolve(outermost.getName().replace('.', '/') + ".java");
            var task = (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(source));
            var scanner = new Methods(DocTrees.instance(task), type.getSimpleName());
            task.parse().forEach(unit -> scanner.scan(new TreePath(unit), null));
            return scanner.methods;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Methods extends TreePathScanner<Void, Void> {
        private static final Pattern LINK = Pattern.compile("\\{@link \\w*#(\\w+)\\(\\)}");

        private final Map<String, String> methods = new LinkedHashMap<>();
        private final DocTrees docs;
        private final String type;

        Methods(DocTrees docs, String type) {
            this.docs = docs;
            this.type = type;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            var owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            if (owner.getSimpleName().contentEquals(type)) {
                var javadoc = Optional.ofNullable(docs.getDocComment(getCurrentPath()));
                methods.put(
                        method.getName().toString(),
                        javadoc.map(Methods::markdown).orElse(""));
            }
            return null;
        }

        private static String markdown(String javadoc) {
            return javadoc.replaceAll("(?s)\n\\s*@.*", "")
                    .replaceAll("</?(p|ul|ol|li|b|i|em)/?>", "")
                    .replaceAll("\\{@(?:code|link) ([^#}]*)}", "`$1`")
                    .transform(text -> LINK.matcher(text).replaceAll(link -> "`" + dashed(link.group(1)) + "`"))
                    .replace("|", "\\|")
                    .replaceAll("\\s+", " ")
                    .strip();
        }
    }
}
