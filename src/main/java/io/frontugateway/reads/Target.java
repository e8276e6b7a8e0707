package io.frontugateway.reads;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Puts path and query of a request together, percent-encoded: of RFC 3986 only the unreserved characters stand as they are. */
final class Target {
    private final StringBuilder text;
    private char separator = '?';

    private Target(String path) {
        text = new StringBuilder(path);
    }

    /** A path as it is; it may already carry a query. */
    static Target of(String path) {
        var target = new Target(path);
        target.separator = path.indexOf('?') < 0 ? '?' : '&';
        return target;
    }

    /** A path with the guid in place of its {@code {guid}}, as one segment. */
    static Target of(String path, String guid) {
        return of(path.replace("{guid}", encoded(guid)));
    }

    /** Whether a value would be taken for a step in the path and not for a name: no encoding protects a dot. */
    static boolean isNoSegment(String value) {
        return value.isEmpty() || value.equals(".") || value.equals("..");
    }

    Target with(String parameter, String value) {
        text.append(separator).append(encoded(parameter)).append('=').append(encoded(value));
        separator = '&';
        return this;
    }

    Target with(String parameter, long value) {
        return with(parameter, Long.toString(value));
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String encoded(String value) {
        // What a form encodes differently from a URI: the space, and two characters in opposite ways.
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
