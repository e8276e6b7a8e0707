package io.frontugateway.api;

import io.frontugateway.cache.Generations;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.queue.Effects;
import io.smallrye.mutiny.Uni;

/** Tells the cache of what writes may have changed. */
record CacheEffects(Generations generations, Catalogue catalogue) implements Effects {
    @Override
    public Uni<Void> changed(String account, String resource) {
        if (catalogue.find(resource).isPresent()) {
            return generations.replace(account, resource);
        }
        var all = catalogue.all().stream().map(ResourceType::name).toList();
        return generations.replace(account, all);
    }

    @Override
    public Uni<Void> catchUp(String account) {
        generations.lookAnew(account);
        return Uni.createFrom().voidItem();
    }
}
