package io.frontugateway.writes;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a {@code multipart/form-data} body tell of its parts.
 *
 * @param parts those whose heads are there, in order
 */
record MultipartHead(List<Part> parts) {
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s\";]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile(";\\s*name=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\";]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile(";\\s*filename\\*?=", Pattern.CASE_INSENSITIVE);

    /**
     * One part.
     *
     * @param name its name; empty where it has none
     * @param isFile whether it says that it is a file
     * @param begin where its content begins, in bytes
     * @param value its content as text; null while it is not there as a whole
     */
    record Part(
            String name,
            boolean isFile,
            int begin,
            @Nullable String value) {}

    /** The boundary in a content type; empty where it is another type, or has none. */
    static Optional<String> boundary(@Nullable String contentType) {
        if (contentType == null || !contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return Optional.empty();
        }
        var found = BOUNDARY.matcher(contentType);
        return found.find() ? Optional.of(found.group(1) != null ? found.group(1) : found.group(2)) : Optional.empty();
    }

    /** Reads as much as is there. */
    static MultipartHead of(Buffer bytes, String boundary) {
        // One character a byte, so that places in the text are places in the bytes.
        var text = bytes.toString(StandardCharsets.ISO_8859_1);
        var parts = new ArrayList<Part>();
        var delimiter = "--" + boundary;
        int at = text.startsWith(delimiter) ? 0 : text.indexOf("\r\n" + delimiter) + 2;
        while (at >= 0 && text.startsWith(delimiter, at)) {
            int head = at + delimiter.length();
            int end = text.indexOf("\r\n\r\n", head);
            if (text.startsWith("--", head) || end < 0) {
                break;
            }
            int begin = end + 4;
            int next = text.indexOf("\r\n" + delimiter, end + 2);
            parts.add(part(
                    text.substring(head, end), begin, next < 0 ? null : text.substring(begin, Math.max(begin, next))));
            at = next < 0 ? -1 : next + 2;
        }
        return new MultipartHead(parts);
    }

    /** The part of a name, if its head is there. */
    Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    private static Part part(String head, int begin, @Nullable String value) {
        var disposition = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
                .findFirst()
                .orElse("");
        var name = NAME.matcher(disposition);
        return new Part(
                name.find()
                        ? utf8(name.group(1) != null ? name.group(1).replaceAll("\\\\(.)", "$1") : name.group(2))
                        : "",
                FILE_NAME.matcher(disposition).find(),
                begin,
                value == null ? null : utf8(value));
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
