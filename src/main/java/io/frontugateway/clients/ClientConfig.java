package io.frontugateway.clients;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One internal service: how it proves itself, what it may do and what it may take. */
public interface ClientConfig {
    /**
     * SHA-256 digests of its keys, 64 hexadecimal digits each. Two while a key is rotated: both work until the old one is
     * taken out.
     */
    Optional<List<String>> keySha256();

    /** The Frontu account that is meant when a request names none. */
    @WithDefault("default")
    String account();

    /** Further accounts that a request may name by {@code Frontu-Account}. */
    Optional<List<String>> accounts();

    /**
     * What it may do: {@code <resource>:read}, {@code <resource>:write}, {@code *:read}, {@code *:write},
     * {@code passthrough}, {@code operate}.
     */
    @WithDefault("*:read")
    List<String> permissions();

    /** Its part of the slots that several waiting clients compete for: one of weight 3 gets three times as many as one of weight 1. */
    @WithDefault("1")
    int weight();

    /** Slots per window that are kept for it and lent to nobody, also while it does not use them. */
    @WithDefault("0")
    int guaranteed();

    /** Most slots per window; none for no cap of its own. */
    OptionalInt limit();

    /** Most writes of it that may be queued at a time; more are refused with {@code queue-full}. */
    @WithDefault("20000")
    int maxQueued();
}
