package io.frontugateway.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field of a resource.
 *
 * @param name normalized name, camelCase, spelled right
 * @param readName Frontu's name in answers
 * @param writeName Frontu's name in requests
 * @param alsoRead further names under which answers may hold it (misspellings); the first that is set counts
 * @param type normalized type
 * @param relatesTo for relations: normalized name of the resource that is meant; null where not known
 * @param required whether Frontu demands it on creation
 * @param readable whether answers carry it
 * @param writable whether requests are known to carry it; false is no reason to refuse it, since Frontu documents few of
 *     the fields that it takes
 * @param ordered whether each value it is set to matters (a status), so that two writes of it are never merged
 * @param values the values that are allowed, as text; empty where any is
 * @param source on what this rests
 * @param description one sentence for people, may be empty
 */
public record Field(
        String name,
        String readName,
        String writeName,
        List<String> alsoRead,
        FieldType type,
        @Nullable String relatesTo,
        boolean required,
        boolean readable,
        boolean writable,
        boolean ordered,
        List<String> values,
        Source source,
        String description) {

    public Field {
        alsoRead = List.copyOf(alsoRead);
        values = List.copyOf(values);
    }
}
