package io.frontugateway.catalogue;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All that the gateway knows of Frontu's offer, overrides included. Immutable. */
public final class Catalogue {
    private final String base;
    private final Map<String, ResourceType> resources;

    /**
     * @param base path below which all of Frontu's paths stand, {@code /client/api/v2}
     * @param resources the resources, in the order in which they are shown
     */
    public Catalogue(String base, Collection<ResourceType> resources) {
        this.base = base;
        var byName = new LinkedHashMap<String, ResourceType>();
        resources.forEach(resource -> byName.put(resource.name(), resource));
        this.resources = Collections.unmodifiableMap(byName);
    }

    /** The same below Frontu's usual path. */
    public Catalogue(Collection<ResourceType> resources) {
        this("/client/api/v2", resources);
    }

    /** Frontu's path below which the paths of all operations stand, {@code /client/api/v2}. */
    public String base() {
        return base;
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
