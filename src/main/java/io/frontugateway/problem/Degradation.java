package io.frontugateway.problem;

/**
 * One reason for which the gateway does less than it is there for, while it goes on serving.
 *
 * @param reason its name, a few words with dashes ({@code store-unreachable}): what alerts and programs go by
 * @param detail what is the matter this time, what it means for callers and what to do; never holds a secret
 */
public record Degradation(String reason, String detail) {}
