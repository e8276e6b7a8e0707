package io.frontugateway.upstream.frontu;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One Frontu account: a tenant's host and the key that opens it. */
public interface AccountConfig {
    /** Scheme and host of the tenant, for example {@code https://acme.frontu.com}; no credentials, no query. */
    Optional<String> baseUrl();

    /** Frontu's key. Prefer {@link #apiKeyFile()}, which can be rotated without a restart. */
    Optional<Secret> apiKey();

    /** File that holds the key, with or without a trailing line end. Read again when it changes, and at once after a 401. */
    Optional<Path> apiKeyFile();

    /** Time until the head of an answer must be in. Keep it below the callers' own timeout. */
    @WithDefault("10s")
    Duration timeout();

    /** Time that streaming one body may take, from its head on. */
    @WithDefault("5m")
    Duration transferTimeout();

    /** Rows asked for in one page, where Frontu lets one choose. Larger pages spend less quota and answer later. */
    @WithDefault("100")
    int pageSize();

    /** Requests under way at once, per replica, bodies included. */
    @WithDefault("32")
    int maxConcurrency();

    /** The largest document that is read, after decompression. */
    @WithDefault("64M")
    MemorySize maxAnswerBytes();

    /** Name of a {@code quarkus.proxy.<name>} configuration: the HTTP proxy on the way to Frontu. */
    Optional<String> proxy();

    /** Name of a {@code quarkus.tls.<name>} configuration: trust of one's own towards Frontu. */
    Optional<String> tls();
}
