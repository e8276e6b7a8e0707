package io.frontugateway.simulator;

import io.frontugateway.simulator.Answer.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers with the bytes of files and images: whole, one range of them, or the word that the caller has them. */
final class Downloads {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final Store store;

    Downloads(Store store) {
        this.store = store;
    }

    Answer of(EntityType type, String guid, Exchange exchange) {
        Entity entity = store.table(type).byGuid(guid);
        if (entity == null || entity.content == null) {
            return Answers.error(404, type == Types.IMAGE ? "Image not found" : "File not found");
        }
        Content content = entity.content;
        Map<String, String> headers = headers(content, String.valueOf(entity.current.get("originalName")));
        if (known(exchange, content)) {
            return Answer.empty(304).with(headers);
        }
        return ranged(exchange, content, headers);
    }

    private static Map<String, String> headers(Content content, String name) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", content.mediaType());
        headers.put("ETag", content.etag());
        headers.put("Last-Modified", Moments.http(content.modified()));
        headers.put("Accept-Ranges", "bytes");
        String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
        headers.put("Content-Disposition", "attachment; filename=\"" + plain + "\"");
        return headers;
    }

    private static boolean known(Exchange exchange, Content content) {
        String tags = exchange.request.getHeader("If-None-Match");
        return tags != null && (tags.strip().equals("*") || tags.contains(content.etag()));
    }

    private static Answer ranged(Exchange exchange, Content content, Map<String, String> headers) {
        Matcher range = range(exchange, content);
        if (range == null) {
            return Answer.part(200, new Part(content, 0, content.size())).with(headers);
        }
        long size = content.size();
        boolean suffix = range.group(1).isEmpty();
        long first = suffix ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        boolean open = suffix || range.group(2).isEmpty();
        long last = open ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        if (first > last || first >= size) {
            return Answers.error(416, "Range Not Satisfiable").with(Map.of("Content-Range", "bytes */" + size));
        }
        return Answer.part(206, new Part(content, first, last + 1))
                .with(headers)
                .with(Map.of("Content-Range", "bytes " + first + "-" + last + "/" + size));
    }

    /** The one range asked for; null for none, for several, and where the content has changed since (If-Range). */
    private static @Nullable Matcher range(Exchange exchange, Content content) {
        String header = exchange.request.getHeader("Range");
        String condition = exchange.request.getHeader("If-Range");
        if (header == null || (condition != null && !condition.equals(content.etag()))) {
            return null;
        }
        Matcher range = RANGE.matcher(header.strip());
        boolean named =
                range.matches() && !(range.group(1).isEmpty() && range.group(2).isEmpty());
        return named ? range : null;
    }
}
