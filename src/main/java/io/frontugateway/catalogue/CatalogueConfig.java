package io.frontugateway.catalogue;

import java.nio.file.Path;
import java.util.Optional;

/** Where the operator's own facts about Frontu stand. */
public interface CatalogueConfig {
    /**
     * A YAML file of the same form as {@code catalogue.yaml}, whose entries replace or add to it: a resource, a path, a
     * parameter or a field. Read at the start; a fault in it stops the start.
     */
    Optional<Path> overrides();
}
