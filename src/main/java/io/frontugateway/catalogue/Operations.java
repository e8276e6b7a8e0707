package io.frontugateway.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Frontu offers for one resource. Paths are Frontu's, below {@code /client/api/v2}. */
public record Operations(
        @Nullable ListRead list,
        @Nullable SingleRead single,
        @Nullable SingleRead full,
        @Nullable Content content,
        @Nullable Upsert upsert,
        List<Upload> uploads,
        @Nullable Copy copy) {

    public Operations {
        uploads = List.copyOf(uploads);
    }

    /** How the pages of a list are asked for. */
    public enum Paging {
        /** {@code page} and {@code items}: the page size can be chosen. */
        PAGE_AND_ITEMS,
        /** {@code page} only: Frontu chooses the size. */
        PAGE,
        /** No parameter: everything comes at once. */
        NONE
    }

    /**
     * A list.
     *
     * @param path Frontu's path
     * @param paging how its pages are asked for
     * @param version whether rows can be narrowed by {@code version}, strictly greater; null where they cannot
     * @param versionTo whether rows can be narrowed by {@code versionTo}, strictly lower; null where they cannot
     * @param showsArchived whether archived rows are assumed to be in it
     * @param filters its own filters by normalized name, in the order in which they are shown
     * @param source on what the path rests
     */
    public record ListRead(
            String path,
            Paging paging,
            @Nullable Source version,
            @Nullable Source versionTo,
            boolean showsArchived,
            Map<String, Filter> filters,
            Source source) {}

    /**
     * A read of one entity.
     *
     * @param path Frontu's path; may hold {@code {guid}}, otherwise the identity is a query parameter
     * @param by what the entity can be found by
     * @param answersList whether the answer is a list (the evaluations of a task) and not one entity
     * @param source on what the path rests
     */
    public record SingleRead(String path, Set<Identity> by, boolean answersList, Source source) {}

    /** A download; {@code path} holds {@code {guid}}. */
    public record Content(String path, Source source) {}

    /**
     * Creating and updating.
     *
     * @param path Frontu's path
     * @param by what an existing entity is matched by
     * @param repeatable whether the same request sent twice has the effect of once
     * @param source on what the path rests
     */
    public record Upsert(String path, Set<Identity> by, boolean repeatable, Source source) {}

    /**
     * A multipart upload.
     *
     * @param path Frontu's path
     * @param filePart name of the part that holds the bytes
     * @param ownerPart name of the part that names the owning entity
     * @param ownerResource normalized name of the resource that the owner belongs to
     * @param source on what the path rests
     */
    public record Upload(String path, String filePart, String ownerPart, String ownerResource, Source source) {}

    /**
     * A copy to another task.
     *
     * @param path Frontu's path
     * @param itemMember name of the body member that names what is copied
     * @param source on what the path rests
     */
    public record Copy(String path, String itemMember, Source source) {}
}
