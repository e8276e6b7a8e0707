package io.frontugateway.api;

import io.frontugateway.cache.Coding;
import io.frontugateway.cache.Finished;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags that a caller holds, from {@code If-None-Match} (RFC 9110, section 13.1.2). They are compared weakly, as
 * that section asks; what is no entity tag matches nothing.
 */
record EntityTags(List<String> tags) {
    private static final EntityTags NONE = new EntityTags(List.of());

    static EntityTags of(MultiMap headers) {
        return headers.contains("If-None-Match")
                ? new EntityTags(Elements.ofTags(headers.getAll("If-None-Match")))
                : NONE;
    }

    /** Whether the caller holds whatever there is. */
    boolean any() {
        return tags.contains("*");
    }

    /**
     * The tag, quoted, under which the caller holds the document in any of its forms; null when it names none of them.
     *
     * @param preferred of which coding it is to be where several match
     */
    @Nullable
    String of(Finished document, Coding preferred) {
        String held = null;
        for (var tag : tags) {
            var opaque = tag.startsWith("W/") ? tag.substring(2) : tag;
            if (document.hasTag(opaque) && (held == null || document.isTagOf(opaque, preferred))) {
                held = opaque;
            }
        }
        return held;
    }
}
