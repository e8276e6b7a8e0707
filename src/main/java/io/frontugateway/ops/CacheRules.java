package io.frontugateway.ops;

import io.frontugateway.cache.CacheConfig;
import io.frontugateway.cache.CacheConfig.ForResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What makes the settings of the cache valid. */
final class CacheRules {
    private static final String AT = "gateway.cache";
    private static final Duration LONGEST = Duration.ofDays(30);

    private final List<String> faults = new ArrayList<>();

    private CacheRules() {}

    /** @param resources names that {@code gateway.cache.resources} may have */
    static List<String> faults(CacheConfig config, Collection<String> resources) {
        var rules = new CacheRules();
        rules.lasts(AT + ".ttl", config.ttl(), "15s");
        rules.lasts(AT + ".grace", config.grace(), "60s");
        rules.lasts(AT + ".stale-if-error", config.staleIfError(), "1h");
        rules.lasts(AT + ".overlap", config.overlap(), "120s");
        rules.lastsLong(AT + ".full-refresh", config.fullRefresh());
        rules.holds(AT + ".max-bytes", config.maxBytes().asLongValue(), "64M");
        rules.holds(AT + ".redis-max-bytes", config.redisMaxBytes().asLongValue(), "512M");
        config.resources().forEach((name, own) -> rules.resource(name, own, resources));
        return rules.faults;
    }

    private void resource(String name, ForResource own, Collection<String> resources) {
        var at = AT + ".resources." + name;
        if (!resources.contains(name)) {
            faults.add(at + ": there is no such resource; for example " + AT + ".resources.tasks.ttl=30s");
        }
        own.ttl().ifPresent(value -> lasts(at + ".ttl", value, "15s"));
        own.grace().ifPresent(value -> lasts(at + ".grace", value, "60s"));
        own.staleIfError().ifPresent(value -> lasts(at + ".stale-if-error", value, "1h"));
        own.overlap().ifPresent(value -> lasts(at + ".overlap", value, "120s"));
        own.fullRefresh().ifPresent(value -> lastsLong(at + ".full-refresh", value));
    }

    private void lasts(String setting, Duration value, String example) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            faults.add(setting + ": must be from 0 to 30 days; for example " + setting + "=" + example);
        }
    }

    private void lastsLong(String setting, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            faults.add(setting + ": must be longer than nothing, and at most 30 days; for example " + setting + "=1h");
        }
    }

    private void holds(String setting, long bytes, String example) {
        if (bytes < 1) {
            faults.add(setting + ": must be more than nothing; for example " + setting + "=" + example);
        }
    }
}
