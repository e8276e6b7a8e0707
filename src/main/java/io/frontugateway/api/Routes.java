package io.frontugateway.api;

import io.frontugateway.cache.CacheConfig;
import io.frontugateway.cache.Generations;
import io.frontugateway.cache.ReadCache;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.clients.Clients;
import io.frontugateway.history.CountedAttempt;
import io.frontugateway.history.SentRequests;
import io.frontugateway.queue.Effects;
import io.frontugateway.queue.WriteQueue;
import io.frontugateway.queue.WritesConfig;
import io.frontugateway.queue.Writing;
import io.frontugateway.quota.QuotaConfig;
import io.frontugateway.quota.QuotaMeters;
import io.frontugateway.quota.Savings;
import io.frontugateway.quota.SharedSlots;
import io.frontugateway.quota.Terms;
import io.frontugateway.reads.EntityReads;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.RedisConfig;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.Replica;
import io.frontugateway.upstream.BreakingUpstream;
import io.frontugateway.upstream.MeteredAttempt;
import io.frontugateway.upstream.RekeyingUpstream;
import io.frontugateway.upstream.RetryingUpstream;
import io.frontugateway.upstream.SlottedUpstream;
import io.frontugateway.upstream.TracedUpstream;
import io.frontugateway.upstream.frontu.Account;
import io.frontugateway.upstream.frontu.AccountConfig;
import io.frontugateway.upstream.frontu.Accounts;
import io.frontugateway.upstream.frontu.FrontuClient;
import io.frontugateway.upstream.frontu.QuarkusOutbound;
import io.frontugateway.writes.Writes;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts together what a call passes on its way to Frontu. From the outside in:
 *
 * <pre>
 * cache ▸ reads ▸ retry ▸ breaker ▸ trace ▸ rekey ▸ place and slot ▸ count ▸ meter ▸ one attempt
 * queue ▸ workers ▸ breaker ▸ …
 * </pre>
 *
 * <p>Retry is outermost, so that each attempt is judged by the breaker and takes a slot of its own. The second attempt after
 * a 401 lies inside the breaker, which need not know of keys. The place among the calls under way is had before the slot,
 * so that no slot grows old in a queue, and not while waiting for it, so that who waits keeps no place from another.
 */
class Routes {
    @Produces
    @Singleton
    Accounts accounts(
            Vertx vertx,
            Map<String, AccountConfig> configs,
            TlsConfigurationRegistry tls,
            ProxyConfigurationRegistry proxies) {
        return new Accounts(vertx, configs, new QuarkusOutbound(tls, proxies));
    }

    void close(@Disposes Accounts accounts) {
        accounts.close();
    }

    @Produces
    @Singleton
    Savings savings() {
        return new Savings();
    }

    @Produces
    @Singleton
    SharedSlots slots(
            Vertx vertx,
            RedisConnection connection,
            RedisConfig redis,
            Hints hints,
            Replica replica,
            QuotaConfig quota,
            Accounts accounts,
            Clients clients,
            Savings savings,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.redis.hosts") Optional<String> hosts) {
        var deadline = accounts.all().stream().map(Account::timeout).max(Comparator.naturalOrder());
        var meters = new QuotaMeters(registry);
        var slots = new SharedSlots(
                vertx,
                connection.client(),
                redis.timeout(),
                hints,
                replica,
                quota.egress(),
                Terms.of(quota, deadline.orElseThrow(), hosts.isEmpty()),
                clients,
                savings,
                meters);
        meters.watch(slots::standing);
        slots.start();
        return slots;
    }

    @Produces
    @Singleton
    RekeyingUpstream attempts(
            Vertx vertx,
            Accounts accounts,
            SharedSlots slots,
            MeterRegistry meters,
            SentRequests sent,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        var attempt = new CountedAttempt(new MeteredAttempt(new FrontuClient(vertx, accounts, version), meters), sent);
        var slotted = new SlottedUpstream(slots, attempt, accounts.concurrency());
        return new RekeyingUpstream(slotted, accounts, accounts.names(), meters);
    }

    @Produces
    @Singleton
    BreakingUpstream guarded(RekeyingUpstream attempts, Accounts accounts, MeterRegistry meters) {
        return new BreakingUpstream(
                new TracedUpstream(attempts), accounts.names(), BreakingUpstream.Settings.DEFAULT, meters);
    }

    @Produces
    @Singleton
    RetryingUpstream upstream(BreakingUpstream guarded) {
        return new RetryingUpstream(guarded, RetryingUpstream.Settings.DEFAULT);
    }

    @Produces
    @Singleton
    Effects effects(Generations generations, Catalogue catalogue) {
        return new CacheEffects(generations, catalogue);
    }

    @Produces
    @Singleton
    Writing writing(
            Vertx vertx,
            RedisConnection redis,
            Hints hints,
            Replica replica,
            BreakingUpstream guarded,
            Catalogue catalogue,
            Accounts accounts,
            SharedSlots slots,
            Effects effects,
            Savings savings,
            MeterRegistry meters,
            WritesConfig config) {
        var neighbours = new Writing.Neighbours(
                vertx,
                redis,
                hints,
                replica,
                guarded,
                catalogue,
                new WritingAccounts(accounts),
                effects,
                new QuotaPace(slots),
                meters,
                savings::count);
        return new Writing(neighbours, config);
    }

    @Produces
    @Singleton
    Writes writes(Catalogue catalogue) {
        return new Writes(catalogue);
    }

    @Produces
    @Singleton
    WriteQueue writeQueue(Writing writing) {
        return writing.queue();
    }

    @Produces
    @Singleton
    EntityReads reads(RetryingUpstream upstream, Catalogue catalogue, Writing writing) {
        return new EntityReads(upstream, catalogue.base(), new SeenNames(writing));
    }

    @Produces
    @Singleton
    Generations generations(RedisConnection redis, Hints hints) {
        return new Generations(redis, hints);
    }

    @Produces
    @Singleton
    ReadCache cache(
            Vertx vertx,
            CacheConfig config,
            Savings savings,
            EntityReads reads,
            RedisConnection redis,
            Hints hints,
            Replica replica,
            Generations generations,
            MeterRegistry meters) {
        return new ReadCache(
                config,
                new ReadCache.Parts(
                        vertx,
                        reads,
                        redis,
                        hints,
                        replica,
                        generations,
                        meters,
                        savings::count,
                        InstantSource.system()));
    }
}
