package io.frontugateway.queue;

import org.jspecify.annotations.Nullable;

/**
 * Which operations are meant. Null means any.
 *
 * @param account the account, always one
 * @param client name of the client
 * @param state where they stand
 * @param resource normalized name of the resource
 * @param reason why they are dead
 */
public record OperationFilter(
        String account,
        @Nullable String client,
        Operation.@Nullable State state,
        @Nullable String resource,
        Operation.@Nullable DeadReason reason) {}
