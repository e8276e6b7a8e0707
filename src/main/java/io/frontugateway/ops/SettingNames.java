package io.frontugateway.ops;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that settings may have, as {@link GatewayConfig} spells them, and the nearest of them to a wrong one. */
final class SettingNames {
    private static final String PREFIX = "gateway.";
    private static final Map<String, String> EXAMPLES = Map.ofEntries(
            Map.entry("gateway.accounts.*.base-url", "https://acme.frontu.com"),
            Map.entry("gateway.accounts.*.api-key-file", "/run/secrets/frontu-key"),
            Map.entry("gateway.clients-file", "config/clients.yaml"),
            Map.entry("gateway.clients.*.accounts", "acme,globex"),
            Map.entry("gateway.clients.*.limit", "200"),
            Map.entry("gateway.catalogue.overrides", "config/catalogue.yaml"),
            Map.entry("gateway.redis.embedded", "true"),
            Map.entry("gateway.simulator.enabled", "true"));

    /** Pattern of a name, a star for each name that is free, to its default or an example, or nothing. */
    private final Map<String, String> patterns = new TreeMap<>();

    private final Map<String, String> defaults = new TreeMap<>();

    SettingNames() {
        ConfigClass.configClass(GatewayConfig.class).getProperties().forEach((name, otherwise) -> {
            patterns.put(name, otherwise == null ? "" : otherwise);
            if (otherwise != null) {
                defaults.put(name, otherwise);
            }
        });
        patterns.putAll(EXAMPLES);
    }

    /** Whether a property of this name is one of the gateway's settings. */
    boolean knows(String property) {
        return pattern(property).isPresent();
    }

    /** Whether there are settings whose names begin with this name and a dot. */
    boolean hasBelow(String name) {
        return patterns.keySet().stream()
                .anyMatch(pattern -> Pattern.matches(propertyPattern(pattern.replaceFirst("\\.[^.]*$", "")), name));
    }

    /** Whether an environment variable of this name sets one of the gateway's settings. */
    boolean knowsVariable(String variable) {
        return patterns.keySet().stream().anyMatch(pattern -> Pattern.matches(variablePattern(pattern), variable));
    }

    /** The value that a property has when it is not set. */
    Optional<String> valueWhenUnset(String property) {
        return pattern(property).map(defaults::get);
    }

    /** {@code ; for example name=value}, or nothing where there is no good example. */
    String example(String property) {
        return pattern(property)
                .map(patterns::get)
                .filter(value -> !value.isEmpty())
                .map(value -> "; for example " + property + "=" + value)
                .orElse("");
    }

    /** The line for a property that is none of the settings. */
    String unknown(String property) {
        return property + ": there is no such setting; "
                + nearest(property)
                        .map(name -> "the nearest is " + name + example(name))
                        .orElse("the README lists those there are, for example gateway.quota.limit=1000");
    }

    private Optional<String> pattern(String property) {
        return patterns.keySet().stream()
                .filter(pattern -> Pattern.matches(propertyPattern(pattern), property))
                .findFirst();
    }

    private Optional<String> nearest(String property) {
        return patterns.keySet().stream()
                .flatMap(pattern -> fill(pattern, property).stream())
                .map(name -> Map.entry(name, distance(name, property)))
                .filter(near -> near.getValue() <= Math.max(3, property.length() / 4))
                .min(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    /** The pattern with its stars replaced by what stands there in the property, if both have as many parts. */
    private static Optional<String> fill(String pattern, String property) {
        var wanted = List.of(pattern.split("\\."));
        var given = List.of(property.split("\\."));
        if (wanted.size() != given.size()) {
            return pattern.contains("*") ? Optional.empty() : Optional.of(pattern);
        }
        return Optional.of(Stream.iterate(0, i -> i < wanted.size(), i -> i + 1)
                .map(i -> wanted.get(i).equals("*") ? given.get(i) : wanted.get(i))
                .collect(Collectors.joining(".")));
    }

    /** A free name may be quoted; a list may be numbered. */
    private static String propertyPattern(String pattern) {
        return parts(pattern)
                        .map(part -> part.equals("*") ? "(\"[^\"]+\"|[^.\"]+)" : Pattern.quote(part))
                        .collect(Collectors.joining("\\."))
                + "(\\[\\d+])?";
    }

    private static String variablePattern(String pattern) {
        return parts(pattern)
                        .map(part -> part.equals("*")
                                ? "_?[A-Z0-9_]+?_?"
                                : part.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                        .collect(Collectors.joining("_"))
                + "(_\\d+_)?";
    }

    private static Stream<String> parts(String pattern) {
        return Stream.of(pattern.split("\\.")).map(part -> part.replace("[*]", ""));
    }

    /** Letters that have to be changed, put in or left out to get from one name to the other. */
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                var change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    /** Whether a property could be one of the gateway's. */
    static boolean isOurs(String property) {
        return property.startsWith(PREFIX);
    }
}
