package io.frontugateway.testing;

import io.frontugateway.upstream.frontu.AccountConfig;
import io.frontugateway.upstream.frontu.Secret;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** An account's settings, made in a test. */
public record TestAccount(
        Optional<String> baseUrl,
        Optional<Secret> apiKey,
        Optional<Path> apiKeyFile,
        Duration timeout,
        Duration transferTimeout,
        int pageSize,
        int maxConcurrency,
        MemorySize maxAnswerBytes,
        Optional<String> proxy,
        Optional<String> tls)
        implements AccountConfig {

    /** The defaults, with this URL and key. */
    public static TestAccount of(String url, String key) {
        return new TestAccount(
                Optional.of(url),
                Optional.of(new Secret(key)),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                100,
                32,
                bytes(64 << 20),
                Optional.empty(),
                Optional.empty());
    }

    public TestAccount withUrl(String url) {
        return new TestAccount(
                Optional.ofNullable(url),
                apiKey,
                apiKeyFile,
                timeout,
                transferTimeout,
                pageSize,
                maxConcurrency,
                maxAnswerBytes,
                proxy,
                tls);
    }

    public TestAccount withKey(String key) {
        return new TestAccount(
                baseUrl,
                Optional.ofNullable(key).map(Secret::new),
                apiKeyFile,
                timeout,
                transferTimeout,
                pageSize,
                maxConcurrency,
                maxAnswerBytes,
                proxy,
                tls);
    }

    /** The key from a file instead. */
    public TestAccount withKeyFile(Path file) {
        return new TestAccount(
                baseUrl,
                Optional.empty(),
                Optional.of(file),
                timeout,
                transferTimeout,
                pageSize,
                maxConcurrency,
                maxAnswerBytes,
                proxy,
                tls);
    }

    public TestAccount withTimeouts(Duration head, Duration body) {
        return new TestAccount(
                baseUrl, apiKey, apiKeyFile, head, body, pageSize, maxConcurrency, maxAnswerBytes, proxy, tls);
    }

    public TestAccount withLimits(int rows, int calls, long answerBytes) {
        return new TestAccount(
                baseUrl, apiKey, apiKeyFile, timeout, transferTimeout, rows, calls, bytes(answerBytes), proxy, tls);
    }

    private static MemorySize bytes(long bytes) {
        return new MemorySize(BigInteger.valueOf(bytes));
    }
}
