package io.frontugateway.catalogue;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All that the gateway knows of Frontu's offer, overrides included. Immutable. */
public final class Catalogue {
    private final Map<String, ResourceType> resources;

    public Catalogue(Collection<ResourceType> resources) {
        var byName = new LinkedHashMap<String, ResourceType>();
        resources.forEach(resource -> byName.put(resource.name(), resource));
        this.resources = Collections.unmodifiableMap(byName);
    }

    /** Every resource, in the order of the file. */
    public Collection<ResourceType> all() {
        return resources.values();
    }

    /** The resource of a normalized name. */
    public Optional<ResourceType> find(String name) {
        return Optional.ofNullable(resources.get(name));
    }
}
